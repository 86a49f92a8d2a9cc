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

SIREN = 9

if TYPE_CHECKING:
    from sqlalchemy import Row


def shares(year: int | None = None) -> list[Shares]:
    """Return the shares of every year in which something was voted, newest first, or of one."""
    files = {row.year: row for row in _files()}
    counted = [row for row in _counted() if year in {None, row.year}]
    oldest = _oldest()
    return [
        Shares(
            year=row.year,
            associations=int(row.associations),
            newcomers=int(row.newcomers),
            oldest=row.year == oldest,
            **_figures(files.get(row.year)),
        )
        for row in counted
    ]


def _oldest() -> int | None:
    """Return the first year of the data."""
    query = select(func.min(Call.year)).join(Project, Project.call_id == Call.id)
    return db.session.scalar(query.join(Award, Award.project_id == Project.id))


def _counted() -> list[Row[tuple[int, int, int]]]:
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
    query = (
        select(
            pairs.c.year.label("year"),
            func.count().label("associations"),
            func.sum(case((first.c.year == pairs.c.year, 1), else_=0)).label("newcomers"),
        )
        .join(first, first.c.person == pairs.c.person)
        .group_by(pairs.c.year)
        .order_by(pairs.c.year.desc())
    )
    return list(db.session.execute(query))


def _files() -> list[Row[tuple[int, int, int, int, int]]]:
    """Sum, by year, what was voted to files, in priority areas, and the reports received; past years have no files."""
    kept = Application.state != State.WITHDRAWN
    query = (
        select(
            Call.year.label("year"),
            func.sum(Award.voted_cents).label("voted"),
            func.sum(case((Application.priority_area, Award.voted_cents), else_=0)).label("priority"),
            func.sum(case((kept, 1), else_=0)).label("expected"),
            func.sum(case((Application.state == State.REPORTED, 1), else_=0)).label("reported"),
        )
        .join(Application, Award.application_id == Application.id)
        .join(Call, Application.call_id == Call.id)
        .group_by(Call.year)
        .order_by(Call.year)
    )
    return list(db.session.execute(query))


def _figures(row: Row[tuple[int, int, int, int, int]] | None) -> dict[str, int]:
    """Return the figures of a year's files; nothing for a year that was imported."""
    if row is None:
        return {}
    return {name: int(getattr(row, name) or 0) for name in ("voted", "priority", "expected", "reported")}
