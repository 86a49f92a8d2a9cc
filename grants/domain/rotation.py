"""Which backups are kept: the newest of each of the last days, weeks and months in which one was made.

A rule of thumb of every archivist's handbook (“grandfather, father, son”): a fault seen at once, after a fortnight, or
when the year's accounts are opened can each be gone back from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 12


def kept(instants: Iterable[datetime]) -> set[datetime]:
    """Return the instants whose backups stay: of 7 days, 4 weeks (from Monday) and 12 months, the newest of each."""
    newest_first = sorted(instants, reverse=True)
    return {
        instant
        for period, number in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS))
        for instant in _newest_of_each(newest_first, period, number)
    }


def _newest_of_each(
    newest_first: list[datetime], period: Callable[[datetime], tuple[int, ...]], number: int
) -> list[datetime]:
    """Return the newest instant of each of the last periods that hold one."""
    found: dict[tuple[int, ...], datetime] = {}
    for instant in newest_first:
        found.setdefault(period(instant), instant)
    return list(found.values())[:number]


def _day(instant: datetime) -> tuple[int, ...]:
    return instant.year, instant.month, instant.day


def _week(instant: datetime) -> tuple[int, ...]:
    return instant.isocalendar()[:2]


def _month(instant: datetime) -> tuple[int, ...]:
    return instant.year, instant.month
