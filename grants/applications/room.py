"""The room the two pages take, where it went, and what to shorten when it is too much. Plain values in, plain out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from grants.domain.file import WISH_LINES, Answers, Kind, text_of
from grants.pdf import typeface

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grants.domain.file import Field
    from grants.pdf import Measure

PAGES: Final = 2
PAGE_MM: Final = 273.0
"""Usable height of a page of two-pages.css, in millimetres."""
LINE_MM: Final = 4.11
BODY_PT: Final = 9.25
END_OF_FIRST: Final = "fin-qui"
FIRST_PAGE: Final = ("qui", END_OF_FIRST)
FIELDS_OF: Final = {"qui": "name", "envie": "title", "budget": "charge_1_label", "wishes": "need_1_text"}
"""The first field of a section that holds several; the others are named after theirs."""

ON_ONE_LINE: Final = {"when"}
"""Long answers that still stand in a table."""
PARAGRAPH, CELL, CELL_OF_FIRST, CELL_OF_BUDGET, CELL_OF_WISHES = 180.0, 146.0, 126.0, 62.0, 85.0
"""Millimetres of the columns of two-pages.css."""
REGULAR, SEMIBOLD, BLACK = (f"fonts/atkinson-next-{weight}.ttf" for weight in (400, 600, 800))
HEADS: Final = {"name": (15.0, BLACK), "title": (15.0, BLACK), "hook": (10.5, SEMIBOLD)}
"""Texts printed larger: size in points and face."""
SPARE: Final = 1.1
"""Words are not all alike: ask for a little more than the count."""
FEW: Final = 20
"""Up to that many words the count is said exactly, beyond it by fives."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a section costs: its first field, lines of text as high, share of a page (0 to 1)."""

    name: str
    field: str
    lines: int
    share: float


@dataclass(frozen=True, slots=True)
class Room:
    """The room two pages take: `pages`, `fill` of the second (0 to 1), millimetres per section.

    `shorten` names the field to shorten and about how many words to take out of it, when there is a third page.
    """

    pages: int
    fill: float
    sections: Mapping[str, float]
    shorten: tuple[str, int] | None = None

    @property
    def fits(self) -> bool:
        """Whether it holds on two pages."""
        return self.pages <= PAGES

    @property
    def lines_left(self) -> int:
        """Whole lines of text left on the second page."""
        return int((1 - self.fill) * PAGE_MM / LINE_MM) if self.fits else 0

    @property
    def lines_over(self) -> int:
        """Lines of text that do not hold, of the page that runs over."""
        over = max(_over(self.sections, FIRST_PAGE[:1]), _over(self.sections, _second(self.sections)))
        return max(1, math.ceil(over / LINE_MM)) if not self.fits else 0

    def spent(self) -> list[Spent]:
        """Return what takes room on the second page, as printed; the first page too when it runs over."""
        first = FIRST_PAGE[:1] if self.sections.get("qui", 0) > PAGE_MM else ()
        shown = (*first, *_second(self.sections))
        costs = [(name, self.sections.get(name, 0.0)) for name in shown]
        return [
            Spent(name, FIELDS_OF.get(name, name), round(mm / LINE_MM), min(1.0, mm / PAGE_MM))
            for name, mm in costs
            if mm >= LINE_MM / 2
        ]


def room_of(measure: Measure, answers: Answers, fields: Sequence[Field]) -> Room:
    """Return the room of a file from the measure of its pages."""
    sections = measure.per_section_mm
    shorten = to_shorten(answers, sections, fields) if measure.pages > PAGES else None
    return Room(measure.pages, measure.fill, sections, shorten)


def to_shorten(answers: Answers, sections: Mapping[str, float], fields: Sequence[Field]) -> tuple[str, int]:
    """Return the field with most to give, and about how many words to take out of it so that the file fits."""
    first = _over(sections, FIRST_PAGE[:1])
    over = first or max(LINE_MM, _over(sections, _second(sections)))
    blocks = [*_texts(answers, fields, page=1 if first else 2), *([] if first else _wishes(answers))]
    longest = max(blocks, key=lambda block: block.spare_mm)
    return longest.key, longest.words_for(over + LINE_MM)


def _second(sections: Mapping[str, float]) -> tuple[str, ...]:
    """Return the parts of the second page, in order."""
    return tuple(name for name in sections if name not in FIRST_PAGE)


def _over(sections: Mapping[str, float], names: tuple[str, ...]) -> float:
    """Return the millimetres by which these sections run over one page."""
    return max(0.0, sum(sections.get(name, 0.0) for name in names) - PAGE_MM)


@dataclass(frozen=True, slots=True)
class _Block:
    """A text as printed: its face, size in points, column in millimetres, and the most its shortening can give."""

    key: str
    text: str
    width: float
    points: float = BODY_PT
    face: str = REGULAR
    most_mm: float = math.inf

    @property
    def line_mm(self) -> float:
        """Height of one of its lines."""
        return LINE_MM * self.points / BODY_PT

    @property
    def spare_mm(self) -> float:
        """What taking it out would give."""
        return min(self.most_mm, self._lines(self.text) * self.line_mm)

    def words_for(self, over: float) -> int:
        """Return how many words to take out to win `over` millimetres: all but one when even that is not enough."""
        words = self.text.split(" ")
        wanted = self._lines(self.text) - math.ceil(over / self.line_mm)
        few, many = 1, max(1, len(words) - 1)
        while few < many:
            middle = (few + many) // 2
            fits = self._lines(" ".join(words[: len(words) - middle])) <= wanted
            few, many = (few, middle) if fits else (middle + 1, many)
        most = max(1, len(words) - 1)
        told = min(most, math.ceil(few * SPARE))
        return told if told <= FEW else min(most, 5 * math.ceil(told / 5))

    def _lines(self, text: str) -> int:
        """Count the lines of a text that keeps its line ends."""
        face = typeface(self.face)
        return sum(face.lines(line, self.points, self.width) for line in text.split("\n"))


def _texts(answers: Answers, fields: Sequence[Field], *, page: int) -> Iterator[_Block]:
    """Yield the texts of a page, but needs and offers: heads, paragraphs, cells of tables."""
    for field in fields:
        text = text_of(answers, field.key)
        if field.page != page or field.kind not in {Kind.LINE, Kind.TEXT} or field.key.startswith(("need_", "offer_")):
            continue
        if field.key in HEADS:
            yield _Block(field.key, text, PARAGRAPH, *HEADS[field.key])
        else:
            yield _Block(field.key, text, _width(field))


def _width(field: Field) -> float:
    """Return the millimetres of the column a text is printed in."""
    if field.page == 1:
        return CELL_OF_FIRST
    if field.key.endswith("_label"):
        return CELL_OF_BUDGET
    return PARAGRAPH if field.kind is Kind.TEXT and field.key not in ON_ONE_LINE else CELL


def _wishes(answers: Answers) -> Iterator[_Block]:
    """Yield needs and offers: two columns, where only the longer one takes room."""
    keys = [[f"{side}_{row}_text" for row in range(1, WISH_LINES + 1)] for side in ("need", "offer")]
    sides = [[_Block(key, text_of(answers, key), CELL_OF_WISHES) for key in side] for side in keys]
    heights = [sum(block.spare_mm for block in side) for side in sides]
    for side, mine, other in zip(sides, heights, reversed(heights), strict=True):
        for block in side:
            yield _Block(block.key, block.text, block.width, most_mm=max(0.0, mine - other))
