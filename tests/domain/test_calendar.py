"""The year's calendar says what domain.md § 3 and § 4 say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.domain.calendar import (
    CallDates,
    add_months,
    check_dates,
    note_limit,
    payment_limit,
    read_date,
    report_limit,
    silence_limit,
    year_calendar,
)
from grants.domain.errors import RuleError

DECEMBER = CallDates(
    opens_on=date(2026, 6, 1),
    closes_on=date(2026, 9, 15),
    complete_by=date(2026, 10, 10),
    settle_on=date(2026, 10, 20),
    council_on=date(2026, 12, 3),
    notify_by=date(2026, 12, 15),
    pay_by=date(2027, 2, 13),
    plenary_on=date(2027, 1, 30),
    report_by=date(2028, 6, 30),
)
JUNE = CallDates(
    opens_on=date(2026, 2, 1),
    closes_on=date(2026, 3, 31),
    complete_by=date(2026, 4, 15),
    settle_on=date(2026, 4, 20),
    council_on=date(2026, 5, 28),
    notify_by=date(2026, 6, 10),
    pay_by=date(2026, 8, 9),
    plenary_on=date(2026, 9, 12),
    report_by=date(2027, 6, 30),
)


def step(dates, key):
    return next((one for one in year_calendar(dates) if one.key == key), None)


def test_a_file_of_15_september_is_answered_by_15_november():
    assert silence_limit(date(2026, 9, 15)) == date(2026, 11, 15)
    assert silence_limit(date(2026, 12, 31)) == date(2027, 2, 28)


def test_a_december_council_needs_holding_letters_two_weeks_ahead():
    letters = step(DECEMBER, "holding_letters")
    assert (letters.starts, letters.ends) == (date(2026, 11, 1), date(2026, 11, 15))


def test_a_council_within_two_months_needs_no_holding_letter():
    assert step(JUNE, "holding_letters") is None


def test_councillors_get_five_clear_days():
    assert note_limit(date(2026, 12, 3)) == date(2026, 11, 27)


def test_a_notification_of_15_december_is_paid_by_13_february():
    assert payment_limit(date(2026, 12, 15)) == date(2027, 2, 13)
    assert step(DECEMBER, "payment").ends <= step(DECEMBER, "payment").limit


def test_the_report_of_a_grant_paid_in_2027_is_due_on_30_june_2028():
    assert report_limit(date(2027, 2, 13)) == date(2028, 6, 30)


@pytest.mark.parametrize("dates", [DECEMBER, JUNE])
def test_a_call_that_votes_in_december_or_before_summer_holds(dates):
    assert check_dates(dates) == {}
    starts = [one.starts for one in year_calendar(dates)]
    assert starts == sorted(starts)


def test_dates_in_the_wrong_order_are_named_with_the_date_they_follow():
    broken = check_dates(replace(DECEMBER, council_on=date(2026, 9, 1)))
    assert broken["council_on"].code == "date_before"
    assert broken["council_on"].figures["earlier"] == "settle_on"


def test_payment_and_report_beyond_the_limits_are_told():
    broken = check_dates(replace(DECEMBER, pay_by=date(2027, 2, 14), report_by=date(2028, 7, 1)))
    assert {field: error.code for field, error in broken.items()} == {
        "pay_by": "payment_late",
        "report_by": "report_late",
    }


def test_a_copied_call_moves_by_a_year_and_leap_days_fall_back():
    moved = replace(DECEMBER, plenary_on=date(2028, 2, 29)).a_year_later()
    assert moved.opens_on == date(2027, 6, 1)
    assert moved.plenary_on == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15/09/2026", date(2026, 9, 15)),
        (" 15 / 9 / 2026 ".replace(" / ", "/"), date(2026, 9, 15)),
        ("15.9.26", date(2026, 9, 15)),
        ("15-09-2026", date(2026, 9, 15)),
        ("2026-09-15", date(2026, 9, 15)),
        ("15 septembre 2026", date(2026, 9, 15)),
        ("1er juin 2026", date(2026, 6, 1)),
        ("3 févr. 2027", date(2027, 2, 3)),
        ("4 AOÛT 2026", date(2026, 8, 4)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed, meant):
    assert read_date(typed) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31/02/2026", "no_such_day"),
        ("29/02/2026", "no_such_day"),
        ("12/13/2026", "no_such_day"),
        ("0/0/2026", "no_such_day"),
        ("15 jui 2026", "unreadable_date"),
        ("bientôt", "unreadable_date"),
        ("", "unreadable_date"),
        ("01/01/0026", "year_out_of_range"),
        ("9999-12-31", "year_out_of_range"),
        ("٣١/٠٢/٢٠٢٦", "no_such_day"),
        ("🎉" * 5000, "unreadable_date"),
        ("15/09/2026\x00", "unreadable_date"),
    ],
)
def test_what_is_no_day_is_told_in_a_word(typed, code):
    with pytest.raises(RuleError) as caught:
        read_date(typed)
    assert caught.value.code == code


@settings(deadline=None)
@given(st.text(max_size=200))
def test_anything_typed_gives_a_day_or_a_rule(typed):
    told = ""
    try:
        read_date(typed)
    except RuleError as error:
        told = error.code
    assert told in {"", "no_such_day", "unreadable_date", "year_out_of_range"}


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 48))
def test_months_added_never_skip_a_month(day, number):
    later = add_months(day, number)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == number
