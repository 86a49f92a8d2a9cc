"""Three answers to whoever fears that money is sprinkled: newcomers, priority areas, reports received."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import Award
from grants.calls.models import Call
from grants.db import db
from grants.domain.shares import Shares
from grants.domain.states import State
from grants.domain.thresholds import legal_person
from grants.projects.models import Project

if TYPE_CHECKING:
    from sqlalchemy import Row


def shares() -> list[Shares]:
    """Return the shares of every year in which something was voted, newest first."""
    people = _people()
    first: dict[str, int] = {}
    for year in sorted(people):
        for person in people[year]:
            first.setdefault(person, year)
    files = {row.year: row for row in _files()}
    oldest = min(people, default=0)
    return [
        Shares(
            year=year,
            associations=len(people[year]),
            newcomers=sum(first[person] == year for person in people[year]),
            oldest=year == oldest,
            **_figures(files.get(year)),
        )
        for year in sorted(people, reverse=True)
    ]


def _people() -> dict[int, set[str]]:
    """Return the legal persons that were voted something, by year."""
    rows = db.session.execute(
        select(Call.year, Association.id, Association.siret)
        .join(Project, Project.association_id == Association.id)
        .join(Award, Award.project_id == Project.id)
        .join(Call, Project.call_id == Call.id)
        .distinct()
        .order_by(Call.year, Association.id)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for year, association_id, siret in rows:
        found[year].add(legal_person(siret, association_id))
    return found


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
            func.max(Call.report_by).label("report_by"),
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
