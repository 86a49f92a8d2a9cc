"""What staff do: plan a workshop, change it, call it off; everybody signed up is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from grants.audit import record
from grants.db import db, now
from grants.domain.workshops import check_workshop
from grants.workshops.models import SignUp, Workshop
from grants.workshops.services.seats import held, move_up
from grants.workshops.services.telling import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

TOLD = ("title", "starts_at", "ends_at", "place", "address")
"""What people have written in their diaries: they are told when one of these changes."""


@dataclass(frozen=True, slots=True)
class WorkshopPlan:
    """What a workshop says; instants are aware, `latitude` and `longitude` in degrees, both or none."""

    call_id: int | None
    title: str
    kind: str
    description: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    accessible: bool
    seats: int
    latitude: float | None = None
    longitude: float | None = None


def plan_of(workshop: Workshop) -> WorkshopPlan:
    """Return what a workshop says today."""
    return WorkshopPlan(**{name: getattr(workshop, name) for name in WorkshopPlan.__dataclass_fields__})


def plan_workshop(plan: WorkshopPlan, territory: str, actor: str = "command") -> Workshop:
    """Write a new workshop of a town; raises the first RuleError its plan breaks."""
    _hold(plan, 0)
    workshop = Workshop(uid=uuid4().hex, territory=territory, **asdict(plan))
    db.session.add(workshop)
    db.session.flush()
    record(actor, "workshop_planned", f"workshop:{workshop.id}")
    return workshop


def change(number: int, plan: WorkshopPlan, actor: str = "command") -> int:
    """Change a workshop; tell those who come or wait if it moved, and return how many were told.

    More seats go to those who wait. Raises RuleError as `plan_workshop` does, `seats_taken` for fewer than are taken.
    """
    workshop = held(number)
    _hold(plan, workshop.taken)
    before = plan_of(workshop)
    if before == plan:
        return 0
    for name, value in asdict(plan).items():
        setattr(workshop, name, value)
    workshop.sequence += 1
    record(actor, "workshop_changed", f"workshop:{number}")
    moved = any(getattr(before, name) != getattr(plan, name) for name in TOLD)
    guests = _guests(workshop) if moved and workshop.ends_at > now() else ()
    for guest in guests:
        guest.reminded_at = None
        tell(guest, workshop, "workshop_changed", attach=guest.seated)
    move_up(workshop)
    return len(guests)


def call_off(number: int, actor: str = "command") -> int:
    """Cancel a workshop and tell everybody, those who wait included; return how many. Twice does it once."""
    workshop = held(number)
    if workshop.cancelled_at:
        return 0
    workshop.cancelled_at = now()
    workshop.sequence += 1
    record(actor, "workshop_called_off", f"workshop:{number}")
    guests = _guests(workshop) if workshop.ends_at > now() else ()
    for guest in guests:
        tell(guest, workshop, "workshop_cancelled", attach=guest.seated, cancels=True)
    return len(guests)


def _guests(workshop: Workshop) -> Sequence[SignUp]:
    """Return everybody on the list, in order."""
    return db.session.scalars(select(SignUp).where(SignUp.workshop_id == workshop.id).order_by(SignUp.id)).all()


def _hold(plan: WorkshopPlan, taken: int) -> None:
    """Hold a plan to its rules."""
    broken = check_workshop(plan.starts_at, plan.ends_at, plan.seats, taken)
    for rule in broken.values():
        raise rule
