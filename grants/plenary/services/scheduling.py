"""Writing the schedule of an evening, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.moments import KINDS, Step
from grants.domain.schedule import usual_steps
from grants.plenary.models import ScheduleBlock
from grants.plenary.services.preparing import MOST_ROUNDS
from grants.plenary.services.revising import take_turn, write_down

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person
    from grants.plenary.models import Plenary

MOST_MOMENTS = 40
LONGEST_MOMENT = 600


def write_schedule(plenary: Plenary, steps: Sequence[Step], author: Person, seen: int | None = None) -> None:
    """Keep the lines of the schedule in their order; the usual ones are not kept, so that they go on adapting.

    Raises RuleError `odd_rounds` (most), `too_many_moments` (most), `odd_minutes` (most), `unknown_moment`,
    `prepared_meanwhile`.
    """
    rounds = _checked(steps)
    take_turn(plenary, seen)
    plenary.blocks = []
    db.session.flush()
    plenary.rounds = rounds
    if list(steps) != usual_steps(rounds):
        plenary.blocks = [
            ScheduleBlock(position=position, kind=step.kind, minutes=step.minutes, title=step.title)
            for position, step in enumerate(steps, start=1)
        ]
    db.session.flush()
    write_down(plenary, author, "schedule_changed", {"moments": len(steps), "rounds": rounds})


def write_usual_schedule(plenary: Plenary, author: Person, seen: int | None = None) -> None:
    """Come back to the usual half day, with as many rounds; raises RuleError `prepared_meanwhile`."""
    write_schedule(plenary, usual_steps(plenary.rounds), author, seen)


def _checked(steps: Sequence[Step]) -> int:
    """Return how many rounds there are."""
    rounds = sum(step.kind == "round" for step in steps)
    if not 1 <= rounds <= MOST_ROUNDS:
        raise RuleError("odd_rounds", most=MOST_ROUNDS)
    if len(steps) > MOST_MOMENTS:
        raise RuleError("too_many_moments", most=MOST_MOMENTS)
    if any(step.minutes is not None and not 1 <= step.minutes <= LONGEST_MOMENT for step in steps):
        raise RuleError("odd_minutes", most=LONGEST_MOMENT)
    if any(step.kind not in KINDS for step in steps):
        raise RuleError("unknown_moment")
    return rounds
