"""How long things are kept: clocks that end, two warnings before, and what only an archivist's visa lets go.

Papers received by a town are public archives: none is destroyed before their time of use is over (the DUA) and the
departmental archives have signed (code du patrimoine, art. L212-2 and R212-14). A draft never sent was never received.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAP_DAY: Final = (2, 29)


@dataclass(frozen=True, slots=True)
class Clock:
    """What is kept for how long: `setting` gives its days or years; with `visa`, its end only fills a list to sign."""

    key: str
    setting: str
    visa: bool = False

    @property
    def in_years(self) -> bool:
        """Whether the setting counts years and not days."""
        return self.setting.endswith("_years")


CLOCKS: Final = (
    Clock("account", "unused_account_days"),
    Clock("draft", "unsent_draft_days"),
    Clock("unaided", "unaided_file_years", visa=True),
    Clock("aided", "aided_file_years", visa=True),
)


class Step(StrEnum):
    """What a day asks for."""

    WAIT = "wait"
    FIRST = "first"
    SECOND = "second"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Delays:
    """A clock's length in days or in years, and how many days before its end each warning is given."""

    length: int
    in_years: bool
    first: int
    second: int


def end_of(since: date, delays: Delays) -> date:
    """Return the day a clock ends that began on `since`; a 29 February ends on 1 March of a common year."""
    if not delays.in_years:
        return since + timedelta(days=delays.length)
    year = since.year + delays.length
    if (since.month, since.day) == LEAP_DAY:
        return date(year, 3, 1)
    return since.replace(year=year)


def began_before(today: date, delays: Delays) -> date:
    """Return the last day of beginning for which the first warning is due: what to look for in the tables."""
    sought = today + timedelta(days=delays.first)
    if not delays.in_years:
        return sought - timedelta(days=delays.length)
    day = 28 if (sought.month, sought.day) == LEAP_DAY else sought.day
    return sought.replace(year=sought.year - delays.length, day=day)


def look(since: date, today: date, told: Mapping[int, date], delays: Delays) -> tuple[Step, date]:
    """Return what a day asks for, and the day it will end; `told` are the days of the warnings given, by turn (1, 2).

    A warning given late moves the end: nobody has less time than the two warnings say.
    """
    first, second = timedelta(days=delays.first), timedelta(days=delays.second)
    end = end_of(since, delays)
    if 1 not in told:
        return (Step.FIRST if today >= end - first else Step.WAIT), max(end, today + first)
    end = max(end, told[1] + first)
    if 2 not in told:  # noqa: PLR2004 - the second of two
        return (Step.SECOND if today >= end - second else Step.WAIT), max(end, today + second)
    end = max(end, told[2] + second)
    return (Step.ENDED if today >= end else Step.WAIT), end
