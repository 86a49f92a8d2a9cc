"""What is read of the help in kind: its envelopes, and what each file holds of them. Cents of value, never of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.budget.models import InKindShare
from grants.budget.queries.figures import InKindFigures, fund_figures
from grants.db import db

if TYPE_CHECKING:
    from grants.budget.models import Award
    from grants.calls.models import Call


def in_kind_figures(call: Call) -> list[InKindFigures]:
    """Return the figures of each open envelope in kind; a file's request counts under the first it may draw on."""
    return fund_figures(call, None)[1]


def in_kind_shares(award: Award) -> list[InKindShare]:
    """Return what an award holds of each envelope in kind."""
    query = select(InKindShare).where(InKindShare.award_id == award.id).order_by(InKindShare.envelope_id)
    return list(db.session.scalars(query))


def in_kind_committed(award_id: int) -> int:
    """Return the cents of value an award holds of all envelopes in kind."""
    held = select(func.sum(InKindShare.committed_cents)).where(InKindShare.award_id == award_id)
    return int(db.session.scalar(held) or 0)
