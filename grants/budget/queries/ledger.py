"""What is read of the ledger: its lines, its balances, and the walk that proves both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.budget.models import AwardShare, Envelope, LedgerEntry
from grants.db import db
from grants.domain.chain import Verified, verify
from grants.domain.errors import RuleError
from grants.domain.ledger import Balance, Kind, Line, after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grants.calls.models import Call

PER_PAGE = 50
BATCH = 1000


def entries_of(call: Call, page: int) -> tuple[list[LedgerEntry], int]:
    """Return one page of the ledger of a call, newest first, and how many pages there are."""
    count = db.session.scalar(select(func.count(LedgerEntry.id)).where(LedgerEntry.call_id == call.id)) or 0
    query = select(LedgerEntry).where(LedgerEntry.call_id == call.id).order_by(LedgerEntry.id.desc())
    rows = db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return list(rows), max(1, -(-count // PER_PAGE))


def entry_of(call: Call, number: int) -> LedgerEntry | None:
    """Return one line of the ledger of a call."""
    return db.session.scalar(select(LedgerEntry).where(LedgerEntry.call_id == call.id, LedgerEntry.id == number))


def entries_of_file(application_id: int) -> list[LedgerEntry]:
    """Return what the ledger says of one file, oldest first."""
    query = select(LedgerEntry).where(LedgerEntry.application_id == application_id)
    return list(db.session.scalars(query.order_by(LedgerEntry.id)))


def ledger_head() -> tuple[int, str] | None:
    """Return the number and the hash of the last line: what is published so that nobody can rewrite the past unseen."""
    row = db.session.execute(
        select(LedgerEntry.id, LedgerEntry.hash).order_by(LedgerEntry.id.desc()).limit(1)
    ).one_or_none()
    return (row.id, row.hash) if row else None


def balance_of(row: Envelope | AwardShare) -> Balance:
    """Return the sums of an envelope or of one award's share, whose allocation is what was voted."""
    allocated = row.allocated_cents if isinstance(row, Envelope) else row.voted_cents
    return Balance(
        allocated=allocated,
        voted=row.voted_cents,
        committed=row.committed_cents,
        ordered=row.ordered_cents,
        paid=row.paid_cents,
        repaid=row.repaid_cents,
    )


def line_of(entry: LedgerEntry) -> Line:
    """Return a row as the line that is hashed."""
    return Line(
        number=entry.id,
        at=entry.at,
        call=entry.call_id,
        envelope=entry.envelope_id,
        application=entry.application_id,
        kind=entry.kind,
        amount=entry.amount_cents,
        actor=entry.actor,
        reason=entry.reason,
        act=entry.act,
        once=entry.once,
        reverses=entry.reverses_id,
    )


def verify_ledger(head: str | None = None) -> Verified:
    """Walk the whole chain, then hold every envelope to what its lines say.

    Raises RuleError `chain_line_missing`, `chain_broken`, `chain_head_unknown`, `balance_differs` with the envelope, or
    the rule that a line broke.
    """
    balances: dict[int, Balance] = {}
    kinds: dict[int, Kind] = {}

    def rows(entries: Iterable[LedgerEntry]) -> Iterator[tuple[Line, str, str]]:
        for entry in entries:
            kinds[entry.id] = Kind(entry.kind)
            undone = kinds.get(entry.reverses_id) if entry.reverses_id else None
            before = balances.get(entry.envelope_id, Balance())
            yield line_of(entry), entry.previous_hash, entry.hash
            balances[entry.envelope_id] = after(before, Kind(entry.kind), entry.amount_cents, undone)

    query = select(LedgerEntry).order_by(LedgerEntry.id).execution_options(yield_per=BATCH)
    with db.session.scalars(query) as entries:
        found = verify(rows(entries), head)
    for envelope in db.session.scalars(select(Envelope).order_by(Envelope.id)):
        if balance_of(envelope) != balances.get(envelope.id, Balance()):
            raise RuleError("balance_differs", envelope=envelope.key, call=envelope.call_id)
    return found
