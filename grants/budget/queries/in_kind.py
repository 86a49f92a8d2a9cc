"""What is read of the help in kind: its envelopes, and what each file holds of them. Cents of value, never of money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.applications.models import Application
from grants.budget.models import InKindShare
from grants.budget.queries.figures import eligible, envelopes_of
from grants.db import db
from grants.domain.states import KEPT

if TYPE_CHECKING:
    from grants.budget.models import Award
    from grants.calls.models import Call


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


def in_kind_figures(call: Call) -> list[InKindFigures]:
    """Return the figures of each open envelope in kind; a file's request counts under the first it may draw on."""
    envelopes = envelopes_of(call, "in_kind")
    asked = dict.fromkeys((each.id for each in envelopes), 0)
    if envelopes:
        for area, cents in db.session.execute(
            select(Application.priority_area, func.sum(Application.in_kind_cents))
            .where(Application.call_id == call.id, Application.state.in_(sorted(KEPT)))
            .group_by(Application.priority_area)
            .order_by(Application.priority_area)
        ):
            first = next(iter(eligible(area, envelopes)), None)
            if first is not None:
                asked[first.id] += int(cents)
    return [
        InKindFigures(
            id=each.id,
            key=each.key,
            name=each.name,
            funder=each.funder,
            earmark=each.earmark,
            account=each.account,
            chapter=each.chapter,
            allocated=each.allocated_cents,
            requested=asked[each.id],
            voted=each.voted_cents,
            committed=each.committed_cents,
            available=each.allocated_cents - each.committed_cents,
        )
        for each in envelopes
    ]


def in_kind_shares(award: Award) -> list[InKindShare]:
    """Return what an award holds of each envelope in kind."""
    query = select(InKindShare).where(InKindShare.award_id == award.id).order_by(InKindShare.envelope_id)
    return list(db.session.scalars(query))


def in_kind_committed(award_id: int) -> int:
    """Return the cents of value an award holds of all envelopes in kind."""
    held = select(func.sum(InKindShare.committed_cents)).where(InKindShare.award_id == award_id)
    return int(db.session.scalar(held) or 0)
