"""What is read of the help in kind: its envelopes, and what each file holds of them. Cents of value, never of money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.budget.models import InKindShare
from grants.db import db

if TYPE_CHECKING:
    from grants.budget.models import Award, Envelope


@dataclass(frozen=True, slots=True)
class InKindFigures:
    """The figures of one envelope in kind: what is valued, asked, voted, committed and left."""

    id: int
    key: str
    name: str
    funder: str
    earmark: str
    account: str
    chapter: str
    allocated: int
    requested: int
    voted: int
    committed: int
    available: int


def in_kind_row(each: Envelope, asked: int) -> InKindFigures:
    """Return the figures of one envelope in kind."""
    return InKindFigures(
        id=each.id,
        key=each.key,
        name=each.name,
        funder=each.funder,
        earmark=each.earmark,
        account=each.account,
        chapter=each.chapter,
        allocated=each.allocated_cents,
        requested=asked,
        voted=each.voted_cents,
        committed=each.committed_cents,
        available=each.allocated_cents - each.committed_cents,
    )


def in_kind_shares(award: Award) -> list[InKindShare]:
    """Return what an award holds of each envelope in kind."""
    query = select(InKindShare).where(InKindShare.award_id == award.id).order_by(InKindShare.envelope_id)
    return list(db.session.scalars(query))


def in_kind_committed(award_id: int) -> int:
    """Return the cents of value an award holds of all envelopes in kind."""
    held = select(func.sum(InKindShare.committed_cents)).where(InKindShare.award_id == award_id)
    return int(db.session.scalar(held) or 0)
