"""The ladder of sums, and the chain of lines."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.chain import GENESIS, verify
from grants.domain.errors import RuleError
from grants.domain.ledger import (
    IN_KIND,
    LADDER,
    STEP,
    Account,
    Balance,
    Kind,
    Line,
    TrialBalance,
    after,
    check_amount,
    entry,
    moves,
    neighbours,
    room,
)

MOMENT = datetime(2026, 10, 15, 9, 30, tzinfo=UTC)


def line(number=1, **changes):
    plain = Line(number, MOMENT, 1, 2, 3, "commitment", 230_000, "person:1", "voté", "2026-118", None, None)
    return replace(plain, **changes)


def link(lines):
    previous, rows = GENESIS, []
    for each in lines:
        rows.append((each, previous, each.chained(previous)))
        previous = rows[-1][2]
    return rows


def chain(count):
    return link(line(number, amount=number) for number in range(1, count + 1))


def year(*steps):
    balance = Balance()
    for kind, cents in steps:
        balance = after(balance, kind, cents)
    return balance


def test_a_year_goes_down_the_ladder():
    balance = year(
        (Kind.ALLOCATION, 1_000),
        (Kind.AMENDMENT, 200),
        (Kind.TRANSFER, -100),
        (Kind.REQUEST, 5_000),
        (Kind.COMMITMENT, 900),
        (Kind.RELEASE, 100),
        (Kind.PAYMENT_ORDER, 700),
        (Kind.PAYMENT, 600),
        (Kind.REPAYMENT, 50),
    )
    assert balance == Balance(allocated=1_100, voted=900, committed=800, ordered=700, paid=600, repaid=50)
    assert balance.available == 300


@pytest.mark.parametrize(
    ("balance", "kind", "cents", "code", "allowed"),
    [
        (Balance(allocated=100, committed=40), Kind.COMMITMENT, 61, "over_available", 60),
        (Balance(allocated=100, committed=40), Kind.AMENDMENT, -61, "credits_below_committed", 60),
        (Balance(allocated=100, committed=40), Kind.TRANSFER, -61, "credits_below_committed", 60),
        (Balance(allocated=100, committed=40, ordered=30), Kind.RELEASE, 11, "release_over_unordered", 10),
        (Balance(allocated=100, committed=40, ordered=30), Kind.PAYMENT_ORDER, 11, "order_over_commitment", 10),
        (Balance(allocated=100, committed=40, ordered=30, paid=25), Kind.PAYMENT, 6, "payment_over_order", 5),
        (Balance(allocated=9, committed=9, ordered=9, paid=5, repaid=2), Kind.REPAYMENT, 4, "repayment_over_paid", 3),
    ],
)
def test_no_line_passes_its_ceiling_and_the_figure_is_told(balance, kind, cents, code, allowed):
    with pytest.raises(RuleError) as raised:
        after(balance, kind, cents)
    assert raised.value.code == code
    assert raised.value.figures == {"asked": abs(cents), "allowed": allowed}
    permitted = allowed if cents > 0 else -allowed
    assert after(balance, kind, permitted) != balance


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.PAYMENT_ORDER, "reversal_below_paid"),
        (Kind.REPAYMENT, "reversal_below_zero"),
        (Kind.RELEASE, "over_available"),
    ],
)
def test_a_reversal_is_held_by_the_same_ladder(kind, code):
    full = Balance(allocated=100, committed=100, ordered=100, paid=100, repaid=100)
    with pytest.raises(RuleError, match=code):
        after(full, Kind.REVERSAL, 101, kind)


@given(st.sampled_from(sorted({Kind.RELEASE, Kind.PAYMENT_ORDER, Kind.REPAYMENT})))
def test_a_reversal_brings_the_balance_back(kind):
    start = Balance(allocated=100, committed=80, ordered=60, paid=40, repaid=20)
    assert after(after(start, kind, 7), Kind.REVERSAL, 7, kind) == start


def test_a_cut_in_credits_is_reversed_into_credits():
    assert after(Balance(allocated=40), Kind.REVERSAL, -60, Kind.AMENDMENT) == Balance(allocated=100)


@pytest.mark.parametrize(
    "kind", [Kind.ALLOCATION, Kind.COMMITMENT, Kind.TRANSFER, Kind.PAYMENT, Kind.REVERSAL, Kind.REQUEST, None]
)
def test_what_has_another_way_back_is_not_reversed(kind):
    with pytest.raises(RuleError, match="not_reversible"):
        moves(Kind.REVERSAL, 1, kind)


def after_if_allowed(balance, kind, cents):
    try:
        return after(balance, kind, cents)
    except RuleError:
        return balance


@given(st.lists(st.tuples(st.sampled_from(sorted(STEP)), st.integers(1, 50)), max_size=60))
def test_the_ladder_holds_after_any_history(history):
    balance = Balance()
    for kind, cents in history:
        balance = after_if_allowed(balance, kind, cents)
        sums = [getattr(balance, column) for column in LADDER]
        assert sums == sorted(sums, reverse=True)
        assert sums[-1] >= 0
        assert balance.voted >= balance.committed


@pytest.mark.parametrize("kind", Kind)
def test_amounts_are_held_to_their_kind(kind):
    check_amount(kind, 1)
    with pytest.raises(RuleError, match="amount_zero"):
        check_amount(kind, 0)
    if kind in {Kind.AMENDMENT, Kind.TRANSFER, Kind.REQUEST, Kind.REVERSAL}:
        check_amount(kind, -1)
    else:
        with pytest.raises(RuleError, match="amount_negative"):
            check_amount(kind, -1)


def told(function, *arguments):
    """Return the code and the figures of what a rule says."""
    with pytest.raises(RuleError) as raised:
        function(*arguments)
    return raised.value.code, raised.value.figures


def test_what_stands_in_the_way_is_told_by_its_code_and_its_figures():
    assert told(check_amount, Kind.PAYMENT, 0) == ("amount_zero", {})
    assert told(check_amount, Kind.PAYMENT, -5) == ("amount_negative", {"cents": -5})
    for function in (moves, entry):
        assert told(function, Kind.REVERSAL, 1, Kind.PAYMENT) == ("not_reversible", {"kind": Kind.PAYMENT})


def test_each_sum_is_held_by_its_two_neighbours():
    held = [neighbours(column) for column in LADDER]
    assert [above for above, _ in held] == [None, *LADDER[:-1]]
    assert [below for _, below in held] == [*LADDER[1:], None]


def test_an_order_is_undone_no_further_than_what_was_paid_and_a_sum_given_back_down_to_nothing():
    balance = Balance(allocated=100, committed=90, ordered=80, paid=70, repaid=60)
    assert room("ordered", -1, balance) == 10
    assert room("paid", -1, balance) == 10
    assert room("repaid", -1, balance) == 60
    assert room("repaid", 1, balance) == 10
    assert room("allocated", 1, balance) == 1


def test_a_line_that_is_no_reversal_is_written_as_itself_whatever_it_mentions():
    assert entry(Kind.PAYMENT, 3, Kind.RELEASE) == (Account.PAID, Account.ORDERED, 3)
    assert entry(Kind.TRANSFER, -3) == (Account.TRANSFERS, Account.AVAILABLE, 3)


def test_a_line_is_written_one_way_whatever_the_zone():
    paris = MOMENT.astimezone(timezone(timedelta(hours=2)))
    assert line(at=paris).canonical() == line().canonical()
    assert line().canonical() == (
        '{"act":"2026-118","actor":"person:1","amount":230000,"application":3,"at":"2026-10-15T09:30:00.000000+00:00",'
        '"call":1,"envelope":2,"kind":"commitment","number":1,"once":null,"reason":"vot\\u00e9","reverses":null}'
    )
    assert line().chained(GENESIS) == "f76bac7db762d71337763a06de2f86b78dd5a9bf3b2cfaf1069a47cc2473da1e"


def test_a_whole_chain_is_verified_up_to_its_head_and_from_an_earlier_one():
    rows = chain(5)
    assert verify(rows).head == rows[-1][2]
    assert verify(rows, rows[2][2]).lines == 5
    assert verify([], GENESIS).head == GENESIS
    with pytest.raises(RuleError, match="chain_head_unknown"):
        verify(rows, "f" * 64)


def test_a_number_left_out_is_found_even_in_a_chain_that_holds():
    with pytest.raises(RuleError, match="chain_line_missing"):
        verify(link([line(1), line(3)]))


@given(st.data())
def test_any_tampering_is_found_against_the_published_head(data):
    rows = chain(8)
    head = rows[-1][2]
    place = data.draw(st.integers(0, 7))
    each, previous, own = rows[place]
    way = data.draw(st.sampled_from(["flip", "remove", "cut", "swap", "write_anew", "insert"]))
    if way == "flip":
        name, value = data.draw(
            st.sampled_from([("amount", 0), ("envelope", 9), ("reason", ""), ("at", MOMENT + timedelta(seconds=1))])
        )
        rows[place] = (replace(each, **{name: value}), previous, own)
    elif way == "remove":
        del rows[place]
    elif way == "cut":
        del rows[place:]
    elif way == "swap":
        other = data.draw(st.integers(0, 7).filter(lambda i: i != place))
        rows[place], rows[other] = rows[other], rows[place]
    elif way == "insert":
        rows.insert(place, rows[place])
    else:
        rows = link(replace(every, amount=999) if every is each else every for every, _, _ in rows)
    with pytest.raises(RuleError, match="chain_"):
        verify(rows, head)


def trial_of(history):
    """Play a history on one envelope; return its balance and its accounts."""
    balance, trial = Balance(), TrialBalance()
    for kind, cents in history:
        moved = after_if_allowed(balance, kind, cents)
        if moved != balance:
            trial.write(*entry(kind, cents))
        balance = moved
    return balance, {account: rest for account, _, _, rest in trial.rows()}


@given(st.lists(st.tuples(st.sampled_from(sorted(STEP)), st.integers(1, 50)), max_size=60))
def test_what_the_accounts_hold_together_is_always_nothing_and_only_funders_are_overdrawn(history):
    balance, rest = trial_of(history)
    assert sum(rest.values()) == 0
    assert rest[Account.FUNDERS] + rest[Account.TRANSFERS] == -balance.allocated
    assert rest[Account.AVAILABLE] == balance.available
    for account, column in zip(list(Account)[3:], LADDER[1:], strict=True):
        below = LADDER[LADDER.index(column) + 1 :][:1]
        assert rest[account] == getattr(balance, column) - (getattr(balance, below[0]) if below else 0)
    assert all(rest[account] >= 0 for account in list(Account)[2:])


@given(st.sampled_from(sorted({Kind.RELEASE, Kind.PAYMENT_ORDER, Kind.REPAYMENT, Kind.AMENDMENT})), st.integers(1, 99))
def test_a_reversal_writes_the_same_entry_backwards(kind, cents):
    debit, credit, sum_ = entry(kind, cents)
    assert entry(Kind.REVERSAL, cents, kind) == (credit, debit, sum_)
    assert entry(Kind.REVERSAL, -cents, Kind.AMENDMENT) == (Account.AVAILABLE, Account.FUNDERS, cents)


def test_credits_taken_away_go_back_to_the_funders_and_a_request_moves_nothing():
    assert entry(Kind.AMENDMENT, -5) == (Account.FUNDERS, Account.AVAILABLE, 5)
    assert entry(Kind.REQUEST, 5) is None
    for undone in (Kind.COMMITMENT, None):
        with pytest.raises(RuleError, match="not_reversible"):
            entry(Kind.REVERSAL, 5, undone)


def test_the_words_kept_in_the_database_and_hashed_do_not_change():
    assert " ".join(Kind) == (
        "allocation amendment transfer request commitment release payment_order payment repayment reversal"
    )
    assert " ".join(Account) == "funders transfers available committed ordered paid repaid"


def test_help_in_kind_is_valued_and_given_and_never_paid():
    assert set(Kind) - {Kind.PAYMENT_ORDER, Kind.PAYMENT, Kind.REPAYMENT} == IN_KIND


@pytest.mark.parametrize(
    ("balance", "kind", "undone", "code"),
    [
        (Balance(5, 5, 5), Kind.COMMITMENT, None, "over_available"),
        (Balance(5, 5, 5, 5), Kind.PAYMENT_ORDER, None, "order_over_commitment"),
        (Balance(5, 5, 5, 5, 5), Kind.PAYMENT, None, "payment_over_order"),
        (Balance(5, 5, 5, 5, 5, 5), Kind.REPAYMENT, None, "repayment_over_paid"),
        (Balance(5, 5, 5), Kind.REVERSAL, Kind.AMENDMENT, "credits_below_committed"),
        (Balance(5, 5, 5, 5), Kind.RELEASE, None, "release_over_unordered"),
        (Balance(5, 5, 5, 5, 5), Kind.REVERSAL, Kind.PAYMENT_ORDER, "reversal_below_paid"),
        (Balance(5, 5, 5, 5, 5), Kind.REVERSAL, Kind.REPAYMENT, "reversal_below_zero"),
    ],
)
def test_one_cent_past_a_neighbour_is_named_after_it(balance, kind, undone, code):
    with pytest.raises(RuleError) as raised:
        after(balance, kind, 1, undone)
    assert (raised.value.code, raised.value.figures) == (code, {"asked": 1, "allowed": 0})


def test_one_cent_is_enough_to_be_written():
    assert entry(Kind.COMMITMENT, 1) == (Account.COMMITTED, Account.AVAILABLE, 1)
    check_amount(Kind.COMMITMENT, 1)


def test_whoever_checks_a_book_is_told_which_and_where_it_is_wrong():
    def fault(rows, *more):
        with pytest.raises(RuleError) as raised:
            verify(rows, *more)
        return raised.value.code, raised.value.figures

    rows = chain(3)
    changed = [rows[0], (line(2, amount=9), *rows[1][1:]), rows[2]]
    assert fault([rows[0], rows[2]]) == ("chain_line_missing", {"number": 2, "book": "ledger"})
    assert fault(changed, None, "audit") == ("chain_broken", {"number": 2, "book": "audit"})
    assert fault(rows[:2], rows[2][2]) == ("chain_head_unknown", {"lines": 2, "book": "ledger"})


def test_a_line_is_hashed_alike_on_every_machine_whatever_its_zone(monkeypatch):
    here = line().canonical()
    monkeypatch.setenv("TZ", "Indian/Reunion")
    time.tzset()
    try:
        assert line().canonical() == here
    finally:
        monkeypatch.undo()
        time.tzset()
    assert '"at":"2026-10-15T09:30:00.000000+00:00"' in here
