"""Backups thin out with age, and the newest always stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.rotation import DAYS, MONTHS, WEEKS, kept

pytestmark = pytest.mark.one_database
START = datetime(2026, 1, 1, 5, 5, tzinfo=UTC)


def lived(days: int) -> set[datetime]:
    """One backup each morning, the rule applied each time."""
    stay: set[datetime] = set()
    for day in range(days):
        stay = kept({*stay, START + timedelta(days=day)})
    return stay


def test_after_two_years_seven_days_four_weeks_and_twelve_months_can_be_gone_back_to():
    last = START + timedelta(days=729)
    stay = lived(730)
    assert {last - timedelta(days=each) for each in range(DAYS)} <= stay
    assert len({each.isocalendar()[:2] for each in stay}) >= WEEKS
    assert len({(each.year, each.month) for each in stay}) == MONTHS
    assert len(stay) <= DAYS + WEEKS + MONTHS
    assert min(stay) < last - timedelta(days=330)


@given(st.sets(st.datetimes(timezones=st.just(UTC)), min_size=1, max_size=40))
def test_the_newest_stays_and_nothing_appears(instants):
    stay = kept(instants)
    assert max(instants) in stay
    assert stay <= instants
    assert kept(stay) == stay
