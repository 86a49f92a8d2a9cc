"""Who asked to be erased and waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.privacy.models import PrivacyRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person


def open_requests() -> Sequence[PrivacyRequest]:
    """Return the requests that wait for an answer, oldest first, each with its person."""
    asked = select(PrivacyRequest).options(joinedload(PrivacyRequest.person)).filter_by(answered_at=None)
    return db.session.scalars(asked.order_by(PrivacyRequest.id)).all()


def request_of(person: Person) -> PrivacyRequest | None:
    """Return the erasure this person asked for and waits for."""
    asked = select(PrivacyRequest).filter_by(person_id=person.id, kind="erasure", answered_at=None)
    return db.session.scalars(asked.order_by(PrivacyRequest.id).limit(1)).first()
