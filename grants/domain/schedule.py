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
A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the day: `kind`, and the blocks or the round it holds (both count from 1)."""

    kind: str
    starts: time
    ends: time
    blocks: tuple[int, ...] = ()
    round: int | None = None


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

    `blocks` are the numbers of presentations of each block. One block and two rounds come before the coffee, all other
    blocks and rounds after it; open tables take what is left until `ends`.
    """
    day = _Day(starts)
    day.add("welcome", WELCOME)
    day.add("opening", OPENING)
    day.present(blocks[:1], 1, pitch_seconds)
    early = min(rounds - 1, ROUNDS_BEFORE_COFFEE) if rounds > 1 else rounds
    for _ in range(early):
        day.add("round", round_minutes)
    day.add("coffee", COFFEE, neat=True)
    day.present(blocks[1:], 2, pitch_seconds)
    for _ in range(rounds - early):
        day.add("round", round_minutes)
    left = _minutes(ends) - GIVE_AND_TAKE - day.settled
    if left >= LEAST_OPEN_TABLES:
        day.add("open_tables", left)
    day.add("give_and_take", GIVE_AND_TAKE)
    return Schedule(tuple(day.moments), tuple(_cautions(day.clock, ends, sum(blocks), round_minutes, pitch_seconds)))


class _Day:
    """A clock in minutes since midnight, that writes down what it passes."""

    def __init__(self, starts: time) -> None:
        self.clock = _minutes(starts)
        self.moments: list[Moment] = []

    def add(self, kind: str, minutes: int, *, neat: bool = False, blocks: tuple[int, ...] = ()) -> None:
        """Write a moment of that length: a neat one begins and ends on five minutes, any other lets people move."""
        starts = _up_to_five(self.clock) if neat else self.settled
        ends = _up_to_five(starts + minutes) if neat else starts + minutes
        self._write(
            Moment(kind, _hour(starts), _hour(ends), blocks, self._next_round() if kind == "round" else None), ends
        )

    @property
    def settled(self) -> int:
        """The minute when people have moved from the last round."""
        after_round = bool(self.moments) and self.moments[-1].round is not None
        return self.clock + (CHANGE if after_round else 0)

    def present(self, blocks: Sequence[int], first: int, pitch_seconds: int) -> None:
        """Write a run of blocks of presentations."""
        if blocks:
            minutes = SETTLING + -(-sum(blocks) * pitch_seconds // 60)
            self.add("presentations", minutes, neat=True, blocks=tuple(range(first, first + len(blocks))))

    def _next_round(self) -> int:
        return sum(moment.round is not None for moment in self.moments) + 1

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
