"""What a reader asks of a list, as conditions on public projects: the page, the data, the feeds share these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import false, select

from grants.calls.models import Call
from grants.projects.corrections import understood
from grants.projects.filters import SORTS, Filters
from grants.projects.models import Project, ProjectFacets
from grants.projects.search import SearchIndex

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select, Subquery

__all__ = ["SORTS", "Filters", "chosen", "narrow", "narrowed"]


def chosen(asked: Select[*tuple[Any, ...]], filters: Filters) -> Select[*tuple[Any, ...]]:
    """Keep, of a selection of projects, the public ones that a reader asked for; the order is the caller's.

    A word mistyped is understood as it is on the list, so that what leaves is what was seen.
    """
    kept = asked.where(Project.public_since.is_not(None))
    if filters.text or narrow(filters):
        meant = understood(filters).filters
        kept = kept.where(Project.id.in_(narrowed(select(ProjectFacets.project_id), meant)))
    return kept


def narrowed(
    asked: Select[*tuple[Any, ...]], filters: Filters, near: Subquery | None = None
) -> Select[*tuple[Any, ...]]:
    """Keep, of a selection of `ProjectFacets`, what a reader asked for; `near` is their words' search, once made."""
    kept = asked.where(*narrow(filters))
    if not filters.text:
        return kept
    found = near if near is not None else SearchIndex().found(filters.text, near=False, exact=filters.exact)
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
