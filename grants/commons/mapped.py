"""The map as people read it: each quarter with its projects, help and workshops, and the drawing that says the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from grants.domain.chart.ground import Disc, Ground, Shape, Spot, beside, gather
from grants.domain.chart.outlines import Outline, Place, holds, metres, outlines, quarter_at
from grants.domain.territory import HelpPoint, Neighbourhood
from grants.projects.where import Located
from grants.workshops.models import Workshop
from grants.workshops.where import held_at, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from grants.domain.territory import Territory
    from grants.projects.where import Point

FEW: Final = 8
"""How many projects of each quarter are listed beside the map of a whole town with many of them."""
ALL: Final = 120
"""Up to that many projects on a page, each is listed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A project in one quarter: the names it gave to its exact places there, and where it stands."""

    project: Located
    names: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A quarter and what happens there: all its projects are counted, the first are listed.

    `away` is how far its centre is from the quarter one starts from, in metres; None when nobody asked.
    """

    quarter: Neighbourhood
    status: str
    number: int
    lines: tuple[Line, ...]
    help_points: tuple[HelpPoint, ...]
    workshops: tuple[Workshop, ...]
    away: float | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A help point, or a workshop, in the drawing, with the quarter in whose list it is told."""

    x: int
    y: int
    held: HelpPoint | Workshop
    quarter: str

    @property
    def workshop(self) -> Workshop | None:
        """The workshop it stands for."""
        return self.held if isinstance(self.held, Workshop) else None


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, and how high; `zoom` is the key of the quarter that fills it."""

    height: int
    shapes: tuple[Shape, ...]
    discs: tuple[Disc, ...]
    marks: tuple[Mark, ...]
    zoom: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a map shows of a town.

    `nowhere` counts the projects whose quarter is not known here; `workshops` are those whose place is not.
    """

    sections: tuple[Section, ...]
    drawing: Drawing
    nowhere: int
    workshops: tuple[Workshop, ...]


def map_of(  # noqa: PLR0913 - what a map is made of
    town: Territory,
    projects: Sequence[Located],
    workshops: Sequence[Workshop],
    day: date,
    *,
    zoom: Neighbourhood | None = None,
    near: Neighbourhood | None = None,
) -> Mapped:
    """Lay projects, help points and workshops out over a town, or over the quarter `zoom`.

    With `near`, a quarter, the nearest quarters are listed first.
    """
    lines, taught = _lines(town, projects), _taught(town, workshops)
    shown = [zoom] if zoom else list(town.neighbourhoods)
    if near:
        shown.sort(key=lambda quarter: metres(centre(near), centre(quarter)))
    most = ALL if len(projects) <= ALL or zoom else FEW
    sections = tuple(
        Section(
            quarter=quarter,
            status=quarter.status_on(day),
            number=len(lines[quarter.key]),
            lines=tuple(lines[quarter.key][:most]),
            help_points=tuple(point for point in town.help_points if point.neighbourhood == quarter.key),
            workshops=tuple(taught[quarter.key]),
            away=metres(centre(near), centre(quarter)) if near else None,
        )
        for quarter in shown
    )
    placed = {line.project.id for each in lines.values() for line in each}
    return Mapped(
        sections,
        _drawn(town, sections, lines, day, zoom.key if zoom else ""),
        len(projects) - len(placed),
        tuple(taught[""]),
    )


def centre(quarter: Neighbourhood) -> Place:
    """Return the centre of a quarter."""
    return quarter.latitude, quarter.longitude


def _lines(town: Territory, projects: Sequence[Located]) -> Mapping[str, list[Line]]:
    """Say where each project stands: at its exact places, and in each of its quarters that holds none of them."""
    found: dict[str, list[Line]] = defaultdict(list)
    drawn, quarters = outlines(town), {quarter.key: quarter for quarter in town.neighbourhoods}
    for project in projects:
        own = [quarters[key] for key in project.neighbourhoods if key in quarters]
        exact: dict[str, list[Point]] = {quarter.key: [] for quarter in own}
        for point in project.points:
            place = (point.latitude, point.longitude)
            quarter = _quarter_of(place, own, drawn) or quarter_at(town, place)
            if quarter is not None:
                exact.setdefault(quarter.key, []).append(point)
        for key, points in exact.items():
            places = tuple((point.latitude, point.longitude) for point in points)
            names = tuple(point.name for point in points if point.name)
            found[key].append(Line(project, names, places or (centre(quarters[key]),)))
    return found


def _quarter_of(place: Place, own: Sequence[Neighbourhood], drawn: Mapping[str, Outline]) -> Neighbourhood | None:
    """Return the quarter of a project under which its exact place is told: the one that holds it, else the nearest."""
    inside = (quarter for quarter in own if len(own) == 1 or holds(drawn[quarter.key], place))
    return next(inside, None) or min(own, key=lambda each: metres(centre(each), place), default=None)


def _taught(town: Territory, workshops: Sequence[Workshop]) -> Mapping[str, list[Workshop]]:
    """Sort workshops by the quarter where they are held, in their order; those of no known place under no quarter."""
    found: dict[str, list[Workshop]] = defaultdict(list)
    for workshop in workshops:
        found[held_at(town, workshop).quarter].append(workshop)
    return found


def _drawn(
    town: Territory, sections: Sequence[Section], lines: Mapping[str, list[Line]], day: date, zoom: str
) -> Drawing:
    """Draw the quarters, the projects as discs, help points and workshops as marks."""
    ground = Ground(town, zoom)
    spots = [
        Spot(line.project.id, section.quarter.key, *ground.at(place))
        for section in sections
        for line in lines[section.quarter.key]
        for place in line.places
    ]
    discs, shapes = gather(spots), ground.shapes(day)
    marks: list[Mark] = []
    for section in sections:
        aids: list[HelpPoint | Workshop] = [*section.help_points, *section.workshops]
        for aid in aids:
            place = held_at(town, aid).place if isinstance(aid, Workshop) else place_of(aid)
            spot = ground.at(place or centre(section.quarter))
            at = beside(*spot, discs, shapes, [(mark.x, mark.y) for mark in marks])
            marks.append(Mark(*at, aid, section.quarter.key))
    return Drawing(ground.height, tuple(shapes), tuple(discs), tuple(marks), zoom)
