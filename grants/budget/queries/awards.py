"""What is read of the votes: acts, awards, sums per association. All in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import db
from grants.projects.models import Project

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class AssociationSum:
    """What one association was voted in a year, all schemes together."""

    name: str
    projects: int
    voted: int


def deliberations_of(call: Call) -> list[Deliberation]:
    """Return the acts of a call, oldest first."""
    query = select(Deliberation).where(Deliberation.call_id == call.id)
    return list(db.session.scalars(query.order_by(Deliberation.voted_on, Deliberation.id)))


def vote_day(call: Call) -> date:
    """Return the day of the council's last vote on a call, else the day it is planned."""
    days = [act.voted_on for act in deliberations_of(call) if act.voted_on]
    return max(days, default=call.council_on)


def award_of(call: Call, number: str) -> Award | None:
    """Return the award of a file, with its shares."""
    return db.session.scalar(
        select(Award)
        .join(Application, Award.application_id == Application.id)
        .where(Application.call_id == call.id, Application.number == number)
        .options(selectinload(Award.shares))
    )


def awards_of(call: Call) -> list[Award]:
    """Return the awards of a call's files with their shares, by number of file."""
    return list(
        db.session.scalars(
            select(Award)
            .join(Application, Award.application_id == Application.id)
            .where(Application.call_id == call.id)
            .options(selectinload(Award.shares), selectinload(Award.application))
            .order_by(Application.serial, Application.id)
        )
    )


def sums_by_association(year: int) -> list[AssociationSum]:
    """Return what each association was voted in a year, by name."""
    total = func.sum(Award.voted_cents)
    rows = db.session.execute(
        select(Association.name, func.count(Award.id), total)
        .join(Project, Project.association_id == Association.id)
        .join(Award, Award.project_id == Project.id)
        .join(Call, Project.call_id == Call.id)
        .where(Call.year == year)
        .group_by(Association.id, Association.name)
        .order_by(Association.name, Association.id)
    )
    return [AssociationSum(name, projects, int(voted)) for name, projects, voted in rows]
