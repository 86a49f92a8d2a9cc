"""What is coming: the season under way held against earlier ones. All in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from grants.budget.queries.seasons import (
    DAY,
    closing_of,
    files_sent,
    filing_days,
    fund_of,
    seasons_before,
    standing,
)
from grants.db import now
from grants.domain.chance import Band
from grants.domain.fund import Fund, missing
from grants.domain.pace import FEWER_DRAWS, WEEKS, Forecast, Now, Season, forecast, held_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grants.budget.queries.seasons import Sent
    from grants.calls.models import Call

TEST_WEEKS = 4
"""Weeks before closing at which the band is held to each earlier year."""


@dataclass(frozen=True, slots=True)
class Pace:
    """One week of the season: files this year (None: still to come) and in the earlier years whose pace is known."""

    weeks: int
    on: date
    files: int | None
    earlier: Band | None


@dataclass(frozen=True, slots=True)
class Then:
    """What was expected so many weeks before closing, on the files there were then."""

    weeks: int
    on: date
    files: int
    expected: Band
    sums: Band


@dataclass(frozen=True, slots=True)
class Passing:
    """Between which days the ceiling would be passed, and in how many endings out of a hundred."""

    in_a_hundred: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Ahead:
    """All that the page of what is coming says; sums in cents. `state`: `before`, `open` or `closed`.

    `missing_now` is what the files received lack already; `held` tells on how many of `tested` earlier years the band
    held the truth.
    """

    state: str
    now: Now
    asked: int
    fund: Fund
    opened: bool
    expected: Forecast
    passing: Passing | None
    missing_now: int
    seasons: list[Season]
    pace: list[Pace]
    then: list[Then]
    held: int
    tested: int


def ahead_of(call: Call) -> Ahead:
    """Return what is coming for a call, today; a constant number of queries."""
    instant, closing = now(), closing_of(call)
    files = files_sent([call]).get(call.id, [])
    stands, (fund, opened) = standing(call, files, instant), fund_of(call)
    seasons = seasons_before(call, max(stands.days_left, 0.0))
    expected = forecast(seasons, stands, fund)
    tests = held_out(seasons, 7 * TEST_WEEKS, filing_days(call))
    asked = {kind: sum(sums) for kind, sums in stands.received.items()}
    return Ahead(
        state="closed" if instant >= closing else "before" if stands.days_left > filing_days(call) else "open",
        now=stands,
        asked=sum(asked.values()),
        fund=fund,
        opened=opened,
        expected=expected,
        passing=_passing(call, expected),
        missing_now=max(0, missing(fund, asked)),
        seasons=seasons,
        pace=_pace(call, files, seasons, instant),
        then=_then(call, files, seasons, instant),
        held=sum(band.low <= season.files <= band.high for season, band in tests),
        tested=len(tests),
    )


def _passing(call: Call, expected: Forecast) -> Passing | None:
    """Turn days before closing into dates."""
    found = expected.passing
    if found is None:
        return None
    first, last = (call.closes_on - timedelta(days=days) for days in (found.first, found.last))
    return Passing(found.in_a_hundred, first, last)


def _pace(call: Call, files: Sequence[Sent], seasons: Sequence[Season], instant: datetime) -> list[Pace]:
    """Return the season week by week, from its opening to its closing."""
    length, closing = filing_days(call), closing_of(call)
    rows = []
    for weeks in range(length // 7, -1, -1):
        at = closing - 7 * weeks * DAY
        counts = sorted(
            round(each) for each in (season.at(7 * weeks, length) for season in seasons) if each is not None
        )
        earlier = Band(counts[0], counts[len(counts) // 2], counts[-1]) if counts else None
        rows.append(
            Pace(
                weeks=weeks,
                on=call.closes_on - timedelta(weeks=weeks),
                files=standing(call, files, at).count if at <= instant else None,
                earlier=earlier,
            )
        )
    return rows


def _then(call: Call, files: Sequence[Sent], seasons: Sequence[Season], instant: datetime) -> list[Then]:
    """Return what was expected at each of the weeks that are past, with the earlier years known today."""
    found, fund = [], fund_of(call)[0]
    for weeks in WEEKS:
        at = closing_of(call) - 7 * weeks * DAY
        if at <= instant and 7 * weeks < filing_days(call):
            stood = standing(call, files, at)
            told = forecast(seasons, stood, fund, draws=FEWER_DRAWS)
            on = call.closes_on - timedelta(weeks=weeks)
            found.append(Then(weeks, on, stood.count, told.files, told.sums))
    return found
