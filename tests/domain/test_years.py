"""Years drawn from history: exact in each year, the same for the same seed, never worse with more credits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.awards import Request, equal_awards
from grants.domain.fund import Fund, Purse, common_cap, highest_level, missing
from grants.domain.years import ASSURANCES, STEP, History, around, classes, draw_years, robustness
from tests.domain.season_family import dice

SUMS = (50_000, 90_000, 90_000, 150_000, 150_000, 150_000, 230_000, 230_000, 230_000, 230_000)
PAST = History((41, 38, 47, 52, 44, 49), (SUMS, SUMS[1:]), (140, 271))
TOWN = Fund(230_000, (Purse("town", 4_500_000), Purse("state", 3_400_000, "priority")))


def shared(fund, kinds):
    """Return the equal awards of files given by kind."""
    asked = [
        Request(place, cents, fund.open_to(priority=kind))
        for place, (kind, cents) in enumerate((kind, cents) for kind in kinds for cents in kinds[kind])
    ]
    return equal_awards(asked, {purse.key: purse.cents for purse in fund.purses}, fund.cap)


def random_fund(rng):
    """Return one to four envelopes, at least one of them open to all."""
    town = Purse("town", rng.randint(0, 5_000_000))
    others = ("state", "region", "foundation")[: rng.randint(0, 3)]
    earmarks = ("none", "priority", "priority")
    return Fund(230_000, (town, *(Purse(key, rng.randint(0, 4_000_000), rng.choice(earmarks)) for key in others)))


def test_every_drawn_year_has_the_cap_that_equal_awards_give_it():
    rng = dice(11)
    for seed in range(400):
        fund = random_fund(rng)
        files = [min(rng.choice(SUMS), fund.cap) for _ in range(rng.randint(1, 60))]
        cut = rng.randint(0, len(files))
        kinds = {True: files[:cut], False: files[cut:]}
        awards = shared(fund, kinds)
        assert common_cap(fund, kinds) == min(awards.common_caps.values()), seed
        lacking = missing(fund, {kind: sum(sums) for kind, sums in kinds.items()})
        assert (lacking <= 0) == (sum(awards.awarded.values()) == sum(files)), seed
        if lacking > 0:
            town = replace(fund.purses[0], cents=fund.purses[0].cents + lacking)
            enough = Fund(fund.cap, (town, *fund.purses[1:]))
            assert sum(shared(enough, kinds).awarded.values()) == sum(files), seed
            short = Fund(fund.cap, (replace(town, cents=town.cents - 1), *fund.purses[1:]))
            assert sum(shared(short, kinds).awarded.values()) == sum(files) - 1, seed


def test_drawn_years_are_the_years_the_figures_speak_of():
    drawn = draw_years(PAST, TOWN, years=300, seed=4)
    told = robustness(PAST, TOWN, years=300, seed=4)
    assert told.holds == sum(year.missing <= 0 for year in drawn)
    assert {year.cap == TOWN.cap for year in drawn if year.missing <= 0} == {True}
    assert all(0 < year.cap < TOWN.cap for year in drawn if year.missing > 0)
    assert told.files.low < 45 < told.files.high
    assert (told.years, told.seed, told.credits) == (300, 4, 7_900_000)


def test_the_same_seed_gives_the_same_figures_and_another_one_about_the_same():
    assert robustness(PAST, TOWN, years=500) == robustness(PAST, TOWN, years=500)
    other = robustness(PAST, TOWN, years=1000, seed=7)
    assert other != robustness(PAST, TOWN, years=1000)
    assert abs(other.holds - robustness(PAST, TOWN, years=1000).holds) < 80


@given(st.integers(0, 3_000_000), st.integers(0, 1))
def test_more_credits_never_make_the_cap_hold_less_often(more, place):
    purses = list(TOWN.purses)
    purses[place] = replace(purses[place], cents=purses[place].cents + more)
    richer = Fund(TOWN.cap, tuple(purses))
    before, after = draw_years(PAST, TOWN, years=60), draw_years(PAST, richer, years=60)
    assert all(b.missing >= a.missing for b, a in zip(before, after, strict=True))
    assert all(b.cap <= a.cap for b, a in zip(before, after, strict=True))


def test_the_credits_needed_are_exactly_those_with_which_the_cap_holds_so_often():
    told = robustness(PAST, TOWN, years=100)
    assert [share for share, _ in told.needed] == list(ASSURANCES)
    assert sorted(told.needed) == list(told.needed)
    for share, cents in told.needed:
        town = replace(TOWN.purses[0], cents=TOWN.purses[0].cents + cents - TOWN.credits)
        at_least = robustness(PAST, Fund(TOWN.cap, (town, TOWN.purses[1])), years=100)
        assert at_least.holds >= share
        town = replace(town, cents=town.cents - 1)
        assert robustness(PAST, Fund(TOWN.cap, (town, TOWN.purses[1])), years=100).holds < share or share == 50


def test_more_files_never_make_the_cap_hold_more_often_nor_more_credits_less():
    told = robustness(PAST, TOWN, years=300)
    held = [count for _, count in told.by_files]
    assert held == sorted(held, reverse=True)
    assert (held[0], held[-1]) == (1000, 0)
    richer = [count for _, count in told.by_credits]
    assert richer == sorted(richer)
    assert TOWN.credits in [cents for cents, _ in told.by_credits]


def test_a_chance_is_told_as_sure_only_when_it_is():
    always = robustness(PAST, Fund(230_000, (Purse("town", 90_000_000),)), years=300)
    assert (always.in_a_hundred, always.caps.low) == (100, 230_000)
    never = robustness(PAST, Fund(230_000, (Purse("town", 100),)), years=300)
    assert never.in_a_hundred == 0
    assert never.caps.high < 10
    assert replace(always, holds=299).in_a_hundred == 99
    assert replace(always, holds=1, years=1000).in_a_hundred == 1


def test_nobody_asks_above_the_cap_of_the_call():
    fund = Fund(100_000, (Purse("town", 4_000_000),))
    above = History(PAST.files, ((250_000,),), PAST.priority)
    assert draw_years(above, fund, years=40) == draw_years(replace(above, amounts=((100_000,),)), fund, years=40)


def test_no_history_of_sums_draws_nothing_and_no_file_of_priority_areas_is_possible():
    with pytest.raises(ValueError, match="no earlier year"):
        draw_years(History((40,), ()), TOWN, years=1)
    nowhere = robustness(History((), (SUMS,), (0, 0)), TOWN, years=50)
    assert nowhere.files.low < nowhere.files.high


def test_a_very_small_fund_of_a_small_town_is_drawn_too():
    told = robustness(History((2, 3), ((20_000,), ()), (0, 5)), Fund(100_000, (Purse("town", 1),)), years=50)
    assert min(files for files, _ in told.by_files) >= 1


@given(st.lists(st.integers(0, 300_000)))
def test_the_sums_of_a_year_are_told_by_classes_that_are_nobody_s_own(cents):
    told = classes(cents)
    assert list(told) == sorted(told)
    assert len(told) == min(10, len(cents) // 4)
    assert all(each % STEP == 0 for each in told)
    if told and len(cents) % len(told) == 0:
        assert (
            sum(cents) * len(told) <= sum(told) * len(cents) <= sum(cents) * len(told) + len(cents) * len(told) * STEP
        )


def test_a_year_of_which_only_the_average_is_known_spreads_around_it():
    assert around(150_000) == (100_000, 150_000, 200_000)
    assert around(0) == (0, 0, 0)


@given(st.lists(st.integers(0, 12), max_size=6), st.integers(0, 60))
def test_the_level_is_the_highest_that_fits(asked, money):
    level = highest_level(sorted(asked), money)
    if level is None:
        assert sum(asked) <= money
    else:
        assert sum(min(each, level) for each in asked) <= money < sum(min(each, level + 1) for each in asked)
