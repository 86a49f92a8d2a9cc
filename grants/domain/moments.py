"""The words the schedule is made of: steps as staff write them, moments with their hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from grants.domain.cautions import Caution

KINDS = ("welcome", "opening", "presentations", "round", "coffee", "open_tables", "give_and_take", "other")
A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the schedule as staff write it: its kind (`KINDS`), its minutes, its own words.

    Without minutes it lasts as usual: a round as the evening says, presentations what the projects need, open tables
    what is left until the end.
    """

    kind: str
    minutes: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the day, `at` and `until` in minutes since its midnight, with the blocks or the round it holds.

    Blocks and rounds count from 1; `rooms` is how many blocks are heard at once, each in a room of its own; `title` is
    what staff call it, empty for the usual words; `line` is the step it comes from, from 1.
    """

    kind: str
    at: int
    until: int
    blocks: tuple[int, ...] = ()
    round: int | None = None
    rooms: int = 1
    title: str = ""
    line: int = 0

    @property
    def starts(self) -> time:
        """The hour it starts."""
        return hour_of(self.at)

    @property
    def ends(self) -> time:
        """The hour it ends."""
        return hour_of(self.until)

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.until - self.at

    @property
    def next_day(self) -> bool:
        """Whether it starts after midnight."""
        return self.at >= A_DAY


@dataclass(frozen=True, slots=True)
class Schedule:
    """The moments in order, and the cautions that staff should read."""

    moments: tuple[Moment, ...]
    cautions: tuple[Caution, ...]

    def of_round(self, number: int) -> Moment | None:
        """Return the moment of that round."""
        return next((moment for moment in self.moments if moment.round == number), None)


@dataclass(frozen=True, slots=True)
class Frame:
    """What an evening says of its hours: when it starts and ends, the minutes of a round, the seconds of a project."""

    starts: time = time(13, 45)
    ends: time = time(17, 30)
    round_minutes: int = 20
    pitch_seconds: int = 75


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of presentations holds: the numbers of its blocks, `rooms` heard at once, the minutes they need.

    `turns` are the presentations heard one after the other.
    """

    blocks: tuple[int, ...]
    rooms: int
    turns: int
    needed: int


def minutes_of(hour: time) -> int:
    """Return an hour in minutes since midnight."""
    return hour.hour * 60 + hour.minute


def hour_of(minutes: int) -> time:
    """Return minutes since midnight as an hour, of the next day when there are too many."""
    return time(minutes % A_DAY // 60, minutes % 60)
