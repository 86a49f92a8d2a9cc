"""A public project with what hangs on it, in two queries: quarters, places, themes, needs and offers come in one."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from grants.db import Base, db
from grants.projects.models import NeedOffer, Project, ProjectPlace, ProjectPoint, ProjectTheme

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

KINDS: dict[InstrumentedAttribute[Any], tuple[type[Base], str]] = {
    Project.places: (ProjectPlace, "position"),
    Project.points: (ProjectPoint, "id"),
    Project.subjects: (ProjectTheme, "position"),
    Project.needs_and_offers: (NeedOffer, "position"),
}
"""Each list of a project, what it holds, and its order."""
SQL_TYPES: dict[type, str] = {int: "INTEGER", float: "FLOAT", str: "VARCHAR"}
COLUMNS = [column for model, _order in KINDS.values() for column in model.__table__.columns]


def _rows_of(model: type[Base]) -> str:
    """Write the branch of one table: its own columns, nothing in those of the others."""
    cells = (
        column.name if column.table is model.__table__ else f"CAST(NULL AS {SQL_TYPES[column.type.python_type]})"
        for column in COLUMNS
    )
    return f"SELECT {', '.join(cells)} FROM {model.__tablename__} WHERE project_id = :project"  # noqa: S608 - names of ours


NAMED = (
    select(Project)
    .options(joinedload(Project.call), joinedload(Project.association))
    .where(Project.public_since.is_not(None), Project.slug == bindparam("slug"))
)
HANGING = select(*(model for model, _order in KINDS.values())).from_statement(
    text(" UNION ALL ".join(_rows_of(model) for model, _order in KINDS.values())).columns(*COLUMNS)
)
"""A row holds one thing and three times nothing."""


def public_project(slug: str) -> Project | None:
    """Return a public project with all its page needs."""
    project = db.session.scalar(NAMED, {"slug": slug})
    if project is None:
        return None
    rows = db.session.execute(HANGING, {"project": project.id}).all()
    for place, (attribute, (_model, order)) in enumerate(KINDS.items()):
        held = sorted((row[place] for row in rows if row[place] is not None), key=attrgetter(order))
        _hang(project, attribute, held)
    return project


def _hang(project: Project, attribute: InstrumentedAttribute[Any], held: list[object]) -> None:
    """Give a project a list as the database holds it; one that was changed and not yet written stays as changed."""
    if attribute.key not in project.__dict__:
        set_committed_value(project, attribute.key, held)
