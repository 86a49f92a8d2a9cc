"""What is done each morning: remind those invited or expected, forget what the evening needed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import joinedload

from grants.db import db, now
from grants.domain.coming import EVE, stage_due
from grants.plenary.models import Participant, Plenary, Veto
from grants.plenary.queries.invitations import still_there
from grants.plenary.services.telling import ANSWER_REMINDER, REMINDER, tell
from grants.territories.queries import territory

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Select

FRESH = timedelta(hours=60)
"""Who was written to this lately is left in peace."""
FAR = timedelta(days=40)
NEEDS_KEPT = timedelta(days=30)
"""After the evening, needs and wishes to stay apart are erased this much later, addresses after `ADDRESSES_KEPT`."""
ADDRESSES_KEPT = timedelta(days=365)
QUIET = {"synchronize_session": False}


def remind_of_evening() -> None:
    """Write to whoever has not answered some weeks before the evening, and to all who are expected on its eve."""
    at = now()
    soon = (
        select(Plenary)
        .options(joinedload(Plenary.call))
        .where(Plenary.held_on >= (at - timedelta(days=1)).date(), Plenary.held_on <= (at + FAR).date())
        .order_by(Plenary.held_on, Plenary.id)
    )
    for plenary in db.session.scalars(soon).all():
        today = at.astimezone(ZoneInfo(territory(plenary.call.territory).zone)).date()
        stage = stage_due(today, plenary.held_on)
        if stage:
            _write_stage(plenary, stage)


def _write_stage(plenary: Plenary, stage: str) -> None:
    """Claim everybody for whom this stage is due, so that of two machines one finds nobody left, and write to them."""
    at = now()
    due = update(Participant).where(
        Participant.plenary_id == plenary.id,
        Participant.coming,
        Participant.email != "",
        Participant.last_reminder != stage,
        _concerned(stage),
        still_there(),
    )
    numbers = db.session.scalars(
        due.values(last_reminder=stage, reminded_at=at).returning(Participant.id),
        execution_options=QUIET,
    ).all()
    lines = select(Participant).options(joinedload(Participant.project)).where(Participant.id.in_(numbers))
    for line in db.session.scalars(lines.order_by(Participant.id)).all():
        tell(line, plenary, REMINDER if stage == EVE else ANSWER_REMINDER)


def _concerned(stage: str) -> ColumnElement[bool]:
    """Return whom a stage is for; nobody hears of the evening for the first time by a reminder."""
    old = now() - FRESH
    invited = and_(Participant.answered_at.is_(None), Participant.invited_at <= old)
    return or_(invited, Participant.answered_at <= old) if stage == EVE else invited


def forget_evening() -> None:
    """Erase needs and wishes to stay apart some weeks after an evening, addresses and contacts a year after."""
    today = now().date()
    over = _people_of_evenings_before(today - NEEDS_KEPT)
    db.session.execute(delete(Veto).where(Veto.participant_id.in_(over)), execution_options=QUIET)
    needy = update(Participant).where(Participant.id.in_(over), Participant.needs != "")
    db.session.execute(needy.values(needs=""), execution_options=QUIET)
    old = _people_of_evenings_before(today - ADDRESSES_KEPT)
    reached = update(Participant).where(
        Participant.id.in_(old), or_(Participant.email != "", Participant.contact != "", Participant.shares_contact)
    )
    db.session.execute(reached.values(email="", contact="", shares_contact=False), execution_options=QUIET)


def _people_of_evenings_before(day: date) -> Select[int]:
    return select(Participant.id).join(Plenary, Plenary.id == Participant.plenary_id).where(Plenary.held_on < day)
