"""Whoever is erased comes no more to what is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from grants.db import db, now
from grants.plenary.models import Participant, Plenary
from grants.workshops import services as workshops
from grants.workshops.models import SignUp, Workshop

if TYPE_CHECKING:
    from collections.abc import Collection


def leave_what_comes(signed: Collection[tuple[Any, ...]], lines: Collection[tuple[Any, ...]]) -> None:
    """Give back the seats of workshops and evenings to come; those that are over keep their figures."""
    coming = (
        select(SignUp)
        .join(Workshop)
        .where(SignUp.id.in_([key[0] for key in signed]), Workshop.starts_at > now(), Workshop.cancelled_at.is_(None))
    )
    for guest in db.session.scalars(coming).all():
        workshops.leave(guest)
    evenings = select(Plenary.id).where(Plenary.held_on >= now().date())
    theirs = Participant.id.in_([key[0] for key in lines])
    expected = update(Participant).where(theirs, Participant.plenary_id.in_(evenings))
    db.session.execute(expected.values(coming=False), execution_options={"synchronize_session": False})
    db.session.flush()
