"""Whom the people of a project may have met: those who shared their tables, then the other projects of the year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.plenary.queries import guests_of, plenary_of, published_programme, tables_of
from grants.plenary.queries.encounters import encounters_of_project
from grants.projects.models import Project

if TYPE_CHECKING:
    from grants.applications.models import Application
    from grants.domain.file import Answer


@dataclass(frozen=True, slots=True)
class Known:
    """Projects by address and name: those of the same tables at the plenary, then all the others of the year."""

    tables: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


def people_met(application: Application) -> Known:
    """Return the projects this one may have met, each named with its association."""
    projects = db.session.scalars(
        select(Project)
        .options(joinedload(Project.association))
        .where(Project.call_id == application.call_id, Project.public_since.is_not(None))
        .where(Project.id != (application.project_id or 0))
        .order_by(Project.title, Project.id)
    ).all()
    named = {each.id: (each.slug, f"{each.title} ({each.carried_group or each.association.name})") for each in projects}
    met = _at_the_same_tables(application) & named.keys()
    return Known(
        tuple(name for key, name in named.items() if key in met),
        tuple(name for key, name in named.items() if key not in met),
    )


def first_answers(application: Application) -> dict[str, Answer]:
    """Return what a report says before anybody writes: the projects this one went on with after the plenary."""
    if application.project is None:
        return {}
    met: Answer = [each.other.slug for each in encounters_of_project(application.project)]
    return {"met": met} if met else {}


def _at_the_same_tables(application: Application) -> set[int]:
    """Return the projects whose people sat at a table with this one's."""
    plenary = plenary_of(application.call)
    programme = published_programme(plenary) if plenary else None
    if programme is None or application.project_id is None:
        return set()
    met: set[int] = set()
    for tables in tables_of(programme, guests_of(programme)).values():
        for table in tables:
            there = {project.id for guest in table.people for project in guest.projects}
            if application.project_id in there:
                met |= there
    return met - {application.project_id}
