"""The hours of an evening: its own schedule, or the usual half day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.db import db
from grants.domain.moments import Frame, Step
from grants.domain.running_order import BLOCK_SIZE
from grants.domain.schedule import lay_out, usual_steps, with_rounds
from grants.plenary.models import Passage, ScheduleBlock

if TYPE_CHECKING:
    from grants.domain.moments import Schedule
    from grants.plenary.models import Plenary, Programme


def steps_of(plenary: Plenary) -> list[Step]:
    """Return the lines of the schedule: those staff wrote, or else the usual ones."""
    rows = db.session.scalars(
        select(ScheduleBlock)
        .where(ScheduleBlock.plenary_id == plenary.id)
        .order_by(ScheduleBlock.position, ScheduleBlock.id)
    ).all()
    return [Step(row.kind, row.minutes, row.title) for row in rows] or usual_steps(plenary.rounds)


def day_of(plenary: Plenary, programme: Programme | None, projects: int = 0) -> Schedule:
    """Return the hours of the day; before a programme exists, for that many projects in equal blocks.

    A programme keeps its number of rounds, even when the schedule was given more or fewer since. A project withdrawn
    since keeps its minute, so that hours already printed stay true.
    """
    steps = steps_of(plenary)
    if programme is None:
        return lay_out(steps, _even_blocks(projects), frame_of(plenary))
    return lay_out(with_rounds(steps, int(programme.notes["rounds"])), _block_sizes(programme), frame_of(plenary))


def frame_of(plenary: Plenary) -> Frame:
    """Return what an evening says of its hours."""
    return Frame(plenary.starts_at, plenary.ends_at, plenary.round_minutes, plenary.pitch_seconds)


def _block_sizes(programme: Programme) -> list[int]:
    """Return how many presentations each block was made of."""
    sizes = select(func.count()).where(Passage.programme_id == programme.id).group_by(Passage.block)
    return list(db.session.scalars(sizes.order_by(Passage.block)))


def _even_blocks(projects: int) -> list[int]:
    count = max(1, round(projects / BLOCK_SIZE)) if projects else 0
    return [projects // count + (place < projects % count) for place in range(count)]
