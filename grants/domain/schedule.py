"""The half day of the plenary, hour by hour, and what is wrong with it in plain words (domain § 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.moments import Frame, Moment, Run, Schedule, Step, minutes_of
from grants.domain.schedule_cautions import cautions_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time

USUAL = {"welcome": 15, "opening": 10, "coffee": 25, "give_and_take": 10, "other": 10}
"""Minutes of the moments whose length follows from nothing else."""

SETTLING = 2
"""Minutes to get ready before each run of presentations."""

CHANGE = 3
"""Minutes to walk to the next table after a round."""

LEAST_OPEN_TABLES = 10
NEAT = 5
"""Presentations and coffee begin on five minutes."""

ROUNDS_BEFORE_COFFEE = 2
USUAL_RUNS = 3
MOST_RUNS = 4
"""Runs of presentations a half day holds: three with ease, four at a push; beyond, several rooms at once."""


def usual_steps(rounds: int) -> list[Step]:
    """Return the half day of the trade: two rounds at most come before the coffee, all others after it."""
    early = min(rounds - 1, ROUNDS_BEFORE_COFFEE) if rounds > 1 else rounds
    kinds = ["welcome", "opening", "presentations", *["round"] * early, "coffee", "presentations"]
    return [Step(kind) for kind in [*kinds, *["round"] * (rounds - early), "open_tables", "give_and_take"]]


def with_rounds(steps: Sequence[Step], rounds: int) -> list[Step]:
    """Return the steps with that many rounds: the last ones go, or others follow the last one."""
    places = [place for place, step in enumerate(steps) if step.kind == "round"]
    gone = set(places[rounds:])
    kept = [step for place, step in enumerate(steps) if place not in gone]
    more = [Step("round")] * (rounds - len(places))
    after = places[-1] + 1 if places else len(steps)
    return [*kept[:after], *more, *kept[after:]] if more else kept


def half_day(blocks: Sequence[int], rounds: int, **frame: time | int) -> Schedule:
    """Lay out the usual steps; `blocks` and `frame` as for `lay_out`."""
    return lay_out(usual_steps(rounds), blocks, Frame(**frame))  # type: ignore[arg-type]


def lay_out(steps: Sequence[Step], blocks: Sequence[int], frame: Frame) -> Schedule:
    """Give each step its hours, one after the other, and say what does not add up.

    `blocks` are the numbers of presentations of each block. Each run of presentations takes what fits in its minutes
    (one run of blocks when it has none), the last takes the rest; many blocks are heard in several rooms at once.
    """
    runs = _runs(steps, blocks, frame.pitch_seconds)
    day = _walked(steps, runs, frame, 0)
    opened = sum(step.kind == "open_tables" and step.minutes is None for step in steps)
    left = (minutes_of(frame.ends) - day.clock) // opened if opened else 0
    if left >= LEAST_OPEN_TABLES:
        longer = _walked(steps, runs, frame, left)
        over = max(0, longer.clock - minutes_of(frame.ends))
        day = longer if not over or left - over < LEAST_OPEN_TABLES else _walked(steps, runs, frame, left - over)
    return Schedule(tuple(day.moments), tuple(cautions_of(day.moments, steps, runs, blocks, frame)))


def rooms_for(blocks: int) -> int:
    """Return how many blocks are heard at once so that everybody speaks within the half day."""
    return 1 if blocks <= MOST_RUNS else -(-blocks // USUAL_RUNS)


def _runs(steps: Sequence[Step], blocks: Sequence[int], pitch_seconds: int) -> list[Run]:
    """Share the blocks, in order, among the steps of presentations; a step for which nothing is left has no block."""
    rooms = rooms_for(len(blocks))
    left = [blocks[start : start + rooms] for start in range(0, len(blocks), rooms)]
    wanted = [step.minutes for step in steps if step.kind == "presentations"]
    first, shared = 1, []
    for place, minutes in enumerate(wanted, start=1):
        count = len(left) if place == len(wanted) else _fitting(left, minutes, pitch_seconds)
        taken, left = left[:count], left[count:]
        last = first + sum(map(len, taken))
        shared.append(Run(tuple(range(first, last)), rooms, _turns(taken), _needed(taken, pitch_seconds)))
        first = last
    return shared


def _fitting(runs: Sequence[Sequence[int]], minutes: int | None, pitch_seconds: int) -> int:
    """Return how many runs fit in so many minutes: one at least."""
    count = 1
    while minutes is not None and count < len(runs) and _needed(runs[: count + 1], pitch_seconds) <= minutes:
        count += 1
    return count


def _needed(runs: Sequence[Sequence[int]], pitch_seconds: int) -> int:
    return SETTLING + -(-_turns(runs) * pitch_seconds // 60) if runs else 0


def _turns(runs: Sequence[Sequence[int]]) -> int:
    return sum(map(max, runs))


class _Day:
    """A clock in minutes since midnight, that writes down what it passes."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.clock = minutes_of(frame.starts)
        self.moments: list[Moment] = []
        self.rounds = 0

    def pass_round(self, step: Step, line: int) -> None:
        """Write the next round."""
        self.rounds += 1
        ends = self.settled + (self.frame.round_minutes if step.minutes is None else step.minutes)
        self._write(Moment(step.kind, self.settled, ends, round=self.rounds, title=step.title, line=line))

    def pass_run(self, step: Step, line: int, run: Run) -> None:
        """Write a run of presentations, on five minutes; nothing when it has neither minutes nor project."""
        starts = _up_to_five(self.clock)
        ends = _up_to_five(starts + run.needed) if step.minutes is None else starts + step.minutes
        if run.blocks or step.minutes is not None:
            self._write(Moment(step.kind, starts, ends, run.blocks, rooms=run.rooms, title=step.title, line=line))

    def pass_step(self, step: Step, line: int, minutes: int) -> None:
        """Write any other moment, once people have moved; a coffee starts on five minutes."""
        starts = _up_to_five(self.clock) if step.kind == "coffee" else self.settled
        if minutes:
            self._write(Moment(step.kind, starts, starts + minutes, title=step.title, line=line))

    @property
    def settled(self) -> int:
        """The minute when people have moved from the last round."""
        after_round = bool(self.moments) and self.moments[-1].round is not None
        return self.clock + (CHANGE if after_round else 0)

    def _write(self, moment: Moment) -> None:
        self.moments.append(moment)
        self.clock = moment.until


def _walked(steps: Sequence[Step], runs: Sequence[Run], frame: Frame, open_minutes: int) -> _Day:
    """Pass every step; open tables without minutes last that long, and are left out when that is nothing."""
    day, coming = _Day(frame), iter(runs)
    for line, step in enumerate(steps, start=1):
        if step.kind == "round":
            day.pass_round(step, line)
        elif step.kind == "presentations":
            day.pass_run(step, line, next(coming))
        else:
            usual = open_minutes if step.kind == "open_tables" else USUAL[step.kind]
            day.pass_step(step, line, usual if step.minutes is None else step.minutes)
    return day


def _up_to_five(minutes: int) -> int:
    return -(-minutes // NEAT) * NEAT
