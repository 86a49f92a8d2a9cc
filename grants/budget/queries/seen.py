"""What moved since somebody opened a page: of two clerks at once, the second sees both versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from grants.budget.models import Award, AwardShare, Envelope, LedgerEntry
from grants.db import db
from grants.domain.ledger import Kind, moves

if TYPE_CHECKING:
    from grants.calls.models import Call

CREDITS = ("allocated", "committed")
"""What somebody who changes credits, or votes, had before the eyes."""
PAYING = ("committed", "ordered", "paid", "repaid")
"""What somebody who orders, pays or takes back had before the eyes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The sums of a call's envelopes as they stood at a line of the ledger; with `application`, those of one file."""

    call_id: int
    line: int
    columns: tuple[str, ...] = CREDITS
    application: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """One sum of one envelope that is no longer what it was, in cents."""

    name: str
    column: str
    then: int
    now: int


def last_line(call: Call) -> int:
    """Return the number of the last line of a call's ledger, 0 when there is none."""
    return db.session.scalar(select(func.max(LedgerEntry.id)).where(LedgerEntry.call_id == call.id)) or 0


def changes_since(seen: Seen) -> dict[tuple[int, str], int]:
    """Return by how many cents each sum of each envelope moved since, those that came back left out."""
    undone = aliased(LedgerEntry)
    query = (
        select(LedgerEntry.envelope_id, LedgerEntry.kind, LedgerEntry.amount_cents, undone.kind)
        .outerjoin(undone, undone.id == LedgerEntry.reverses_id)
        .where(LedgerEntry.call_id == seen.call_id, LedgerEntry.id > seen.line, LedgerEntry.kind != Kind.REQUEST)
        .order_by(LedgerEntry.id)
    )
    if seen.application is not None:
        query = query.where(LedgerEntry.application_id == seen.application)
    rows = db.session.execute(query)
    found: dict[tuple[int, str], int] = {}
    for envelope, kind, cents, other in rows:
        moved = moves(Kind(kind), cents, Kind(other) if other else None)
        if moved and moved[0] in seen.columns:
            found[envelope, moved[0]] = found.get((envelope, moved[0]), 0) + moved[1]
    return {key: change for key, change in found.items() if change}


def moved_since(seen: Seen) -> list[Moved]:
    """Return what each sum that moved was then and is now, by envelope."""
    changes = changes_since(seen)
    if not changes:
        return []
    return [
        Moved(name, column, now - changes[number, column], now)
        for number, name, row in _rows(seen)
        for column, now in ((each, getattr(row, f"{each}_cents")) for each in seen.columns)
        if (number, column) in changes
    ]


def _rows(seen: Seen) -> list[tuple[int, str, Envelope | AwardShare]]:
    """Return the number and the name of each envelope, with the row that holds the sums seen."""
    query = select(Envelope).where(Envelope.call_id == seen.call_id).order_by(Envelope.position, Envelope.id)
    envelopes = list(db.session.scalars(query))
    if seen.application is None:
        return [(each.id, each.name, each) for each in envelopes]
    of_file = select(AwardShare).join(Award, Award.id == AwardShare.award_id)
    shares = db.session.scalars(of_file.where(Award.application_id == seen.application))
    names = {each.id: each.name for each in envelopes}
    return [(each.envelope_id, names[each.envelope_id], each) for each in shares]
