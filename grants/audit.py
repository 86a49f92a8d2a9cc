"""The one door to the audit log: who did what, when, on what. Lines are never changed nor removed (triggers see to it).

What moves money is a line of the ledger; everything else that matters at the desk is a line here, written in the same
transaction as the act. Both books share one pen: whoever writes in either writes alone until commit.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, db, is_postgresql, now
from grants.domain.audit import Act
from grants.domain.chain import GENESIS, Verified, verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PEN: Final = 0x6C6564676572
"""The key of the lock that whoever writes in the ledger or in the log holds until commit, on PostgreSQL."""
BATCH: Final = 1000


class AuditEntry(Base):
    """One act, chained by its hash to the one before. `id` is its number, given without gaps from 1.

    `year` is that of the call it is about, None when it is about no year.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    act: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(index=True)
    year: Mapped[int | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


def hold_pen() -> None:
    """Be the only one who writes in the ledger or in the log until commit.

    SQLite's transactions take turns by themselves; PostgreSQL is asked for a lock.
    """
    if is_postgresql():
        db.session.execute(select(func.pg_advisory_xact_lock(PEN)))


def record(
    actor: str, act: str, subject: str, details: Mapping[str, Any] | None = None, *, year: int | None = None
) -> AuditEntry:
    """Write down one act, in the transaction of the act itself; never from a request that only reads.

    `actor` and `subject` are references (`person:3`, `command`, `envelope:2`); `details` hold texts, whole numbers
    (cents), booleans, days, lists and tables of them, and no personal data: nothing is ever erased from here.
    """
    db.session.flush()
    hold_pen()
    last = db.session.execute(
        select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    ).one_or_none()
    number, previous = (last.id, last.hash) if last else (0, GENESIS)
    plain = json.loads(json.dumps(dict(details or {}), default=_written, allow_nan=False))
    entry = AuditEntry(
        id=number + 1, at=now(), actor=actor, act=act, subject=subject, year=year, details=plain, previous_hash=previous
    )
    entry.hash = act_of(entry).chained(previous)
    db.session.add(entry)
    db.session.flush()
    return entry


def act_of(entry: AuditEntry) -> Act:
    """Return a row as the act that is hashed."""
    return Act(entry.id, entry.at, entry.actor, entry.act, entry.subject, entry.year, entry.details)


def audit_head() -> tuple[int, str, datetime] | None:
    """Return the number, the hash and the instant of the last act: what is published."""
    row = db.session.execute(
        select(AuditEntry.id, AuditEntry.hash, AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1)
    ).one_or_none()
    return (row.id, row.hash, row.at) if row else None


@contextmanager
def audit_entries() -> Iterator[Iterator[AuditEntry]]:
    """Give every act in its order, a batch at a time."""
    with db.session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=BATCH)) as entries:
        yield iter(entries)


def verify_audit(head: str | None = None) -> Verified:
    """Walk the log's chain; raises RuleError as `grants.domain.chain.verify` does, with `book` audit."""
    with audit_entries() as entries:
        return verify(((act_of(entry), entry.previous_hash, entry.hash) for entry in entries), head, "audit")


def _written(value: object) -> str:
    """Write a day or an instant; TypeError for anything JSON does not know."""
    if isinstance(value, date):
        return value.isoformat()
    message = f"the audit log cannot keep {type(value).__name__}"
    raise TypeError(message)
