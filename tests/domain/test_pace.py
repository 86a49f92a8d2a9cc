"""What a season will bring: bands that hold the truth as often as they say, wider when less is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.chance import Band, Expected, Prior, band, expect, quantile
from grants.domain.fund import Fund, Purse
from grants.domain.pace import Now, Season, forecast, held_out, usual_share
from tests.domain.season_family import FILING_DAYS, dice, one_season, there, typed

NO_FUND = Fund(230_000, ())


def hits(years: int, weeks: int, times: int = 100) -> float:
    """How often the band of files holds the truth, with so many earlier years, so many weeks before closing."""
    rng, held = dice(f"{years}/{weeks}"), 0
    for _ in range(times):
        past = [typed(2020 + place, one_season(rng)) for place in range(years)]
        days = one_season(rng)
        now = Now(7 * weeks, FILING_DAYS, {False: (150_000,) * there(days, 7 * weeks)})
        found = forecast(past, now, NO_FUND, draws=150).files
        held += found.low <= len(days) <= found.high
    return held / times


@pytest.mark.parametrize("weeks", [8, 3, 1])
def test_eight_times_in_ten_the_band_holds_years_it_never_saw(weeks):
    assert 0.7 <= hits(6, weeks) <= 0.92


def test_a_band_half_as_wide_would_be_seen():
    rng, held = dice(1), 0
    for _ in range(120):
        past = [typed(2020 + place, one_season(rng)) for place in range(6)]
        days = one_season(rng)
        now = Now(28, FILING_DAYS, {False: (1,) * there(days, 28)})
        found = forecast(past, now, NO_FUND, draws=150).files
        quarter = (found.high - found.low) // 4
        held += found.low + quarter <= len(days) <= found.high - quarter
    assert held / 120 < 0.62


def test_less_history_makes_a_wider_band_and_none_the_widest():
    rng = dice(4)
    past = [typed(2020 + place, one_season(rng)) for place in range(6)]
    now = Now(28, FILING_DAYS, {False: (150_000,) * 20})
    widths = []
    for known in (0, 1, 6):
        found = forecast(past[:known], now, NO_FUND)
        assert (found.years, found.paces) == (known, known)
        widths.append(found.files.high - found.files.low)
    assert widths[0] > widths[1] > widths[2] > 0


def test_before_the_first_file_earlier_numbers_speak_alone():
    found = forecast([Season(2025, 20, 2_000_000), Season(2024, 21, 2_000_000)], Now(100, FILING_DAYS), NO_FUND)
    assert found.files.low < 20 < found.files.high
    assert found.paces == 0


def test_drafts_hold_the_ending_up():
    past = [Season(2025, 30, 3_000_000, ((7, 29),), drafts=(50, 50))]
    few = forecast(past, Now(7, FILING_DAYS, {False: (100_000,) * 29}), NO_FUND)
    many = forecast(past, Now(7, FILING_DAYS, {False: (100_000,) * 29}, drafts=20), NO_FUND)
    assert few.files.central <= 32
    assert many.files.low >= 29 + 15
    assert many.sent_share > 0.9
    idle = [Season(2025, 30, 3_000_000, ((7, 29),), drafts=(50, 0))]
    kept_back = forecast(idle, Now(7, FILING_DAYS, {False: (100_000,) * 29}, drafts=20), NO_FUND)
    assert kept_back.files.high < 29 + 10, "drafts that are never sent weigh little"


def test_nine_files_in_the_first_week_do_not_double_the_year():
    past = [typed(2020 + place, one_season(dice(place))) for place in range(6)]
    quiet = forecast(past, Now(99, FILING_DAYS, {False: (150_000,)}), NO_FUND).files
    crowd = forecast(past, Now(99, FILING_DAYS, {False: (150_000,) * 9}), NO_FUND).files
    assert quiet.central <= crowd.central <= 1.3 * quiet.central


def test_what_a_file_asks_is_drawn_from_years_as_they_were():
    now, fund = Now(7, FILING_DAYS, {False: (10_000,) * 20}), Fund(230_000, (Purse("town", 1),))
    cheap = [Season(2025, 30, 1, ((7, 20),), amounts=(10_000,) * 30)]
    dear = [Season(2025, 30, 1, ((7, 20),), amounts=(400_000,) * 30)]
    low, high = forecast(cheap, now, fund).sums, forecast(dear, now, fund).sums
    assert low.high <= 10_000 * 60
    assert high.high > 230_000 * 5


def test_after_closing_nothing_is_left_to_expect():
    now = Now(-0.5, FILING_DAYS, {True: (100_000, 120_000), False: (90_000,)}, drafts=9)
    found = forecast([Season(2025, 40, 1)], now, Fund(230_000, (Purse("town", 300_000),)))
    assert found.files == Band(3, 3, 3)
    assert found.sums == Band(310_000, 310_000, 310_000)
    assert found.missing == Band(10_000, 10_000, 10_000)
    assert (found.passing.in_a_hundred, found.passing.first, found.passing.last) == (100, 0, 0)


def test_the_ceiling_is_passed_between_two_days_or_not_before_closing():
    past = [typed(2020 + place, one_season(dice(place))) for place in range(6)]
    now = Now(40.5, FILING_DAYS, {False: (150_000,) * 15})
    found = forecast(past, now, Fund(230_000, (Purse("town", 3_000_000),)))
    assert found.passing.in_a_hundred > 95
    assert 40 >= found.passing.first >= found.passing.last >= 1
    assert found.missing.central > 0
    assert forecast(past, now, Fund(230_000, (Purse("town", 99_000_000),))).passing is None
    unknown = forecast([], now, Fund(230_000, (Purse("town", 3_000_000),)))
    assert unknown.passing.first > unknown.passing.last


def test_money_kept_for_priority_areas_does_not_pay_elsewhere():
    now = Now(-1, FILING_DAYS, {False: (100_000, 100_000), True: ()})
    fund = Fund(230_000, (Purse("town", 150_000), Purse("state", 900_000, "priority")))
    assert forecast([], now, fund).missing.central == 50_000


def test_each_season_is_held_to_what_the_others_would_have_said():
    past = [typed(2020 + place, one_season(dice(place))) for place in range(6)]
    unmarked = Season(2019, 40, 4_000_000)
    told = held_out([*past, unmarked], 28, FILING_DAYS)
    assert [season.year for season, _ in told] == [season.year for season in past]
    assert sum(found.low <= season.files <= found.high for season, found in told) >= 4


def test_a_season_is_read_between_the_days_that_are_known():
    season = Season(2025, 40, 1, ((28, 10), (7, 24)))
    assert [season.at(days, 100) for days in (120, 100, 64, 28, 7, 0, -2)] == [0, 0, 2.5, 10, 24, 40, 40]
    assert 10 < season.at(20, 100) < 17 < season.at(12, 100) < 24
    assert Season(2025, 40, 1).at(7, 100) is None
    assert [usual_share(days, 100) for days in (100, 50, 0, -3)] == [0, 0.25, 1, 1]


def test_the_same_inputs_say_the_same():
    past = [typed(2020 + place, one_season(dice(place))) for place in range(3)]
    now = Now(20, FILING_DAYS, {False: (150_000,) * 15}, drafts=4)
    assert forecast(past, now, NO_FUND) == forecast(past, now, NO_FUND)


def test_a_year_without_files_says_nothing_of_a_ratio_nor_of_what_a_file_asks():
    empty = Season(2025, 0, 0, ((7, 0),))
    found = forecast([empty], Now(7, FILING_DAYS, {False: (100_000,) * 30}), NO_FUND)
    assert found.files.low >= 30


@given(st.lists(st.integers(-50, 50), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_the_smallest_value_enough_values_do_not_pass(values, share):
    ordered = sorted(values)
    found = quantile(ordered, share)
    assert sum(each <= found for each in ordered) >= share * len(ordered) - 1e-9
    assert sum(each < found for each in ordered) < share * len(ordered) + 1e-9


def test_no_value_has_no_band():
    with pytest.raises(ValueError, match="no value"):
        band([])


@given(st.lists(st.floats(-3, 3), max_size=8))
def test_more_known_values_weigh_more_than_the_prior(values):
    found = expect(values, Prior(0.0, 1.0))
    assert found.degrees == 3 + len(values)
    assert min([0.0, *values]) - 1e-9 <= found.mean <= max([0.0, *values]) + 1e-9


def test_two_ways_of_expecting_meet_nearer_to_the_surer():
    met = Expected(0.0, 1.0, 5).met_with(Expected(3.0, 2.0, 8))
    assert met.mean == pytest.approx(0.6)
    assert met.spread < 1
    assert met.degrees == 5
