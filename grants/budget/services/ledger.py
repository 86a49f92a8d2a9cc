"""Writing in the ledger: one line, its balances, its place in the chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from grants.audit import hold_pen
from grants.budget.models import Award, AwardShare, Envelope, InKindShare, LedgerEntry
from grants.budget.queries import Seen, balance_of, changes_since, line_of
from grants.budget.queries.payments import is_paid
from grants.budget.queries.repayments import restored_by
from grants.budget.services.telling import note_reversal
from grants.db import db, now
from grants.domain.chain import GENESIS
from grants.domain.errors import RuleError
from grants.domain.ledger import IN_KIND, LADDER, Kind, check_amount, check_step, moves, neighbours

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from grants.accounts.models import Person


MONEY = "money"
Balanced = Envelope | AwardShare | InKindShare


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What goes with an act on the ledger: why, under which act or slip number, the one-time key of its form.

    `seen` is what its author had before the eyes: when that moved since, the act is held.
    """

    reason: str = ""
    act: str = ""
    once: str = ""
    seen: Seen | None = None

    def key(self, line: int) -> str | None:
        """Return the key of the n-th line of the act; None for an act without a one-time key."""
        return f"{self.once}/{line}" if self.once else None

    def demand_reason(self) -> None:
        """Raise RuleError `reason_missing` when nothing says why."""
        if not self.reason.strip():
            raise RuleError("reason_missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A line to write, the n-th (`line`) of its act. Cents; `award_id` names the award whose share moves too, if any.

    `actor` is a reference such as `person:3`, never a name: the line outlives the person's data.
    """

    kind: Kind
    envelope_id: int
    cents: int
    actor: str
    note: Note = Note()
    line: int = 1
    application_id: int | None = None
    award_id: int | None = None
    reverses: LedgerEntry | None = None


def take_pen(note: Note | None = None) -> bool:
    """Be the only one who writes in the ledger until commit; False when the act of that one-time key was done.

    Raises RuleError `figures_moved_since` when the figures its author saw have changed.
    """
    db.session.flush()
    hold_pen()
    db.session.expire_all()
    if note is None:
        return True
    if note.once and db.session.scalar(select(LedgerEntry.id).where(LedgerEntry.once == note.key(1))) is not None:
        return False
    if note.seen and changes_since(note.seen):
        raise RuleError("figures_moved_since")
    return True


def actor_of(person: Person) -> str:
    """Return how the ledger calls somebody."""
    return f"person:{person.id}"


def post(posting: Posting) -> LedgerEntry:
    """Write one line and move its balances; raises RuleError with the figures when a ceiling forbids it.

    The pen must be held (`take_pen`).
    """
    check_amount(posting.kind, posting.cents)
    undone = Kind(posting.reverses.kind) if posting.reverses else None
    moved = moves(posting.kind, posting.cents, undone)
    if moved:
        column, change = moved
        envelope = db.session.get(Envelope, posting.envelope_id)
        share = AwardShare if envelope is None or envelope.kind == MONEY else InKindShare
        if share is InKindShare and posting.kind not in IN_KIND:
            raise RuleError("in_kind_never_paid")
        if posting.award_id and posting.kind is not Kind.COMMITMENT:
            _move(
                share, (share.award_id == posting.award_id) & (share.envelope_id == posting.envelope_id), column, change
            )
        _move(Envelope, Envelope.id == posting.envelope_id, column, change, voted=posting.kind is Kind.COMMITMENT)
    return _append(posting)


def reverse(number: int, actor: str, note: Note) -> LedgerEntry | None:
    """Undo a line by a new one that says why; None when that was done already under the same one-time key.

    Raises RuleError `line_unknown`, `reason_missing`, `reversed_already`, `not_reversible`, or the ceiling in the way.
    """
    if not take_pen(note):
        return None
    entry = db.session.get(LedgerEntry, number)
    if entry is None:
        raise RuleError("line_unknown", number=number)
    note.demand_reason()
    if db.session.scalar(select(LedgerEntry.id).where(LedgerEntry.reverses_id == number)) is not None:
        raise RuleError("reversed_already", number=number)
    _hold_to_batches(entry)
    award_id = db.session.scalar(select(Award.id).where(Award.application_id == entry.application_id))
    line = post(
        Posting(
            kind=Kind.REVERSAL,
            envelope_id=entry.envelope_id,
            cents=entry.amount_cents,
            actor=actor,
            note=note,
            application_id=entry.application_id,
            award_id=award_id if entry.application_id else None,
            reverses=entry,
        )
    )
    note_reversal(entry, actor)
    return line


def _hold_to_batches(entry: LedgerEntry) -> None:
    """Keep an order that was paid, and a repayment whose credits were opened again, from being undone alone."""
    if entry.kind == Kind.PAYMENT_ORDER and is_paid(entry.id):
        raise RuleError("order_paid", number=entry.id)
    restored = restored_by(entry.id)
    if entry.kind == Kind.REPAYMENT and restored is not None:
        raise RuleError("restored_first", number=restored)


def _sum(model: type[Balanced], name: str) -> Any:  # noqa: ANN401 - an attribute of either model
    """Return the column of a sum; a share's allocation is what was voted."""
    if name == LADDER[0] and model is not Envelope:
        return model.voted_cents
    return getattr(model, f"{name}_cents", 0)


def _move(model: type[Balanced], which: ColumnElement[bool], column: str, change: int, *, voted: bool = False) -> None:
    """Move one sum in a single conditional statement, so that no reader in between can be fooled."""
    above, below = neighbours(column)
    new = _sum(model, column) + change
    guards = [which]
    if model is Envelope:
        guards.append(Envelope.closed_at.is_(None))
    if above:
        guards.append(new <= _sum(model, above))
    guards.append(new >= (_sum(model, below) if below else 0))
    values = {_sum(model, column): new}
    if voted:
        values[_sum(model, "voted")] = _sum(model, "voted") + change
    statement = update(model).where(*guards).values(values).execution_options(synchronize_session="fetch")
    if db.session.execute(statement).rowcount:  # type: ignore[attr-defined]
        return
    row = db.session.scalar(select(model).where(which).execution_options(populate_existing=True))
    raise _why(row, column, change) if isinstance(row, Balanced) else RuleError("envelope_unknown")


def _why(row: Balanced, column: str, change: int) -> RuleError:
    """Return the rule that held a sum where it is, with its figures."""
    if isinstance(row, Envelope) and row.closed_at:
        return RuleError("envelope_closed", name=row.name, closed_on=row.closed_at.date())
    try:
        check_step(column, change, balance_of(row))
    except RuleError as error:
        return error
    return RuleError("figures_moved")


def _append(posting: Posting) -> LedgerEntry:
    """Chain the line to the last one."""
    last = db.session.execute(
        select(LedgerEntry.id, LedgerEntry.hash).order_by(LedgerEntry.id.desc()).limit(1)
    ).one_or_none()
    number, previous = (last.id, last.hash) if last else (0, GENESIS)
    call_id = db.session.scalar(select(Envelope.call_id).where(Envelope.id == posting.envelope_id))
    entry = LedgerEntry(
        id=number + 1,
        at=now(),
        call_id=call_id,
        envelope_id=posting.envelope_id,
        application_id=posting.application_id,
        kind=posting.kind.value,
        amount_cents=posting.cents,
        actor=posting.actor,
        reason=posting.note.reason.strip(),
        act=posting.note.act.strip(),
        once=posting.note.key(posting.line),
        reverses_id=posting.reverses.id if posting.reverses else None,
        previous_hash=previous,
    )
    entry.hash = line_of(entry).chained(previous)
    db.session.add(entry)
    db.session.flush()
    return entry
