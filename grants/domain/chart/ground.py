"""A town drawn: its quarters as shapes, whole or one of them larger, and where a place stands in the drawing.

No map tiles: everything comes from the outlines. Lengths are in units of the drawing, `WIDTH` across.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Final

from grants.domain.chart.outlines import outlines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from grants.domain.chart.outlines import Outline, Place
    from grants.domain.territory import Neighbourhood, Territory

WIDTH: Final = 640
LOWEST, HIGHEST = 400, 760
"""The drawing is as high as the town asks, between these."""
MARGIN: Final = 28
ALONE: Final = 9
"""The radius of a project that stands alone; a disc that holds several grows with their number, up to `LARGEST`."""
FIRST, GROWTH, LARGEST = 12.0, 2.6, 38.0

NAME_ABOVE: Final = 24
"""How far above its centre the name of a quarter is written."""
LETTER: Final = 9
"""The width of a letter, more or less."""
MARK: Final = 11
"""Half of a mark."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A quarter in the drawing: its path (SVG `d`), the middle of its name's line, its status on the day asked."""

    key: str
    name: str
    path: str
    x: int
    y: int
    status: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A project at a place of the drawing; a project may stand at several. `quarter` is where its disc is counted."""

    key: int
    quarter: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Disc:
    """Projects of one quarter that stand too close to be told apart, drawn as one."""

    quarter: str
    x: int
    y: int
    radius: int
    keys: tuple[int, ...]

    @property
    def number(self) -> int:
        """How many projects it holds."""
        return len(self.keys)


class Ground:
    """The drawing of a town, north above; with `zoom`, the key of a quarter, that quarter fills it."""

    def __init__(self, town: Territory, zoom: str = "") -> None:
        """Find the scale that shows the whole town, or the whole quarter."""
        self._town = town
        self._outlines = outlines(town)
        shown = [self._outlines[zoom]] if zoom in self._outlines else list(self._outlines.values())
        corners = [corner for outline in shown for corner in outline] or [(0.0, 0.0), (0.01, 0.01)]
        north, south = max(up for up, _ in corners), min(up for up, _ in corners)
        east, west = max(across for _, across in corners), min(across for _, across in corners)
        self._shrink = cos(radians((north + south) / 2))
        wide, high = (east - west) * self._shrink or 1.0, north - south or 1.0
        self.height = round(min(HIGHEST, max(LOWEST, 2 * MARGIN + (WIDTH - 2 * MARGIN) * high / wide)))
        self._scale = min((WIDTH - 2 * MARGIN) / wide, (self.height - 2 * MARGIN) / high)
        self._middle = ((north + south) / 2, (east + west) / 2)

    def at(self, place: Place) -> tuple[float, float]:
        """Return where a place stands in the drawing (x to the right, y downwards)."""
        up, across = place
        return (
            WIDTH / 2 + (across - self._middle[1]) * self._shrink * self._scale,
            self.height / 2 - (up - self._middle[0]) * self._scale,
        )

    def place_at(self, x: float, y: float) -> Place:
        """Return the place under a point of the drawing: the way back from `at`."""
        return (
            self._middle[0] + (self.height / 2 - y) / self._scale,
            self._middle[1] + (x - WIDTH / 2) / (self._shrink * self._scale),
        )

    def shapes(self, day: date) -> list[Shape]:
        """Return the quarters, in the order of the town's file, with what each was on a day."""
        return [self._shape(quarter, day) for quarter in self._town.neighbourhoods]

    def _shape(self, quarter: Neighbourhood, day: date) -> Shape:
        """Draw one quarter, its name at its centre."""
        x, y = self.at((quarter.latitude, quarter.longitude))
        path = self._path(self._outlines[quarter.key])
        return Shape(quarter.key, quarter.name, path, round(x), round(y) - NAME_ABOVE, quarter.status_on(day))

    def _path(self, outline: Outline) -> str:
        """Write an outline as an SVG path, to the nearest unit."""
        corners = [self.at(corner) for corner in outline]
        return "M" + "L".join(f"{round(x)} {round(y)}" for x, y in corners) + "Z"


