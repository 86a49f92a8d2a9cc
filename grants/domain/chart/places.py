"""A town's quarters drawn as discs, larger with what happens there: plain geometry, no map tiles."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grants.domain.territory import Territory

MAP_WIDTH, MAP_HEIGHT, MAP_MARGIN = 520, 440, 64
LETTER = 9
"""The width of a letter in the drawing, more or less."""
ABOVE_A_DISC, LINE = 8, 18
"""How near a name is to the edge of a disc or to another name when they touch, in the units of the drawing."""
SMALLEST_SUM, LARGEST_SUM = 5, 40
"""The radius of a quarter that receives nothing, and of the one that receives most."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A quarter on the map: its place and size in the drawing, how much happens there, the line of its name."""

    key: str
    name: str
    x: int
    y: int
    radius: int
    number: int
    name_y: int


def discs(town: Territory, sums: Mapping[str, int]) -> list[Dot]:
    """Place a town's quarters in the drawing with the cents each receives: the surface of a disc tells the sum."""
    most = max([*sums.values(), 1])
    return _drawn(town, sums, lambda cents: max(SMALLEST_SUM, round(LARGEST_SUM * (cents / most) ** 0.5)))


def _drawn(town: Territory, counted: Mapping[str, int], size: Callable[[int], int]) -> list[Dot]:
    """Draw the quarters, north above; a degree of longitude shrinks with the latitude."""
    places = town.neighbourhoods
    if not places:
        return []
    shrink = cos(radians(sum(place.latitude for place in places) / len(places)))
    across = [place.longitude * shrink for place in places]
    up = [place.latitude for place in places]
    width, height = max(across) - min(across) or 1.0, max(up) - min(up) or 1.0
    scale = min((MAP_WIDTH - 2 * MAP_MARGIN) / width, (MAP_HEIGHT - 2 * MAP_MARGIN) / height)
    middle_x, middle_y = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    at = [
        (round(MAP_WIDTH / 2 + (x - middle_x) * scale), round(MAP_HEIGHT / 2 - (y - middle_y) * scale))
        for x, y in zip(across, up, strict=True)
    ]
    sizes = [size(counted.get(place.key, 0)) for place in places]
    found: list[Dot] = []
    for place, (x, y), radius in zip(places, at, sizes, strict=True):
        others = [(*spot, other) for spot, other in zip(at, sizes, strict=True) if spot != (x, y)]
        below_or_above = (y + radius + 18, y - radius - 7)
        line = min(below_or_above, key=lambda line: _crowd(x, line, place.name, others, found))
        found.append(Dot(place.key, place.name, x, y, radius, counted.get(place.key, 0), line))
    return found


def _crowd(x: int, line: int, name: str, others: Sequence[tuple[int, int, int]], drawn: Sequence[Dot]) -> int:
    """Count the discs (x, y, radius) and the names already drawn that a name on this line would touch."""
    half = LETTER * len(name) // 2
    discs = sum(
        abs(other_x - x) < half + radius and abs(other_y - line + 5) < radius + ABOVE_A_DISC
        for other_x, other_y, radius in others
    )
    names = sum(abs(dot.x - x) < half + LETTER * len(dot.name) // 2 and abs(dot.name_y - line) < LINE for dot in drawn)
    return discs + names


def lines(town: Territory, drawn: Sequence[Dot]) -> list[tuple[Dot, Dot]]:
    """Return the quarters that touch, once per pair."""
    placed = {dot.key: dot for dot in drawn}
    pairs = {tuple(sorted((place.key, other))) for place in town.neighbourhoods for other in place.touches}
    return [(placed[one], placed[other]) for one, other in sorted(pairs) if one in placed and other in placed]
