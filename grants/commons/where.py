"""Where a project happens, as a small drawing of its town: the quarters from their outlines, and its exact places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from grants.db import now
from grants.domain.chart.ground import WIDTH, Ground, Shape
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.projects.models import Project


@dataclass(frozen=True, slots=True)
class Drawing:
    """A town in the units of the drawing: the quarters of the project are `here`."""

    width: int
    height: int
    others: tuple[str, ...]
    here: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def drawing_of(project: Project) -> Drawing | None:
    """Draw where a project happens; None when it does not say."""
    ground, shapes = _town(project.call.territory)
    here = tuple(shape.path for shape in shapes if shape.key in project.neighbourhoods)
    if not here and not project.points:
        return None
    spots = (ground.at((point.latitude, point.longitude)) for point in project.points)
    places = tuple((round(x), round(y)) for x, y in spots if 0 <= x <= WIDTH and 0 <= y <= ground.height)
    others = tuple(shape.path for shape in shapes if shape.key not in project.neighbourhoods)
    return Drawing(WIDTH, ground.height, others, here, places)


@lru_cache(maxsize=32)
def _town(key: str) -> tuple[Ground, tuple[Shape, ...]]:
    """Draw a town once: its file is read at the start."""
    ground = Ground(territory(key))
    return ground, tuple(ground.shapes(now().date()))
