"""A project on a sheet of paper: one or two A4 pages as a tagged PDF, with its square to scan and its short address.

What people wrote is laid out by a child process within limits, and kept under the words and the style it was made of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import current_app
from markupsafe import Markup

from grants import pdf
from grants.commons.showing import language
from grants.opendata.places import address
from grants.plenary.prints.art import TINT, mixed, qr_png
from grants.plenary.prints.text import address as typed
from grants.plenary.prints.text import printable
from grants.projects.text import to_html
from grants.reports.queries import public_photograph

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grants.domain.territory import Territory
    from grants.projects.models import Project

SHEETS = ("print-fonts.css", "sheet.css")
LIMITS = pdf.Limits()
NO_THEME = "#1F4E79"
BRIEF, BRIEF_BESIDE = 1_200, 400
LINE = 60
"""Characters under which a story is set in larger type, to fill its page: alone, or under a photograph.

A `LINE` of its money counts as that many."""
SQUARE, PHOTOGRAPH = "square.png", "photograph.jpg"
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def html_of(page: Mapping[str, Any]) -> tuple[str, dict[str, bytes]]:
    """Return a project's page for the press, and its pictures; `page` is what its page on screen says."""
    project: Project = page["project"]
    short = address("commons.short", number=project.id)
    images = {SQUARE: qr_png(short)}
    content, picture = _picture(page)
    if content:
        images[PHOTOGRAPH] = content
    colour = _colour(page["town"], project)
    template = current_app.jinja_env.overlay(finalize=_ready).get_template("commons/project_sheet.html")
    html = template.render(
        **page,
        language=language(),
        short=typed(short),
        picture=picture if content else None,
        brief=_length(page) < (BRIEF_BESIDE if content else BRIEF) and not page["report"],
        laid=_laid,
        style=Markup("<style>:root {{ --theme: {}; --tint: {} }}</style>").format(colour, mixed(colour, TINT)),
    )
    return html, images


def made(html: str, images: Mapping[str, bytes], title: str, spoken: str, var: Path) -> bytes:
    """Return the PDF of such a page, laid out anew only when something of it changed.

    The database is not needed. Raises pdf.PdfUnavailable, and pdf.LayoutTooHeavyError for a page that nothing can hold.
    """
    with pdf.turn(f"sheet-{title}", var / "turns"):
        press = pdf.Press(SHEETS, var / "sheets", LIMITS)
        try:
            fragment = press.fragment(html, images)
        finally:
            press.close()
        if press.laid_out:
            press.tidy()
        return pdf.bind([fragment], press.fonts, title=title, lang=spoken)


def _length(page: Mapping[str, Any]) -> int:
    """Return how much a sheet has to hold beside its photograph, in characters."""
    project: Project = page["project"]
    return len(project.what) + len(project.for_whom) + LINE * len([*page["votes"], *page["timeline"]])


def _picture(page: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the photograph a sheet shows, and what is on it: of the report, else of the latest news that have one."""
    slug, report = page["project"].slug, page["report"]
    if report and report.pictures:
        file = public_photograph(slug, report.pictures[0].small)
        return (file.content, report.pictures[0].alt) if file else (b"", "")
    seen = next((voice.photographs[0] for voice in page["news"] if voice.photographs), None)
    return (seen.small.content, seen.alternative) if seen else (b"", "")


def _colour(town: Territory, project: Project) -> str:
    """Return the colour of a project's first theme."""
    theme = town.theme(project.themes[0]) if project.themes else None
    return theme.colour if theme else NO_THEME


def _ready(value: Any) -> Any:  # noqa: ANN401 - whatever a template writes
    """Leave out of what a template writes the signs that paper cannot show."""
    if isinstance(value, Markup):
        return value
    return printable(value) if isinstance(value, str) else value


def _laid(text: str) -> Markup:
    """Return a story as HTML for paper: a link becomes its words, then its address in brackets."""
    html = _LINK.sub(_told, str(to_html(text)))
    return Markup(printable(html))  # noqa: S704 - `to_html` cleaned it, and only links were taken out of it


def _told(link: re.Match[str]) -> str:
    """Tell a link as people type it."""
    where, words = link[1].removeprefix("mailto:"), link[2]
    return words if where in words else f"{words} ({where})"
