"""The half day of the plenary, hour by hour, and what is wrong with it in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WELCOME = 15
OPENING = 10
SETTLING = 2
"""Minutes to get ready before each run of presentations."""

CHANGE = 3
"""Minutes to walk to the next table after a round."""

COFFEE = 25
LEAST_OPEN_TABLES = 10
GIVE_AND_TAKE = 10
NEAT = 5
"""Presentations and coffee begin and end on five minutes."""

SHORTEST_ROUND = 10
LONGEST_ROUND = 40
ROUNDS_BEFORE_COFFEE = 2
USUAL_RUNS = 3
MOST_RUNS = 4
"""Runs of presentations a half day holds: three with ease, four at a push; beyond, several rooms at once."""

A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the day: `kind`, and the blocks or the round it holds (both count from 1).

    `rooms` is how many blocks are heard at once, each in a room of its own.
    """

    kind: str
    starts: time
    ends: time
    blocks: tuple[int, ...] = ()
    round: int | None = None
    rooms: int = 1


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that does not add up: a code and its figures (minutes, seconds, hours)."""

    code: str
    figures: dict[str, int | str]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The moments in order, and the cautions that staff should read."""

    moments: tuple[Moment, ...]
    cautions: tuple[Caution, ...]

    def of_round(self, number: int) -> Moment | None:
        """Return the moment of that round."""
        return next((moment for moment in self.moments if moment.round == number), None)


def half_day(  # noqa: PLR0913 - the settings of an evening
    blocks: Sequence[int],
    rounds: int,
    *,
    starts: time = time(13, 45),
    ends: time = time(17, 30),
    round_minutes: int = 20,
    pitch_seconds: int = 75,
) -> Schedule:
    """Lay out welcome, opening, presentations, rounds, coffee, open tables and what each gives and takes.

    `blocks` are the numbers of presentations of each block. One run of blocks and two rounds come before the coffee,
    all others after it; open tables take what is left until `ends`. Many blocks are heard in several rooms at once.
    """
    day = _Day(starts)
    rooms = rooms_for(len(blocks))
    runs = [blocks[start : start + rooms] for start in range(0, len(blocks), rooms)]
    day.add("welcome", WELCOME)
    day.add("opening", OPENING)
    day.present(runs[:1], 1, rooms, pitch_seconds)
    early = min(rounds - 1, ROUNDS_BEFORE_COFFEE) if rounds > 1 else rounds
    for number in range(1, early + 1):
        day.add("round", round_minutes, number)
    day.add_neat("coffee", COFFEE)
    day.present(runs[1:], rooms + 1, rooms, pitch_seconds)
    for number in range(early + 1, rounds + 1):
        day.add("round", round_minutes, number)
    left = _minutes(ends) - GIVE_AND_TAKE - day.settled
    if left >= LEAST_OPEN_TABLES:
        day.add("open_tables", left)
    day.add("give_and_take", GIVE_AND_TAKE)
    return Schedule(
        tuple(day.moments), tuple(_cautions(day.clock, ends, sum(map(max, runs)), round_minutes, pitch_seconds))
    )


def rooms_for(blocks: int) -> int:
    """Return how many blocks are heard at once so that everybody speaks within the half day."""
    return 1 if blocks <= MOST_RUNS else -(-blocks // USUAL_RUNS)


class _Day:
    """A clock in minutes since midnight, that writes down what it passes."""

    def __init__(self, starts: time) -> None:
        self.clock = _minutes(starts)
        self.moments: list[Moment] = []

    def add(self, kind: str, minutes: int, number: int | None = None) -> None:
        """Write a moment once people have moved; `number` is that of a round."""
        self._write(
            Moment(kind, _hour(self.settled), _hour(self.settled + minutes), round=number), self.settled + minutes
        )

    def add_neat(self, kind: str, minutes: int, blocks: tuple[int, ...] = (), rooms: int = 1) -> None:
        """Write a moment that begins and ends on five minutes."""
        starts = _up_to_five(self.clock)
        ends = _up_to_five(starts + minutes)
        self._write(Moment(kind, _hour(starts), _hour(ends), blocks, rooms=rooms), ends)

    @property
    def settled(self) -> int:
        """The minute when people have moved from the last round."""
        after_round = bool(self.moments) and self.moments[-1].round is not None
        return self.clock + (CHANGE if after_round else 0)

    def present(self, runs: Sequence[Sequence[int]], first: int, rooms: int, pitch_seconds: int) -> None:
        """Write runs of blocks of presentations one after the other, the blocks of a run at once."""
        if runs:
            minutes = SETTLING + -(-sum(map(max, runs)) * pitch_seconds // 60)
            last = first + sum(map(len, runs))
            self.add_neat("presentations", minutes, tuple(range(first, last)), rooms)

    def _write(self, moment: Moment, clock: int) -> None:
        self.moments.append(moment)
        self.clock = clock


def _cautions(clock: int, ends: time, presented: int, round_minutes: int, pitch_seconds: int) -> list[Caution]:
    found = []
    over = clock - _minutes(ends)
    if clock > A_DAY:
        found.append(Caution("past_midnight", {"presentations": presented, "minutes": clock - A_DAY}))
    elif over > 0:
        found.append(Caution("too_long", {"minutes": over, "ends": _hour(clock).strftime("%H:%M")}))
    if over > 0 and presented:
        spare = presented * pitch_seconds - over * 60
        found.append(Caution("shorter_pitches", {"seconds": max(0, spare // presented), "presentations": presented}))
    if not SHORTEST_ROUND <= round_minutes <= LONGEST_ROUND:
        found.append(Caution("odd_round", {"minutes": round_minutes}))
    return found


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _up_to_five(minutes: int) -> int:
    return -(-minutes // NEAT) * NEAT


def _hour(minutes: int) -> time:
    return (datetime.combine(date.min, time()) + timedelta(minutes=minutes % A_DAY)).time()