def beside(
    x: float, y: float, discs: Sequence[Disc], shapes: Sequence[Shape], taken: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Return where a mark is drawn: at its place, or just beside when a disc, a name or another mark stands there."""
    ways = [
        (0, 0),
        *((reach * across, reach * up) for reach in (22, 34, 46) for up in (0, 1, -1) for across in (1, -1, 0)),
    ]
    places = [(round(x + right), round(y + down)) for right, down in ways]
    return min(places, key=lambda place: _crowd(place, discs, shapes, taken))


def _crowd(
    place: tuple[int, int], discs: Sequence[Disc], shapes: Sequence[Shape], taken: Sequence[tuple[int, int]]
) -> int:
    """Count what a mark at this place would cover."""
    x, y = place
    discs_under = sum(hypot(disc.x - x, disc.y - y) < disc.radius + MARK for disc in discs)
    names = sum(
        abs(shape.x - x) < LETTER * len(shape.name) / 2 + MARK and abs(shape.y - 5 - y) < MARK + 8 for shape in shapes
    )
    return discs_under + names + sum(hypot(a - x, b - y) < 2 * MARK for a, b in taken)


def gather(spots: Sequence[Spot]) -> list[Disc]:
    """Draw spots as discs of which no two of one quarter overlap; each project is counted once in a disc.

    The cost grows with the number of spots, not with its square: a grid gathers first, then the few discs merge.
    """
    squares: dict[tuple[str, int, int], list[Spot]] = {}
    for spot in spots:
        squares.setdefault((spot.quarter, round(spot.x / FIRST), round(spot.y / FIRST)), []).append(spot)
    by_quarter: dict[str, list[_Heap]] = {}
    for place in sorted(squares):
        by_quarter.setdefault(place[0], []).append(_heap(squares[place]))
    return [disc for heaps in by_quarter.values() for disc in _apart(heaps)]


@dataclass(frozen=True, slots=True)
class _Heap:
    """Spots of one quarter, known by their number, their sums and their keys: heaps merge without being read again."""

    quarter: str
    spots: int
    x: float
    y: float
    keys: dict[int, None]

    def with_heap(self, other: _Heap) -> _Heap:
        """Return both as one, the other's keys last."""
        return _Heap(self.quarter, self.spots + other.spots, self.x + other.x, self.y + other.y, self.keys | other.keys)


def _heap(spots: Sequence[Spot]) -> _Heap:
    """Heap the spots of one square."""
    keys = dict.fromkeys(spot.key for spot in spots)
    return _Heap(spots[0].quarter, len(spots), sum(spot.x for spot in spots), sum(spot.y for spot in spots), keys)


def _apart(heaps: list[_Heap]) -> list[Disc]:
    """Merge heaps until their discs no longer overlap."""
    kept: list[tuple[Disc, _Heap]] = []
    waiting = list(heaps)
    while waiting:
        heap = waiting.pop()
        disc = _disc(heap)
        near = next((k for k, (other, _) in enumerate(kept) if _touch(disc, other)), None)
        if near is None:
            kept.append((disc, heap))
        else:
            waiting.append(kept.pop(near)[1].with_heap(heap))
    found = (replace(disc, keys=tuple(heap.keys)) for disc, heap in kept)
    return sorted(found, key=lambda disc: (disc.y, disc.x, disc.keys))


def _touch(one: Disc, other: Disc) -> bool:
    """Tell whether two discs overlap, with a unit between them."""
    return hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius + 1


def _disc(heap: _Heap) -> Disc:
    """Draw a heap as one disc in its middle; the keys come once it stays."""
    many = len(heap.keys)
    radius = ALONE if many == 1 else round(min(LARGEST, FIRST + GROWTH * (many - 1) ** 0.5))
    return Disc(heap.quarter, round(heap.x / heap.spots), round(heap.y / heap.spots), radius, ())
