"""What is read of the envelopes themselves: their list, what each said at one time, who changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.audit import AuditEntry
from grants.budget.queries.figures import all_envelopes
from grants.db import db

if TYPE_CHECKING:
    from grants.budget.models import Envelope
    from grants.calls.models import Call


def envelope_groups(call: Call) -> dict[str, list[Envelope]]:
    """Return the envelopes of a call as `money`, `in_kind` and `closed`."""
    groups: dict[str, list[Envelope]] = {"money": [], "in_kind": [], "closed": []}
    for each in all_envelopes(call):
        groups["closed" if each.closed_at else each.kind].append(each)
    return groups


def envelope_acts(envelope_id: int) -> list[AuditEntry]:
    """Return what was done to an envelope, newest first."""
    query = select(AuditEntry).where(AuditEntry.subject == f"envelope:{envelope_id}").order_by(AuditEntry.id.desc())
    return list(db.session.scalars(query))


def envelope_words_at(envelope: Envelope, version: int) -> dict[str, str]:
    """Return what an envelope said of itself at a version; empty when the log does not know."""
    for entry in envelope_acts(envelope.id):
        known = entry.details.get("version")
        if known == version:
            return dict(entry.details["after"])
        if known == version + 1 and "before" in entry.details:
            return dict(entry.details["before"])
    return {}
