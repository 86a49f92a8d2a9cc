"""The papers of a file: its two A4 pages, the room they take, their pictures, the acknowledgement.

Every function takes plain values and touches no database: nobody waits for a lock while the press works.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from grants import pdf
from grants.applications.forms import KINDS, asked_for, here, say
from grants.applications.printed import block_keys, printed_pages
from grants.applications.room import Room, room_of
from grants.domain.calendar import silence_limit
from grants.domain.file import Answers, Terms, Weight, check, parse
from grants.domain.scheme import Scheme
from grants.domain.territory import Territory
from grants.pdf.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.calls.models import Call
    from grants.domain.file import File
    from grants.settings import Settings

SHEETS = ("print-fonts.css", "two-pages.css")
LETTER_SHEETS = ("print-fonts.css", "print.css")
LONGEST_PRINTED = 12_000
"""Signs printed of one answer: beyond it a third page is certain, and the press need not suffer."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Who typed a file in from paper, at whose request and how (in words), and where the paper is kept."""

    typed_by: str
    asked_by: str
    way: str
    kept_at: str


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
    typed: Typed | None = None

    def numbered(self, number: str) -> Paper:
        """Return the same paper with its number."""
        return replace(self, number=number)


def two_pages(paper: Paper) -> bytes:
    """Print the two pages; raises PdfUnavailable."""
    return _lay(_two_pages_html(paper), paper.title, _language()).pdf()


def room(paper: Paper) -> Room:
    """Measure the two pages, those `two_pages` prints; raises PdfUnavailable."""
    laid = _lay(_two_pages_html(paper), paper.title, _language())
    return room_of(laid.measure(block_keys(paper.scheme)), _cut_all(paper.answers), paper.scheme.fields)


def page_picture(paper: Paper, page: int) -> bytes | None:
    """Draw one page as PNG, None when the document has fewer; raises PdfUnavailable."""
    return _draw(_two_pages_html(paper), paper.title, _language(), page)


@contextmanager
def turn(public_id: str) -> Iterator[None]:
    """Hold the turn of a file: whoever measures or draws it reads its newest text inside, and finds most work done."""
    settings: Settings = current_app.extensions["settings"]
    with pdf.turn(public_id, settings.var / "turns"):
        yield


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
        missing=[] if complete or paper.typed is None else _missing(paper),
        town=paper.town,
        scheme_name=here(paper.scheme.name),
        asked=[text for _label, text in asked_for(paper.scheme, paper.answers, paper.town)],
    )
    return pdf.render(html, stylesheets=LETTER_SHEETS, lang=_language(), title=paper.number)


def _two_pages_html(paper: Paper) -> str:
    """Write the two pages in HTML."""
    cut = _cut_all(paper.answers)
    file: File = parse(cut)
    return _html(
        "applications/two_pages.html",
        paper=paper,
        file=file,
        pages=printed_pages(paper.scheme, cut, paper.town),
        scheme_name=here(paper.scheme.name),
        kinds=KINDS,
    )


def _missing(paper: Paper) -> list[str]:
    """Say what a file still needs, for who has no e-mail to read it in."""
    found = check(paper.answers, paper.terms)
    return [say(problem, paper.scheme) for problem in found if problem.weight is not Weight.WARNING]


def _html(template: str, **context: object) -> str:
    """Write a paper from its template, without what pages are given besides: that reads the database, and locks it."""
    return current_app.jinja_env.get_template(template).render(language=_language(), **context)


def _cut_all(answers: Answers) -> dict[str, str | list[str]]:
    """Print the beginning of an answer nobody could print."""
    return {key: value[:LONGEST_PRINTED] if isinstance(value, str) else value for key, value in answers.items()}


@lru_cache(maxsize=16)
def _lay(html: str, title: str, language: str) -> pdf.Laid:
    """Lay out once what does not change: the gauge, the PDF and the pictures are of the same pages."""
    return pdf.lay(html, stylesheets=SHEETS, lang=language, title=title)


@lru_cache(maxsize=32)
def _draw(html: str, title: str, language: str, page: int) -> bytes | None:
    """Draw once what does not change."""
    return picture(_lay(html, title, language).pdf(), page)


def _language() -> str:
    """Return the language of the paper."""
    return str(get_locale() or "fr")
