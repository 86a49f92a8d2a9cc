"""Fluctuation tests: a card changes one thing, the year is worked out again, and the real one is never touched."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.calendar import usual_dates
from grants.domain.cards import Card, Change, check_change, deck, drawn
from grants.domain.cash import Flow, late_days, month_by_month, payments
from grants.domain.errors import RuleError
from grants.domain.fund import Fund, Purse
from grants.domain.trials import Ask, Plan, after, outcome

FUND = Fund(230_000, (Purse("town", 6_000_000), Purse("state", 4_500_000, "priority")))
ASKS = tuple(Ask(f"2026-{place:04}", (60_000, 150_000, 230_000, 0)[place % 4], place % 2 == 1) for place in range(40))
PLAN = Plan(FUND, ASKS, usual_dates(2026), frozenset({"state"}))
CARDS = [Card(str(place)) for place in range(18)]


def result(**change):
    return outcome(after(PLAN, Change(**change)))


BEFORE = outcome(PLAN)


def test_a_card_that_changes_nothing_gives_the_year_back():
    assert after(PLAN, Change()) == PLAN
    assert outcome(after(PLAN, Change())) == BEFORE


plans = st.builds(
    Plan,
    st.builds(lambda town, state: Fund(230_000, (Purse("town", town), Purse("state", state, "priority"))),
              st.integers(0, 9_000_000), st.integers(0, 9_000_000)),
    st.lists(st.tuples(st.integers(0, 260_000), st.booleans()), max_size=30).map(
        lambda asks: tuple(Ask(str(place), cents, priority) for place, (cents, priority) in enumerate(asks))
    ),
    st.just(usual_dates(2026)),
    st.just(frozenset({"state"})),
)  # fmt: skip
changes = st.builds(
    Change,
    files_percent=st.integers(-100, 100), more_files=st.integers(0, 9), fewer_files=st.integers(0, 9),
    files_to=st.none() | st.integers(0, 60), asks_percent=st.integers(-50, 50), all_ask_cap=st.booleans(),
    credits_percent=st.integers(-100, 50), cofunder_leaves=st.booleans(), unused_percent=st.integers(0, 100),
    council_weeks=st.integers(0, 52), blocked_months=st.integers(0, 6), cofunder_months=st.integers(0, 12),
    repaid_awards=st.integers(0, 3), repaid_cents=st.integers(0, 900_000),
    absent_percent=st.none() | st.integers(0, 95),
)  # fmt: skip


@given(plans, changes)
def test_whatever_is_drawn_no_cent_is_lost_and_nobody_is_left_out(plan, change):
    kept = replace(plan)
    told = outcome(after(plan, change))
    assert plan == kept
    assert outcome(after(plan, Change())) == outcome(plan)
    assert 0 <= told.awarded <= min(told.credits, told.asked)
    assert told.left == told.credits - told.awarded
    assert sum(month.paid for month in told.months) == sum(told.by_year.values()) == told.awarded
    assert 0 <= told.cap <= told.whole_cap
    assert told.smallest <= told.largest <= told.whole_cap
    assert 0 <= told.people <= told.files * 3 / 2


@given(plans, st.integers(0, 100))
def test_more_credits_never_lower_the_cap_nor_what_is_awarded(plan, percent):
    before, told = outcome(plan), outcome(after(plan, Change(credits_percent=percent)))
    assert told.cap >= before.cap
    assert told.awarded >= before.awarded


def test_more_files_bring_the_cap_down_for_all_and_leave_nobody_out():
    told = result(files_percent=50)
    assert (BEFORE.files, told.files) == (40, 60)
    tight = outcome(after(replace(PLAN, fund=Fund(230_000, (Purse("town", 3_000_000),))), Change(files_percent=50)))
    assert 0 < tight.cap < 230_000
    assert tight.smallest > 0
    assert tight.met_whole < 60
    assert result(files_to=60).files == 60
    assert result(files_to=25).files == 25
    assert result(files_to=0).files == result(files_percent=-100).files == 0
    assert result(files_percent=-33).files == 27
    assert result(fewer_files=5).files == 35


def test_the_cap_of_a_test_is_rounded_as_the_town_rounds_it():
    tight = replace(PLAN, fund=Fund(230_000, (Purse("town", 3_333_333),)))
    exact, told = outcome(tight), outcome(replace(tight, step=1_000))
    assert exact.cap % 1_000
    assert told.cap == exact.cap // 1_000 * 1_000


def test_new_files_ask_what_the_card_says_or_the_middle_sum():
    assert result(more_files=10, more_cents=50_000).asked == BEFORE.asked + 500_000
    assert result(more_files=15).asked == BEFORE.asked + 15 * 150_000
    empty = outcome(after(replace(PLAN, asks=()), Change(files_to=2)))
    assert (empty.files, empty.asked) == (2, 460_000)


def test_less_money_or_a_funder_who_leaves():
    assert result(credits_percent=-30).credits == 7_350_000
    alone = result(cofunder_leaves=True)
    assert alone.credits == 6_000_000
    assert all(month.cofunded == 0 for month in alone.months)
    assert result(all_ask_cap=True).asked == 30 * 230_000, "who asks for help in kind only still does"
    assert result(asks_percent=25).asked > BEFORE.asked


def test_money_kept_for_priority_areas_stays_when_they_do_not_come():
    plan = replace(PLAN, fund=Fund(230_000, (Purse("town", 1_500_000), Purse("state", 2_000_000, "priority"))))
    before, told = outcome(plan), outcome(after(plan, Change(unused_percent=100)))
    assert told.left > before.left
    assert told.cap < before.cap


def test_a_council_two_months_late_moves_letters_payments_and_the_plenary():
    told = result(council_weeks=9)
    assert told.council_on == date(2027, 2, 6)
    assert told.paid_on == date(2027, 4, 17)
    assert told.by_year == {2027: told.awarded}
    assert BEFORE.letters_by == told.letters_by == date(2026, 11, 15)
    assert told.late_days == BEFORE.late_days == 0
    soon = replace(PLAN, dates=replace(PLAN.dates, closes_on=date(2026, 11, 30)))
    assert outcome(soon).letters_by is None


def test_a_blocked_batch_passes_the_legal_limit_and_says_by_how_much():
    told = result(blocked_months=1)
    assert told.late_days == (date(2027, 3, 13) - date(2027, 2, 13)).days
    assert told.paid_on == date(2027, 3, 13)


def test_a_funder_who_pays_late_is_advanced_by_the_town():
    told = result(cofunder_months=6)
    assert told.most_advanced > BEFORE.most_advanced
    assert told.awarded == BEFORE.awarded
    assert told.months[-1].advanced == BEFORE.months[-1].advanced


def test_a_grant_given_back_comes_in_after_the_payments():
    told = result(repaid_awards=1)
    assert [month.back for month in told.months if month.back] == [230_000]
    assert told.months[-1].advanced == BEFORE.months[-1].advanced - 230_000
    assert result(repaid_cents=99).months[-1].back == 99


def test_absent_people_leave_tables_empty():
    assert (BEFORE.people, BEFORE.tables) == (51, 10)
    told = result(absent_percent=50)
    assert (told.people, told.tables) == (30, 6)
    assert result(files_to=1).tables == 0


def test_months_are_told_without_a_gap_across_the_year_end():
    months = month_by_month([Flow(date(2026, 11, 3), paid=10), Flow(date(2027, 2, 1), back=4, cofunded=2)])
    assert [(month.first.month, month.advanced) for month in months] == [(11, 10), (12, 10), (1, 10), (2, 4)]
    assert month_by_month([]) == ()
    assert payments(0, PLAN.dates) == []
    assert late_days(replace(PLAN.dates, pay_by=date(2027, 3, 1))) == 16


def test_no_card_comes_twice_before_the_deck_is_through():
    seen, seed, turn = [], 7, 1
    for _ in CARDS:
        card, seed, turn = drawn(CARDS, seed, turn)
        seen.append(card.key)
    assert sorted(seen, key=int) == [card.key for card in CARDS]
    assert (seed, turn) == (8, 1)
    assert [card.key for card in deck(CARDS, 8)] != seen
    assert drawn(CARDS, 7, len(CARDS) + 1)[0] == deck(CARDS, 8)[0]
    assert drawn(CARDS, 7, -3)[0] == deck(CARDS, 7)[0]
    with pytest.raises(RuleError, match="no_cards"):
        drawn([], 1, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(files_to=501), "too_many_files"),
        (Change(files_to=-1), "too_many_files"),
        (Change(credits_percent=-101), "percent_out_of_range"),
        (Change(council_weeks=53), "weeks_out_of_range"),
        (Change(absent_percent=96), "absent_out_of_range"),
    ],
)
def test_what_cannot_be_worked_out_is_told(change, code):
    with pytest.raises(RuleError, match=code):
        check_change(change)
    check_change(Change(files_to=0, credits_percent=-100, council_weeks=52, absent_percent=0))
