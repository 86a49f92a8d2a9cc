"""What a reader asks of a list, as conditions on public projects: the page, the data, the feeds share these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, select

from grants.calls.models import Call
from grants.projects.models import Project, ProjectFacets
from grants.projects.search import SearchIndex

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select, Subquery

SORTS = ("recents", "anciens", "titre", "association")
"""Orders a reader may ask for; without one, the nearest words first, else the newest."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked of the list; empty values ask nothing.

    Theme and quarter are keys, `kind` a kind of need, `association` its number. `priority` keeps what happens in a
    priority area, `commons` what gave something to everybody. `exact` searches the words as typed, typos and all.
    """

    text: str = ""
    year: int = 0
    theme: str = ""
    neighbourhood: str = ""
    kind: str = ""
    association: int = 0
    priority: bool = False
    commons: bool = False
    sort: str = ""
    exact: bool = False


def chosen(asked: Select[*tuple[Any, ...]], filters: Filters) -> Select[*tuple[Any, ...]]:
    """Keep, of a selection of projects, the public ones that a reader asked for; the order is the caller's."""
    kept = asked.where(Project.public_since.is_not(None))
    if filters.text or narrow(filters):
        kept = kept.where(Project.id.in_(narrowed(select(ProjectFacets.project_id), filters)))
    return kept


def narrowed(
    asked: Select[*tuple[Any, ...]], filters: Filters, near: Subquery | None = None
) -> Select[*tuple[Any, ...]]:
    """Keep, of a selection of `ProjectFacets`, what a reader asked for; `near` is their words' search, once made."""
    kept = asked.where(*narrow(filters))
    if not filters.text:
        return kept
    found = near if near is not None else SearchIndex().found(filters.text, near=False)
    if found is None:
        return kept.where(false())
    return kept.join(found, found.c.project_id == ProjectFacets.project_id)


def narrow(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on `ProjectFacets` of all that is asked but the words."""
    conditions: list[ColumnElement[bool]] = []
    if filters.year:
        conditions.append(ProjectFacets.call_id.in_(select(Call.id).where(Call.year == filters.year)))
    keys = {
        ProjectFacets.themes: filters.theme,
        ProjectFacets.quarters: filters.neighbourhood,
        ProjectFacets.kinds: filters.kind,
    }
    conditions += [column.contains(f" {key} ", autoescape=True) for column, key in keys.items() if key]
    if filters.association:
        conditions.append(ProjectFacets.association_id == filters.association)
    if filters.priority:
        conditions.append(ProjectFacets.priority.is_(True))
    if filters.commons:
        conditions.append(ProjectFacets.commons.is_(True))
    return conditions
