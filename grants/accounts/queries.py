"""Reads about people and associations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.accounts.models import Association, Membership, Person, SessionRow
from grants.db import db, now

if TYPE_CHECKING:
    from collections.abc import Sequence


def person_by_email(email: str) -> Person | None:
    """Return the person of that address, written in any case."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def live_session(token_hash: str) -> SessionRow | None:
    """Return the session of that token, with its person, unless it ended or expired."""
    return db.session.scalar(
        select(SessionRow)
        .options(joinedload(SessionRow.person))
        .where(SessionRow.token_hash == token_hash, SessionRow.ended_at.is_(None), SessionRow.expires_at > now())
    )


def associations_of(person: Person) -> Sequence[Association]:
    """Return the associations a person acts for, by name."""
    return db.session.scalars(
        select(Association)
        .join(Membership)
        .where(Membership.person_id == person.id, Membership.ended_at.is_(None))
        .order_by(Association.name, Association.id)
    ).all()


def is_member(person: Person | None, association_id: int | None) -> bool:
    """Tell whether the person acts for the association today."""
    if person is None or association_id is None:
        return False
    found = db.session.scalar(
        select(Membership.id).where(
            Membership.person_id == person.id,
            Membership.association_id == association_id,
            Membership.ended_at.is_(None),
        )
    )
    return found is not None
