"""What is read of the ledger: its lines, its balances, and the walk that proves both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from grants.budget.models import Award, AwardShare, Envelope, InKindShare, LedgerEntry
from grants.db import db
from grants.domain.chain import Verified, verify
from grants.domain.errors import RuleError
from grants.domain.ledger import Balance, Kind, Line, after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grants.calls.models import Call

S = TypeVar("S", AwardShare, InKindShare)
PER_PAGE = 50
BATCH = 1000


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


def balance_of(row: Envelope | AwardShare | InKindShare) -> Balance:
    """Return the sums of an envelope or of one award's share, whose allocation is what was voted."""
    if isinstance(row, InKindShare):
        return Balance(allocated=row.voted_cents, voted=row.voted_cents, committed=row.committed_cents)
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

    Raises RuleError `chain_line_missing`, `chain_broken`, `chain_head_unknown`, `balance_differs` with the envelope,
    `share_differs` with the file, or the rule that a line broke.
    """
    walk = _Walk()

    def rows(entries: Iterable[LedgerEntry]) -> Iterator[tuple[Line, str, str]]:
        for entry in entries:
            yield line_of(entry), entry.previous_hash, entry.hash
            walk.step(entry)

    query = select(LedgerEntry).order_by(LedgerEntry.id).execution_options(yield_per=BATCH)
    with db.session.scalars(query) as entries:
        found = verify(rows(entries), head)
    for envelope in db.session.scalars(select(Envelope).order_by(Envelope.id)):
        if balance_of(envelope) != walk.envelopes.get(envelope.id, Balance()):
            raise RuleError("balance_differs", envelope=envelope.key, call=envelope.call_id)
    for share, number in shares_with_files():
        if balance_of(share) != walk.shares.get((number, share.envelope_id), Balance()):
            raise RuleError("share_differs", envelope=share.envelope_id, file=number)
    return found


@dataclass(slots=True)
class _Walk:
    """The balances of envelopes and of each file's shares, line after line."""

    envelopes: dict[int, Balance] = field(default_factory=dict)
    shares: dict[tuple[int, int], Balance] = field(default_factory=dict)
    kinds: dict[int, Kind] = field(default_factory=dict)

    def step(self, entry: LedgerEntry) -> None:
        """Move the balances of one line; raises the RuleError of the rule it breaks."""
        kind = self.kinds[entry.id] = Kind(entry.kind)
        undone = self.kinds.get(entry.reverses_id) if entry.reverses_id else None
        before = self.envelopes.get(entry.envelope_id, Balance())
        self.envelopes[entry.envelope_id] = after(before, kind, entry.amount_cents, undone)
        if entry.application_id is None or kind is Kind.REQUEST:
            return
        held = self.shares.get((entry.application_id, entry.envelope_id), Balance())
        if kind is Kind.COMMITMENT:
            held = replace(held, allocated=held.allocated + entry.amount_cents)
        self.shares[entry.application_id, entry.envelope_id] = after(held, kind, entry.amount_cents, undone)


def shares_with_files() -> list[tuple[AwardShare | InKindShare, int]]:
    """Return every share of an award, of money or in kind, with the id of its file."""
    return [*_shares_of(AwardShare), *_shares_of(InKindShare)]


def _shares_of(model: type[S]) -> list[tuple[S, int]]:
    """Return the shares of one kind."""
    query = select(model, Award.application_id).join(Award, Award.id == model.award_id)
    rows = db.session.execute(query.order_by(Award.id, model.envelope_id))
    return [(share, number) for share, number in rows if number is not None]
