"""Clocks end on the day they say, after two warnings, never sooner."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from grants.domain.retention import Delays, Step, began_before, end_of, look

DAYS = Delays(730, in_years=False, first=60, second=15)
YEARS = Delays(10, in_years=True, first=60, second=15)


def test_years_end_on_the_same_day_and_a_leap_day_on_the_first_of_march():
    assert end_of(date(2026, 12, 3), YEARS) == date(2036, 12, 3)
    assert end_of(date(2024, 2, 29), YEARS) == date(2034, 3, 1)
    assert end_of(date(2024, 1, 1), DAYS) == date(2025, 12, 31)


def test_two_warnings_then_the_end():
    since = date(2026, 12, 3)
    assert look(since, date(2036, 10, 3), {}, YEARS)[0] is Step.WAIT
    assert look(since, date(2036, 10, 4), {}, YEARS) == (Step.FIRST, date(2036, 12, 3))
    told = {1: date(2036, 10, 4)}
    assert look(since, date(2036, 11, 17), told, YEARS)[0] is Step.WAIT
    assert look(since, date(2036, 11, 18), told, YEARS)[0] is Step.SECOND
    told[2] = date(2036, 11, 18)
    assert look(since, date(2036, 12, 2), told, YEARS)[0] is Step.WAIT
    assert look(since, date(2036, 12, 3), told, YEARS)[0] is Step.ENDED


def test_a_server_asleep_for_a_year_takes_no_day_from_anybody():
    since, woken = date(2020, 1, 1), date(2031, 6, 1)
    assert look(since, woken, {}, YEARS) == (Step.FIRST, woken + timedelta(days=60))
    assert look(since, woken, {1: woken}, YEARS)[0] is Step.WAIT
    late = woken + timedelta(days=100)
    assert look(since, late, {1: woken}, YEARS) == (Step.SECOND, late + timedelta(days=15))
    assert look(since, late, {1: woken, 2: late}, YEARS)[0] is Step.WAIT


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 9000), st.sampled_from([DAYS, YEARS]))
def test_each_morning_walked_gives_both_warnings_their_days_and_what_is_sought_holds_it(since, asleep, delays):
    told: dict[int, date] = {}
    today = since + timedelta(days=asleep)
    for _ in range(4200):
        step, _end = look(since, today, told, delays)
        if step in {Step.FIRST, Step.SECOND}:
            assert since <= began_before(today, delays) + timedelta(days=1)
            told[1 if step is Step.FIRST else 2] = today
        if step is Step.ENDED:
            break
        today += timedelta(days=1)
    assert step is Step.ENDED
    assert today >= end_of(since, delays)
    assert (today - told[1]).days >= delays.first
    assert (today - told[2]).days >= delays.second
