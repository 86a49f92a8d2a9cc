"""How high the page of a project will be, counted with the widths of letters: saves laying out what cannot fit.

The figures are those of `static/css/booklet.css`, in points for type and millimetres for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grants import pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grants.plenary.prints.content import Wish

POINT = 25.4 / 72
PAGE = 180.0
"""Height between the margins of an A5 page."""

WIDE, NARROW, SIDE, SEAT = 121.0, 76.0, 32.0, 82.0
"""Widths of the page, of the text beside the boxes, of the lines in a box, of the lines beside a table's number."""

LARGER = 2
"""Tables in a row when the tables of a round are printed larger."""

COMPACT = (1, 2)
"""Lines of names and of reasons at each table when they are told closest, in smaller type."""

MEETING = 0.4
"""Room after each encounter, when they are listed."""

FONTS = {weight: f"fonts/atkinson-next-{weight}.ttf" for weight in (400, 600, 800)}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes and line heights of a page, normal or tight."""

    title: tuple[float, float] = (17, 20)
    hook: tuple[float, float] = (12.2, 16.4)
    body: tuple[float, float] = (9.6, 13)
    wish: tuple[float, float] = (8.8, 11.6)
    paragraph: float = 2.0
    box: float = 9.2 + 2.6 + 1.6


TIGHT = Sizes((15, 17.5), (11, 14), (9, 11.8), (8.2, 10.4), 1.4, 10.2)
NORMAL = Sizes()


def height_mm(context: Mapping[str, Any], *, lines: tuple[int, int], wrap: bool, tight: bool) -> float:
    """Return the height of the page of a project, foot included, to compare with PAGE."""
    sizes = TIGHT if tight else NORMAL
    return _head(context, sizes) + _body(context, sizes, wrap=wrap) + 3 + _foot(context, lines)


def _lines(text: str, size: tuple[float, float], width: float, weight: int = 400) -> float:
    """Return the height of a text in millimetres."""
    return pdf.typeface(FONTS[weight]).lines(text, size[0], width) * size[1] * POINT if text else 0.0


def _head(context: Mapping[str, Any], sizes: Sizes) -> float:
    project = context["project"]
    named = project.association if project.association != project.title else ""
    height = 12 + _lines(project.title, sizes.title, WIDE, 800)
    height += _lines(named, (10.5, 14), WIDE, 600) + (0.8 if named else 0)
    height += _lines(" · ".join(context["facts"]), (8.8, 12), WIDE)
    return height + _lines(project.hook, sizes.hook, WIDE) + (2.6 if project.hook else 0)


def _body(context: Mapping[str, Any], sizes: Sizes, *, wrap: bool) -> float:
    paragraphs = [*context["paragraphs"], *(["suite"] if context["cut"] else [])]
    if not context["boxes"]:
        return sum(_lines(text, sizes.body, WIDE) + 2.2 for text in paragraphs)
    project = context["project"]
    side = _box(project.needs, sizes) + _box(project.offers, sizes)
    text = sum(_lines(paragraph, sizes.body, NARROW) + sizes.paragraph for paragraph in paragraphs)
    if wrap and text > side:
        text = side + (text - side) * NARROW / WIDE * 1.05
    return 3 + max(side, text)


def _box(wishes: Iterable[Wish], sizes: Sizes) -> float:
    listed = [_lines(wish.sentence, sizes.wish, SIDE) + 0.6 for wish in wishes]
    return sizes.box + sum(listed) if listed else 0.0


def _foot(context: Mapping[str, Any], most: tuple[int, int]) -> float:
    compact = most == COMPACT
    steps = context["project"].steps[:5]
    dates = 7.2 + max(_lines(step.what, (7.8, 10), WIDE / len(steps) - 2) for step in steps) if steps else 0.0
    size = (8.2, 10.4) if compact else (8.4, 10.8)
    seats = 0.0
    for seat in context["seats"]:
        whom = f"Tour {seat['round']} · 00 h 00 {seat['person']} avec {seat['names']}"
        told = sum(
            min(_lines(text, size, SEAT), lines * size[1] * POINT)
            for text, lines in zip((whom, seat["why"]), most, strict=True)
        )
        listed = (
            f"{meet.number} {meet.why if meet.who in meet.why else f'{meet.who} – {meet.why}'}"
            for meet in seat["meets"]
        )
        told += sum(_lines(text, size, SEAT) + MEETING for text in listed)
        seats += max(9.4, told) + (1.2 if compact else 1.6)
    online = 30.0 if context["qr"] else 0.0
    return 2.7 + dates + max(seats + 6.5 if seats else 0.0, online)


def table_mm(table: Mapping[str, Any], across: int) -> float:
    """Return the height of a table in the list of a round, when there are two or three in a row."""
    roomy = across == LARGER
    column = 58.0 if roomy else 38.0
    size, shift, gap = ((9.4, 12), 7.4, 0.8) if roomy else ((8.2, 10.6), 6.4, 0.7)
    names = [name for name, _numbers in table["people"]] + list(table["guests"])
    height = (14.5 if roomy else 13.2) + sum(
        min(_lines(name, size, column - shift), 2 * size[1] * POINT) + gap for name in names
    )
    height += sum(size[1] * POINT for _name, numbers in table["people"] if len(numbers) > 1)
    reason = (9, 11.4) if roomy else (7.8, 10)
    return height + min(_lines(table["why"], reason, column), 2 * reason[1] * POINT) + (1.2 if table["why"] else 0)
