"""What is drawn in a booklet: the constellation of its cover, the squares to scan, its colours."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grants.plenary.prints.content import BookletContent

GOLDEN_ANGLE = pi * (3 - sqrt(5))
NIGHT = "#14213D"
"""The ground of the covers."""

TINT = 0.08
"""Share of a theme's colour in the background of its boxes."""


@dataclass(frozen=True, slots=True)
class Sky:
    """The cover's drawing, in millimetres: tables of the first round, their seats, threads to the second round."""

    width: float
    height: float
    tables: Sequence[tuple[float, float, float]]
    seats: Sequence[tuple[float, float, float, str]]
    threads: Sequence[tuple[float, float, float, float, str]]


def constellation(content: BookletContent, width: float, height: float) -> Sky:
    """Draw this plenary: a circle per table, a dot per project in its theme's colour, a thread to its next table.

    Without rounds every project is a circle of its own.
    """
    colours = {project.number: on_dark(project.theme.colour) for project in content.projects}
    first = [tuple(table.projects) for table in content.rounds[0].tables] if content.rounds else []
    circles = first or [(project.number,) for project in content.projects]
    radius = min(13.0, 0.19 * sqrt(width * height / max(1, len(circles))))
    centres = _spread(len(circles), width - 2.6 * radius, height - 2.6 * radius)
    middle = [(width / 2 + x, height / 2 + y) for x, y in centres]
    seats, places = [], {}
    for numbers, (x, y) in zip(circles, middle, strict=True):
        for nth, number in enumerate(numbers):
            angle = 2 * pi * nth / max(1, len(numbers)) - pi / 2
            place = (round(x + radius * cos(angle), 2), round(y + radius * sin(angle), 2))
            places[number] = place
            seats.append((*place, round(max(0.8, radius * 0.3), 2), colours.get(number, "#FFFFFF")))
    threads = _threads(content, places, colours)
    tables = [(round(x, 2), round(y, 2), round(radius, 2)) for x, y in middle]
    return Sky(width, height, tables if first else (), seats, threads)


def _spread(count: int, width: float, height: float) -> list[tuple[float, float]]:
    """Place points evenly in an ellipse, as seeds in a sunflower, around (0, 0)."""
    points = []
    for nth in range(count):
        far = sqrt((nth + 0.5) / count) if count > 1 else 0.0
        points.append((width / 2 * far * cos(nth * GOLDEN_ANGLE), height / 2 * far * sin(nth * GOLDEN_ANGLE)))
    return points


def _threads(
    content: BookletContent, places: dict[int, tuple[float, float]], colours: dict[int, str]
) -> list[tuple[float, float, float, float, str]]:
    """Join the seats of those who share a table in the second round, in a ring."""
    threads = []
    for table in content.rounds[1].tables if len(content.rounds) > 1 else ():
        ring = [number for number in table.projects if number in places]
        for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
            if here != there:
                threads.append((*places[here], *places[there], mixed(colours.get(here, "#FFFFFF"), 0.5, NIGHT)))
    return threads


def mixed(colour: str, share: float, ground: str = "#FFFFFF") -> str:
    """Return `share` of a `#RRGGBB` colour on a ground."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(under + (part - under) * share):02X}" for part, under in pairs)


def on_dark(colour: str) -> str:
    """Return the colour in a light shade that stands out on the dark cover."""
    hue, _, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    return "#" + "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, 0.7, max(0.65, saturation)))


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


@lru_cache(maxsize=2_048)
def qr_png(address: str) -> bytes:
    """Return the address as a square to scan, in PNG, four pixels a module."""
    import segno  # noqa: PLC0415 — only where a booklet is printed

    target = BytesIO()
    segno.make(address, error="m", micro=False).save(target, kind="png", scale=4, border=0)
    return target.getvalue()
