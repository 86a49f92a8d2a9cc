"""What is read of the books as a whole: their heads, and every row of them, as plain values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.applications.models import Application
from grants.audit import BATCH, act_of, audit_entries, audit_head, hold_pen
from grants.budget.models import Envelope, LedgerEntry
from grants.budget.queries.ledger import balance_of, line_of, shares_with_files
from grants.calls.models import Call
from grants.db import db
from grants.domain.chain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def heads() -> dict[str, dict[str, Any] | None]:
    """Return the head of both books, fit to be published: number, hash and instant of the last line."""
    query = select(LedgerEntry.id, LedgerEntry.hash, LedgerEntry.at).order_by(LedgerEntry.id.desc()).limit(1)
    last = db.session.execute(query).one_or_none()
    return {"ledger": _head((last.id, last.hash, last.at) if last else None), "audit": _head(audit_head())}


def book_rows() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of both books and the balances, all of one instant: whoever writes waits until the commit."""
    hold_pen()
    with audit_entries() as entries:
        acts = [_chained(asdict(act_of(each)), each.previous_hash, each.hash) for each in entries]
    return {"ledger": list(_lines()), "audit": acts, "envelopes": _envelopes(), "shares": _shares()}


def _head(last: tuple[int, str, datetime] | None) -> dict[str, Any] | None:
    return {"number": last[0], "hash": last[1], "at": last[2].isoformat()} if last else None


def _chained(fields: dict[str, Any], previous: str, own: str) -> dict[str, Any]:
    """Return a line with its place in the chain, written as it is hashed."""
    return plain(fields) | {"previous_hash": previous, "hash": own}


def _lines() -> Iterator[dict[str, Any]]:
    """Give the lines of the ledger in their order."""
    query = select(LedgerEntry).order_by(LedgerEntry.id).execution_options(yield_per=BATCH)
    with db.session.scalars(query) as entries:
        for each in entries:
            yield _chained(asdict(line_of(each)), each.previous_hash, each.hash)


def _envelopes() -> list[dict[str, Any]]:
    """Return every envelope with its balance."""
    query = select(Envelope, Call.year).join(Call, Call.id == Envelope.call_id).order_by(Envelope.id)
    return [
        {
            **{name: getattr(each, name) for name in ("id", "key", "name", "funder", "kind", "earmark")},
            "chapter": each.chapter,
            "account": each.account,
            "call": each.call_id,
            "year": year,
            "closed_at": each.closed_at.isoformat() if each.closed_at else None,
            **asdict(balance_of(each)),
        }
        for each, year in db.session.execute(query)
    ]


def _shares() -> list[dict[str, Any]]:
    """Return what each file holds of each envelope, of money or in kind."""
    query = select(Application.id, Application.number).where(Application.number.is_not(None)).order_by(Application.id)
    numbers = {row.id: row.number for row in db.session.execute(query)}
    found = []
    for share, application in shares_with_files():
        sums = {name: cents for name, cents in asdict(balance_of(share)).items() if name != "allocated"}
        told = {"application": application, "file": numbers.get(application), "envelope": share.envelope_id}
        found.append(told | sums)
    return found
