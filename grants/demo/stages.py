"""How far the demonstration year has gone, and when its calendar must stand for that to be true today."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from enum import StrEnum

from grants.domain.calendar import CallDates, report_limit, usual_dates

WEEK = timedelta(days=7)
MOST_WEEKS = 700


class Stage(StrEnum):
    """Where the year stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    VOTED = "voted"
    PLENARY = "plenary"
    REPORTED = "reported"

    @property
    def after_vote(self) -> bool:
        """Tell whether the council has voted."""
        return self in {Stage.VOTED, Stage.PLENARY, Stage.REPORTED}


def dates_for(year: int, stage: Stage, today: date) -> CallDates:
    """Return the usual dates of that year, moved by as few whole weeks as make the stage true today."""
    dates = usual_dates(year)
    for weeks in range(MOST_WEEKS):
        for sign in (1, -1):
            moved = shift(dates, sign * weeks * WEEK)
            if _holds(moved, stage, today):
                return moved
    return dates


def shift(dates: CallDates, by: timedelta) -> CallDates:
    """Move every date; the report stays within the limit of the law."""
    moved = replace(dates, **{field.name: getattr(dates, field.name) + by for field in fields(dates)})
    return replace(moved, report_by=min(moved.report_by, report_limit(moved.pay_by)))


def _holds(dates: CallDates, stage: Stage, today: date) -> bool:
    """Tell whether a year with these dates stands at that stage today."""
    if stage in {Stage.DRAFT, Stage.OPEN}:
        return dates.opens_on + WEEK <= today <= dates.closes_on - WEEK
    if stage is Stage.CLOSED:
        return dates.closes_on < today < dates.council_on
    if stage is Stage.REPORTED:
        return dates.report_by <= today
    return dates.council_on <= today
