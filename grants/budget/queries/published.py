"""The heads published day after day, and whether the books still hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.audit import AuditEntry
from grants.budget.models import LedgerEntry, PublishedHead
from grants.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import InstrumentedAttribute


def published_heads(most: int | None = None) -> Sequence[PublishedHead]:
    """Return the heads published, newest first, of the last `most` days when asked."""
    return db.session.scalars(select(PublishedHead).order_by(PublishedHead.day.desc()).limit(most)).all()


def head_before(day: date) -> PublishedHead | None:
    """Return the last heads published on a day or before."""
    asked = select(PublishedHead).where(PublishedHead.day <= day).order_by(PublishedHead.day.desc())
    return db.session.scalars(asked.limit(1)).first()


def rewritten_since() -> list[tuple[date, str]]:
    """Return (day, book) of the published heads that the books no longer hold: none, unless somebody rewrote them."""
    ledger = dict(_held(LedgerEntry.id, LedgerEntry.hash, PublishedHead.ledger_number))
    audit = dict(_held(AuditEntry.id, AuditEntry.hash, PublishedHead.audit_number))
    found = []
    for head in published_heads():
        if head.ledger_number and ledger.get(head.ledger_number) != head.ledger_hash:
            found.append((head.day, "ledger"))
        if head.audit_number and audit.get(head.audit_number) != head.audit_hash:
            found.append((head.day, "audit"))
    return found


def _held(
    number: InstrumentedAttribute[int], own: InstrumentedAttribute[str], published: InstrumentedAttribute[int]
) -> list[tuple[int, str]]:
    """Return the (number, hash) of the lines whose heads were published."""
    asked = select(number, own).where(number.in_(select(published)))
    return [(row[0], row[1]) for row in db.session.execute(asked)]
