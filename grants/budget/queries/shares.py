"""Three answers to whoever fears that money is sprinkled: newcomers, priority areas, reports received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, case, cast, func, select

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import Award
from grants.calls.models import Call
from grants.db import db
from grants.domain.shares import Shares
from grants.domain.states import State
from grants.projects.models import Project

if TYPE_CHECKING:
    from sqlalchemy import Subquery

SIREN = 9


def shares() -> list[Shares]:
    """Return the shares of every year that has a call, newest first, by one query; nothing voted: no association."""
    years, counted, files = select(Call.year).distinct().subquery(), _counted(), _files()
    found = db.session.execute(
        select(years.c.year, counted.c.associations, counted.c.newcomers, files)
        .outerjoin(counted, counted.c.year == years.c.year)
        .outerjoin(files, files.c.year == years.c.year)
        .order_by(years.c.year.desc())
    )
    rows = found.all()
    oldest = min((year for year, associations, *_ in rows if associations), default=None)
    return [
        Shares(
            year=year,
            associations=associations or 0,
            newcomers=int(newcomers or 0),
            oldest=year == oldest,
            voted=int(voted or 0),
            priority=int(priority or 0),
            expected=int(expected or 0),
            reported=int(reported or 0),
        )
        for year, associations, newcomers, _year, voted, priority, expected, reported in rows
    ]


def _counted() -> Subquery:
    """Count, by year, the legal persons that were voted something, and those for the first time.

    A legal person is a SIREN (nine first digits of a SIRET that is right), else the association.
    """
    person = case(
        (Association.siret.is_not(None), func.substr(Association.siret, 1, SIREN)),
        else_=cast(-Association.id, String),
    )
    pairs = (
        select(person.label("person"), Call.year.label("year"))
        .join(Project, Project.association_id == Association.id)
        .join(Award, Award.project_id == Project.id)
        .join(Call, Project.call_id == Call.id)
        .distinct()
        .subquery()
    )
    first = select(pairs.c.person, func.min(pairs.c.year).label("year")).group_by(pairs.c.person).subquery()
    return (
        select(
            pairs.c.year,
            func.count().label("associations"),
            func.sum(case((first.c.year == pairs.c.year, 1), else_=0)).label("newcomers"),
        )
        .join(first, first.c.person == pairs.c.person)
        .group_by(pairs.c.year)
        .subquery()
    )


def _files() -> Subquery:
    """Sum, by year, what was voted to files, in priority areas, and the reports received; past years have no files."""
    kept = Application.state != State.WITHDRAWN
    return (
        select(
            Call.year,
            func.sum(Award.voted_cents).label("voted"),
            func.sum(case((Application.priority_area, Award.voted_cents), else_=0)).label("priority"),
            func.sum(case((kept, 1), else_=0)).label("expected"),
            func.sum(case((Application.state == State.REPORTED, 1), else_=0)).label("reported"),
        )
        .join(Application, Award.application_id == Application.id)
        .join(Call, Application.call_id == Call.id)
        .group_by(Call.year)
        .subquery()
    )
