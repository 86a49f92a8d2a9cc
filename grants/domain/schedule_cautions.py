"""What does not add up in the hours of an evening, with what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.cautions import Caution
from grants.domain.moments import A_DAY, hour_of, minutes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grants.domain.moments import Frame, Moment, Run, Step

SHORTEST_ROUND = 10
LONGEST_ROUND = 40
LONGEST_STRETCH = 120
"""Minutes people can do without a pause."""

LEAST_SPARE = 10
"""Minutes left before the end from which it is worth a word."""

PAUSES = {"welcome", "coffee", "open_tables"}


def cautions_of(
    moments: Sequence[Moment], steps: Sequence[Step], runs: Sequence[Run], blocks: Sequence[int], frame: Frame
) -> Iterator[Caution]:
    """Give what does not add up in a day laid out from these steps; the arguments are those of `schedule.lay_out`."""
    yield from _end_cautions(moments, runs, frame)
    if blocks and not runs:
        yield Caution("no_presentations", {"presentations": sum(blocks)})
    for step, run in zip((step for step in steps if step.kind == "presentations"), runs, strict=True):
        if step.minutes is not None and step.minutes < run.needed:
            yield Caution("short_run", {"minutes": step.minutes, "needed": run.needed, "presentations": run.turns})
        elif step.minutes is not None and not run.blocks:
            yield Caution("idle_run", {"minutes": step.minutes})
    for minutes in dict.fromkeys(moment.minutes for moment in moments if moment.round is not None):
        if not SHORTEST_ROUND <= minutes <= LONGEST_ROUND:
            yield Caution("odd_round", {"minutes": minutes})
    stretch = max(_stretches(moments), default=0)
    if stretch > LONGEST_STRETCH:
        yield Caution("no_break", {"minutes": stretch})


def _end_cautions(moments: Sequence[Moment], runs: Sequence[Run], frame: Frame) -> Iterator[Caution]:
    """Say by how much the day ends too late, or too soon."""
    clock = moments[-1].until if moments else minutes_of(frame.starts)
    over = clock - minutes_of(frame.ends)
    turns = sum(run.turns for run in runs)
    ends = f"{hour_of(clock):%H:%M}"
    if clock > A_DAY:
        yield Caution("past_midnight", {"presentations": turns, "ends": ends})
    elif over > 0:
        yield Caution("too_long", {"minutes": over, "ends": ends})
    elif -over >= LEAST_SPARE:
        yield Caution("too_soon", {"minutes": -over, "ends": ends})
    if over > 0 and turns:
        spare = turns * frame.pitch_seconds - over * 60
        yield Caution("shorter_pitches", {"seconds": max(0, spare // turns), "presentations": turns})


def _stretches(moments: Sequence[Moment]) -> Iterator[int]:
    """Give the minutes from one pause to the next; open tables are one."""
    since: int | None = None
    for moment in moments:
        if moment.kind in PAUSES:
            since = None
        else:
            since = moment.at if since is None else since
            yield moment.until - since
