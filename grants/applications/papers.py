"""The papers of a file: its two A4 pages, the room they take, their pictures, the acknowledgement.

Every function takes plain values and touches no database: nobody waits for a lock while the press works.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from grants import pdf
from grants.applications.forms import KINDS, asked_for, here
from grants.applications.printed import block_keys, printed_pages
from grants.domain.calendar import silence_limit
from grants.domain.file import Answers, Terms, parse
from grants.domain.scheme import Scheme
from grants.domain.territory import Territory
from grants.pdf.pictures import picture

if TYPE_CHECKING:
    from grants.calls.models import Call
    from grants.domain.file import File

PAGES = 2
SHEETS = ("print-fonts.css", "two-pages.css")
LETTER_SHEETS = ("print-fonts.css", "print.css")
PAGE_MM = 273.0
"""Usable height of a page of two-pages.css, in millimetres."""
LINE_MM = 4.1
WORDS_A_LINE = 15
LONGEST_PRINTED = 12_000
"""Signs printed of one answer: beyond it a third page is certain, and the press need not suffer."""
SHORTENED = {"wishes": "commons", "budget": "what", "envie": "what", "where": "when", "qui": "address"}
"""The question to shorten when a section without long text of its own takes most room."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed of a file, as plain values; the two pages depend on nothing else."""

    answers: Answers
    number: str
    year: int
    title: str
    town: Territory
    terms: Terms
    scheme: Scheme

    def numbered(self, number: str) -> Paper:
        """Return the same paper with its number."""
        return replace(self, number=number)


@dataclass(frozen=True, slots=True)
class Room:
    """The room two pages take: `pages`, `fill` of the second (0 to 1), lines left there, millimetres per section."""

    pages: int
    fill: float
    lines_left: int
    sections: Mapping[str, float]

    @property
    def fits(self) -> bool:
        """Whether it holds on two pages."""
        return self.pages <= PAGES

    def to_shorten(self) -> tuple[str, int]:
        """Return the field that takes most room, and about how many words to take out of the file."""
        costs = {name: cost for name, cost in self.sections.items() if name != "qui" or cost > PAGE_MM * 1.5}
        longest = "qui" if "qui" in costs else max(costs, key=lambda name: costs[name], default="what")
        too_long = (self.pages - PAGES - 1 + self.fill) * PAGE_MM
        words = max(10, round(too_long / LINE_MM + 1) * WORDS_A_LINE)
        return SHORTENED.get(longest, longest), words


def two_pages(paper: Paper) -> bytes:
    """Print the two pages; raises PdfUnavailable."""
    return _print(_two_pages_html(paper), SHEETS, paper.title)


def room(paper: Paper) -> Room:
    """Measure the two pages; raises PdfUnavailable."""
    return _measure(_two_pages_html(paper), block_keys(paper.scheme))


def page_picture(paper: Paper, page: int) -> bytes | None:
    """Draw one page as PNG, None when the document has fewer; raises PdfUnavailable."""
    return picture(two_pages(paper), page)


@dataclass(frozen=True, slots=True)
class Days:
    """The days an acknowledgement tells: of reception, then those of the call."""

    received_on: date
    complete_by: date
    settle_on: date
    council_on: date
    plenary_on: date

    @classmethod
    def of(cls, call: Call, received_on: date) -> Days:
        """Take the days of a call."""
        return cls(received_on, call.complete_by, call.settle_on, call.council_on, call.plenary_on)


def coming_steps(days: Days) -> list[tuple[date, str]]:
    """Return what happens after the reception, with its days, in words."""
    steps = [
        (days.complete_by, _("les dossiers sont complets")),
        (days.settle_on, _("les sommes sont calculées, au grand jour")),
        (days.council_on, _("vote du conseil")),
        (days.plenary_on, _("plénière, où tous les projets se rencontrent")),
    ]
    return sorted(step for step in steps if step[0] >= days.received_on)


def acknowledgement(paper: Paper, days: Days, *, complete: bool) -> bytes:
    """Print the acknowledgement that the law asks at once; raises PdfUnavailable."""
    html = _html(
        "applications/acknowledgement.html",
        paper=paper,
        territory=paper.town,
        file=parse(paper.answers),
        received_on=days.received_on,
        council_on=days.council_on,
        silence_on=silence_limit(days.received_on),
        steps=coming_steps(days),
        complete=complete,
        town=paper.town,
        scheme_name=here(paper.scheme.name),
        asked=[text for _label, text in asked_for(paper.scheme, paper.answers)],
    )
    return pdf.render(html, stylesheets=LETTER_SHEETS, lang=_language(), title=paper.number)


def _two_pages_html(paper: Paper) -> str:
    """Write the two pages in HTML."""
    cut = {key: _cut(value) for key, value in paper.answers.items()}
    file: File = parse(cut)
    return _html(
        "applications/two_pages.html",
        paper=paper,
        file=file,
        pages=printed_pages(paper.scheme, cut, paper.town),
        scheme_name=here(paper.scheme.name),
        kinds=KINDS,
    )


def _html(template: str, **context: object) -> str:
    """Write a paper from its template, without what pages are given besides: that reads the database, and locks it."""
    return current_app.jinja_env.get_template(template).render(language=_language(), **context)


def _cut(value: str | list[str]) -> str | list[str]:
    """Print the beginning of an answer nobody could print."""
    return value[:LONGEST_PRINTED] if isinstance(value, str) else value


@lru_cache(maxsize=64)
def _measure(html: str, sections: tuple[str, ...]) -> Room:
    """Measure once what does not change."""
    measured = pdf.measure(html, sections, stylesheets=SHEETS)
    left = int((1 - measured.fill) * PAGE_MM / LINE_MM) if measured.pages <= PAGES else 0
    return Room(measured.pages, measured.fill, left, measured.per_section_mm)


@lru_cache(maxsize=16)
def _print(html: str, sheets: tuple[str, ...], title: str) -> bytes:
    """Print once what does not change."""
    return pdf.render(html, stylesheets=sheets, lang=_language(), title=title)


def _language() -> str:
    """Return the language of the paper."""
    return str(get_locale() or "fr")
