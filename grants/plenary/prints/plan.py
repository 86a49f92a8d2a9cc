"""The plan of a room, drawn from its tables: rows of circles, each with its seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin, sqrt
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.plenary.prints.content import Room, Spot
from grants.plenary.prints.pages import Page, Pages

if TYPE_CHECKING:
    from grants.plenary.prints.content import BookletContent

SHEET = (273.0, 152.0)
"""Millimetres of the drawing on an A4 page."""

IN_BOOKLET = (121.0, 74.0)
LARGEST = 17.0
"""Radius of a table that has all the room it wants, in millimetres."""

MOST_ON_A_PAGE = 48
MOST_SEATS = 16
"""Seats drawn around a table."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A table as drawn: where it stands, its radius, where its seats are; `mark` is the height of its figures."""

    spot: Spot
    x: float
    y: float
    radius: float
    mark: float
    seats: Sequence[tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A room as drawn, in millimetres."""

    room: Room
    width: float
    height: float
    circles: Sequence[Circle]


def drawn(room: Room, size: tuple[float, float] = SHEET) -> Drawing:
    """Draw a room: tables in rows from left to right in the order of their numbers, the door at the bottom."""
    width, height = size
    count = max(1, len(room.tables))
    across = min(count, max(1, ceil(sqrt(count * width / height))))
    rows = ceil(count / across)
    cell = width / across, height / rows
    radius = min(LARGEST, min(cell) * 0.30)
    circles = []
    for nth, spot in enumerate(room.tables):
        row, place = divmod(nth, across)
        last = count - across * row
        shift = (across - min(across, last)) * cell[0] / 2
        middle = shift + (place + 0.5) * cell[0], (row + 0.5) * cell[1]
        circles.append(_circle(spot, middle, radius))
    return Drawing(room, width, height, circles)


def plan(content: BookletContent) -> Pages:
    """Lay out the plan of each room, one A4 page each, or several when it has very many tables."""
    pages = [
        Page("prints/plan", {"room": room, "plan": drawn(part), "part": nth})
        for room in content.rooms
        for nth, part in enumerate(_parts(room))
    ]
    return Pages(_("Plan des salles"), "evening.css", pages or [Page("prints/plan", {"room": None, "plan": None})])


def _parts(room: Room) -> list[Room]:
    """Cut a room into pages."""
    starts = range(0, max(1, len(room.tables)), MOST_ON_A_PAGE)
    return [type(room)(room.name, room.tables[start : start + MOST_ON_A_PAGE], room.note) for start in starts]


def _circle(spot: Spot, middle: tuple[float, float], radius: float) -> Circle:
    around = max(0, min(MOST_SEATS, spot.seats))
    far, size = radius * 1.32, radius * 0.17
    seats = [
        (
            round(middle[0] + far * cos(2 * pi * nth / around - pi / 2), 2),
            round(middle[1] + far * sin(2 * pi * nth / around - pi / 2), 2),
            round(size, 2),
        )
        for nth in range(around)
    ]
    return Circle(spot, round(middle[0], 2), round(middle[1], 2), round(radius, 2), round(radius * 1.0, 2), seats)
