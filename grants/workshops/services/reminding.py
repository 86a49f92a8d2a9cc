"""What is done each morning: remind those who come tomorrow, forget what is no longer needed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update

from grants.db import db, now
from grants.domain.workshops import is_eve
from grants.territories.queries import territory
from grants.workshops.models import SEATED, SignUp, Workshop
from grants.workshops.services.telling import tell

FRESH = timedelta(hours=20)
"""Who signed up this lately has just had the confirmation."""
NEEDS_KEPT = timedelta(days=30)
"""After a workshop, phones and needs are erased this much later, and the whole list after `LIST_KEPT`."""
LIST_KEPT = timedelta(days=365)


def remind() -> None:
    """Write to those who come to a workshop of tomorrow, or of today when yesterday was missed: once each."""
    at = now()
    soon = select(Workshop).where(
        Workshop.cancelled_at.is_(None), Workshop.starts_at > at, Workshop.starts_at < at + timedelta(days=3)
    )
    for workshop in db.session.scalars(soon.order_by(Workshop.starts_at, Workshop.id)).all():
        if is_eve(workshop.starts_at, at, territory(workshop.territory).zone):
            _remind_all(workshop)


def _remind_all(workshop: Workshop) -> None:
    """Write to everybody of a workshop who was not reminded; another machine that came first leaves nobody."""
    at = now()
    due = update(SignUp).where(
        SignUp.workshop_id == workshop.id,
        SignUp.state == SEATED,
        SignUp.reminded_at.is_(None),
        SignUp.created_at <= at - FRESH,
    )
    numbers = db.session.scalars(due.values(reminded_at=at).returning(SignUp.id)).all()
    guests = db.session.scalars(select(SignUp).where(SignUp.id.in_(numbers)).order_by(SignUp.id)).all()
    for guest in guests:
        tell(guest, workshop, "workshop_reminder")


def forget() -> None:
    """Erase phones and needs some weeks after a workshop, and its list a year after."""
    ended = select(Workshop.id).where(Workshop.ends_at < now() - NEEDS_KEPT)
    private = update(SignUp).where(SignUp.workshop_id.in_(ended), (SignUp.needs != "") | (SignUp.phone != ""))
    db.session.execute(private.values(needs="", phone=""), execution_options={"synchronize_session": False})
    old = select(Workshop.id).where(Workshop.ends_at < now() - LIST_KEPT)
    gone = delete(SignUp).where(SignUp.workshop_id.in_(old))
    db.session.execute(gone, execution_options={"synchronize_session": False})
