"""Where the projects of a list happen: three reads, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.accounts.models import Association
from grants.calls.models import Call
from grants.db import db
from grants.projects.filtering import chosen
from grants.projects.models import Project, ProjectPlace, ProjectPoint

if TYPE_CHECKING:
    from sqlalchemy import Select

    from grants.projects.filtering import Filters


@dataclass(frozen=True, slots=True)
class Point:
    """An exact place of a project, in degrees; its name may be empty."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Located:
    """A project with its quarters (keys) and its exact places; both may be missing."""

    id: int
    slug: str
    title: str
    association: str
    year: int
    neighbourhoods: tuple[str, ...]
    points: tuple[Point, ...]


def ids_of(filters: Filters) -> Select[int]:
    """Select the ids of the public projects asked for."""
    return chosen(select(Project.id), filters)


def located(filters: Filters) -> list[Located]:
    """Return the public projects asked for and where they happen, by title."""
    ids = ids_of(filters)
    quarters: dict[int, list[str]] = {}
    for number, key in db.session.execute(
        select(ProjectPlace.project_id, ProjectPlace.neighbourhood)
        .where(ProjectPlace.project_id.in_(ids))
        .order_by(ProjectPlace.project_id, ProjectPlace.position)
    ):
        quarters.setdefault(number, []).append(key)
    points: dict[int, list[Point]] = {}
    for number, name, latitude, longitude in db.session.execute(
        select(ProjectPoint.project_id, ProjectPoint.name, ProjectPoint.latitude, ProjectPoint.longitude)
        .where(ProjectPoint.project_id.in_(ids))
        .order_by(ProjectPoint.id)
    ):
        points.setdefault(number, []).append(Point(name, latitude, longitude))
    rows = db.session.execute(
        select(Project.id, Project.slug, Project.title, Association.name, Call.year)
        .join(Association, Association.id == Project.association_id)
        .join(Call, Call.id == Project.call_id)
        .where(Project.id.in_(ids))
        .order_by(Project.title, Project.id)
    )
    return [Located(*row, tuple(quarters.get(row[0], ())), tuple(points.get(row[0], ()))) for row in rows]
