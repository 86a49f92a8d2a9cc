"""The ledger as one looks for something in it: its lines by kind, envelope, file and day; what its accounts hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from grants.applications.models import Application
from grants.budget.models import Envelope, LedgerEntry
from grants.budget.queries.ledger import PER_PAGE
from grants.db import db
from grants.domain.ledger import Kind, TrialBalance, entry
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class Sought:
    """What one looks for in the ledger of a call; days are the town's, both included."""

    kind: str = ""
    envelope: int | None = None
    file: str = ""
    since: date | None = None
    until: date | None = None


def sought_entries(call: Call, sought: Sought, page: int) -> tuple[list[LedgerEntry], int]:
    """Return one page of the lines sought, newest first, and how many pages there are."""
    wanted = _wanted(call, sought)
    count = db.session.scalar(select(func.count(LedgerEntry.id)).where(*wanted)) or 0
    query = select(LedgerEntry).where(*wanted).order_by(LedgerEntry.id.desc())
    rows = db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return list(rows), max(1, -(-count // PER_PAGE))


def all_sought(call: Call, sought: Sought) -> Iterator[LedgerEntry]:
    """Give every line sought, oldest first."""
    return iter(db.session.scalars(select(LedgerEntry).where(*_wanted(call, sought)).order_by(LedgerEntry.id)).all())


def trial_balances(call: Call, sought: Sought) -> dict[str, TrialBalance]:
    """Return what the lines sought debited and credited, for `money` and for what is `in_kind`, apart."""
    undone = aliased(LedgerEntry)
    rows = db.session.execute(
        select(Envelope.kind, LedgerEntry.kind, undone.kind, func.sum(LedgerEntry.amount_cents))
        .join(Envelope, Envelope.id == LedgerEntry.envelope_id)
        .outerjoin(undone, undone.id == LedgerEntry.reverses_id)
        .where(*_wanted(call, sought))
        .group_by(Envelope.kind, LedgerEntry.kind, undone.kind, LedgerEntry.amount_cents > 0)
        .order_by(Envelope.kind, LedgerEntry.kind)
    )
    balances: dict[str, TrialBalance] = {}
    for nature, kind, other, cents in rows:
        written = entry(Kind(kind), int(cents), Kind(other) if other else None)
        if written:
            balances.setdefault(nature, TrialBalance()).write(*written)
    return {nature: balances[nature] for nature in ("money", "in_kind") if nature in balances}


def _wanted(call: Call, sought: Sought) -> list[ColumnElement[bool]]:
    """Say in SQL what one looks for."""
    wanted = [LedgerEntry.call_id == call.id]
    if sought.kind:
        wanted.append(LedgerEntry.kind == sought.kind)
    if sought.envelope is not None:
        wanted.append(LedgerEntry.envelope_id == sought.envelope)
    if sought.file:
        ids = select(Application.id).where(Application.call_id == call.id, Application.number == sought.file)
        wanted.append(LedgerEntry.application_id.in_(ids))
    if sought.since:
        wanted.append(LedgerEntry.at >= _midnight(call, sought.since))
    if sought.until:
        wanted.append(LedgerEntry.at < _midnight(call, sought.until + timedelta(days=1)))
    return wanted


def _midnight(call: Call, day: date) -> datetime:
    """Return the instant a day begins in the town."""
    return datetime.combine(day, time(), ZoneInfo(territory(call.territory).zone)).astimezone(UTC)
