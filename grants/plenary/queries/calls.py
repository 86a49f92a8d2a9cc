"""Which call an evening belongs to, and which of its projects are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from grants.accounts.models import Membership
from grants.budget.models import Award
from grants.calls.models import Call
from grants.calls.queries import beside, is_main
from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary.models import Plenary
from grants.projects.models import Project, ProjectPartner
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person


def call_of(year: int, scheme: str | None = None) -> Call:
    """Return the call of a year; raises RuleError `no_call` (year) or `several_calls` (year, schemes).

    Without a scheme, a call of the product comes before one imported from past years, and the main one of the town
    before those that stand beside it.
    """
    chosen = select(Call).where(Call.year == year).order_by(Call.imported, beside(), Call.scheme)
    calls = db.session.scalars(chosen if scheme is None else chosen.where(Call.scheme == scheme)).all()
    if not calls:
        raise RuleError("no_call", year=year)
    if len(calls) > 1 and calls[0].imported == calls[1].imported and not is_main(calls[0]):
        raise RuleError("several_calls", year=year, schemes=", ".join(call.scheme for call in calls))
    return calls[0]


def plenary_of(call: Call) -> Plenary | None:
    """Return the evening of a call, if it is being prepared."""
    return db.session.scalar(select(Plenary).where(Plenary.call_id == call.id))


def plenary_of_year(year: int, scheme: str | None = None) -> Plenary | None:
    """Return the evening of a year; that of a call of the product comes before one of past years."""
    chosen = select(Plenary).join(Call).options(joinedload(Plenary.call)).where(Call.year == year)
    if scheme is not None:
        chosen = chosen.where(Call.scheme == scheme)
    return db.session.scalars(chosen.order_by(Call.imported, beside(), Call.scheme)).first()


def evenings() -> Sequence[Plenary]:
    """Return every evening prepared so far, the newest first."""
    return db.session.scalars(select(Plenary).options(joinedload(Plenary.call)).order_by(Plenary.held_on.desc())).all()


def projects_of_person(call: Call, person: Person | None) -> Sequence[Project]:
    """Return the projects of a call that this person acts for, alone or with other associations, by title."""
    if person is None:
        return []
    mine = select(Membership.association_id).where(Membership.person_id == person.id, Membership.ended_at.is_(None))
    return db.session.scalars(
        select(Project)
        .where(Project.call_id == call.id, Project.public_since.is_not(None))
        .where(Project.association_id.in_(mine) | Project.partners.any(ProjectPartner.association_id.in_(mine)))
        .order_by(Project.title, Project.id)
    ).all()


def projects_of(call: Call) -> Sequence[Project]:
    """Return the projects of a call that take part in its evening, by title.

    Of past years, those helped with at most the town's cap: the small grants are the ones a call like this gives.
    """
    chosen = (
        select(Project)
        .options(
            joinedload(Project.association),
            selectinload(Project.places),
            selectinload(Project.subjects),
            selectinload(Project.needs_and_offers),
            selectinload(Project.partners).joinedload(ProjectPartner.association),
        )
        .where(Project.call_id == call.id, Project.public_since.is_not(None))
        .order_by(Project.title, Project.id)
    )
    if call.imported:
        small = (
            select(Award.project_id)
            .group_by(Award.project_id)
            .having(func.sum(Award.voted_cents) <= territory(call.territory).cap_cents)
        )
        chosen = chosen.where(Project.id.in_(small))
    return db.session.scalars(chosen).all()
