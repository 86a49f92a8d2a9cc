"""Each morning the heads of both books are published: who notes them can prove later that nothing was rewritten."""

from __future__ import annotations

from sqlalchemy import select

from grants.audit import audit_head
from grants.budget.models import LedgerEntry, PublishedHead
from grants.db import db, now


def publish_heads() -> None:
    """Note today's heads, once: a head that was public is never replaced by a later one of the same day."""
    day = now().date()
    if db.session.get(PublishedHead, day) is not None:
        return
    asked = select(LedgerEntry.id, LedgerEntry.hash, LedgerEntry.at).order_by(LedgerEntry.id.desc()).limit(1)
    line, act = db.session.execute(asked).one_or_none(), audit_head()
    if line is None and act is None:
        return
    head = PublishedHead(day=day)
    if line is not None:
        head.ledger_number, head.ledger_hash, head.ledger_at = line.id, line.hash, line.at
    if act is not None:
        head.audit_number, head.audit_hash, head.audit_at = act
    db.session.add(head)
    db.session.flush()
