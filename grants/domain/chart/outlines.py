"""The outlines of a town's quarters: as its file gives them, else cells around their centres; where a point falls.

Places are (latitude, longitude) in degrees, WGS 84. A town is small: a degree is a fixed number of metres there.
"""

from __future__ import annotations

from math import cos, hypot, pi, radians, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.domain.territory import Neighbourhood, Territory

Place = tuple[float, float]
Outline = tuple[Place, ...]

DEGREE_METRES = 111_195.0
"""One degree of a meridian, on a sphere of 6,371 km."""
SIDES = 32
"""How many sides stand for a circle."""
REACH = 0.85
"""How far the cell of a quarter without outline reaches, in distances between the two loneliest neighbours."""
ALONE_METRES = 1500.0
"""How far the only quarter of a town reaches."""


def metres(one: Place, other: Place) -> float:
    """Return the distance between two places of a town, in metres."""
    shrink = cos(radians((one[0] + other[0]) / 2))
    return DEGREE_METRES * hypot(one[0] - other[0], (one[1] - other[1]) * shrink)


def outlines(town: Territory) -> dict[str, Outline]:
    """Return the outline of each quarter by key: the file's, else the part of the town nearest to its centre."""
    if any(quarter.outline for quarter in town.neighbourhoods):
        return {quarter.key: quarter.outline for quarter in town.neighbourhoods}
    centres = [(quarter.latitude, quarter.longitude) for quarter in town.neighbourhoods]
    return dict(zip((quarter.key for quarter in town.neighbourhoods), cells(centres), strict=True))


def cells(centres: Sequence[Place]) -> list[Outline]:
    """Return, around each centre, what is near it and nearer to it than to any other: a circle cut by half-planes."""
    shrink = cos(radians(sum(latitude for latitude, _ in centres) / len(centres))) if centres else 1.0
    flat = [(longitude * shrink, latitude) for latitude, longitude in centres]
    reach = _reach(flat)
    found = []
    for x, y in flat:
        cell = [(x + reach * sin(2 * pi * k / SIDES), y + reach * cos(2 * pi * k / SIDES)) for k in range(SIDES)]
        for other in flat:
            if other != (x, y):
                cell = _nearer(cell, (x, y), other)
        found.append(tuple((up, across / shrink) for across, up in cell))
    return found


def quarter_at(town: Territory, place: Place) -> Neighbourhood | None:
    """Return the quarter that holds a place; None in the water and out of town."""
    drawn = outlines(town)
    return next((quarter for quarter in town.neighbourhoods if holds(drawn[quarter.key], place)), None)


def holds(outline: Outline, place: Place) -> bool:
    """Tell whether a place is inside an outline: a line drawn from it crosses the edge an odd number of times."""
    up, across = place
    inside = False
    for (one_up, one_across), (other_up, other_across) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (one_up > up) != (other_up > up):
            crossing = one_across + (up - one_up) / (other_up - one_up) * (other_across - one_across)
            inside ^= across < crossing
    return inside


def from_town(town: Territory, place: Place) -> float:
    """Return how far a place is from the nearest centre of a quarter, in metres; 0 for a town without quarters."""
    return min((metres(place, (each.latitude, each.longitude)) for each in town.neighbourhoods), default=0.0)


def _reach(flat: Sequence[Place]) -> float:
    """Return how far cells reach: nearly the largest distance from a centre to its nearest neighbour."""
    nearest = [
        min((hypot(x - a, y - b) for a, b in flat if (a, b) != (x, y)), default=ALONE_METRES / DEGREE_METRES)
        for x, y in flat
    ]
    return REACH * max(nearest, default=0.0)


def _nearer(cell: Sequence[Place], own: Place, other: Place) -> list[Place]:
    """Keep the part of a convex cell that is nearer to its own centre than to another (Sutherland-Hodgman)."""
    towards = (other[0] - own[0], other[1] - own[1])
    middle = towards[0] * (own[0] + other[0]) / 2 + towards[1] * (own[1] + other[1]) / 2
    beyond = [x * towards[0] + y * towards[1] - middle for x, y in cell]
    kept: list[Place] = []
    for k, (here, past) in enumerate(zip(cell, beyond, strict=True)):
        (x, y), before = cell[k - 1], beyond[k - 1]
        if (past > 0) != (before > 0):
            share = before / (before - past)
            kept.append((x + share * (here[0] - x), y + share * (here[1] - y)))
        if past <= 0:
            kept.append(here)
    return kept
