"""Saying exactly where a project happens, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grants.domain.errors import RuleError
from grants.domain.points import check_place, read_point
from grants.projects.models import ProjectPoint
from grants.projects.services import page_changed
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.projects.models import Project

MOST_PLACES: Final = 5
LONGEST_NAME: Final = 80


def mark_place(project: Project, name: str, typed: str, *, confirmed: bool) -> ProjectPoint:
    """Add an exact place to a project; its words become one line.

    Raises RuleError `too_many_places`, those of `read_point`, and those of `check_place`.
    """
    if len(project.points) >= MOST_PLACES:
        raise RuleError("too_many_places", most=MOST_PLACES)
    place = read_point(typed)
    check_place(territory(project.call.territory), place, confirmed=confirmed)
    point = ProjectPoint(name=" ".join(name.split())[:LONGEST_NAME], latitude=place[0], longitude=place[1])
    project.points.append(point)
    page_changed(project)
    return point


def forget_place(project: Project, number: int) -> bool:
    """Take one exact place off: the project stands in its quarters again. Return whether it was this project's."""
    kept = [point for point in project.points if point.id != number]
    if len(kept) == len(project.points):
        return False
    project.points = kept
    page_changed(project)
    return True
