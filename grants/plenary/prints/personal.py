"""What each person holds that day: a programme in A6, four to a page, and a badge with their own tables.

Pages of four and eight are kept as fragments, so that one late change prints in no time.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from grants import pdf
from grants.plenary.prints.art import qr_png
from grants.plenary.prints.text import for_paper, hour, sorting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.plenary.prints.content import BookletContent, PersonalSheet

SHEETS = {"programmes": 4, "badges": 8}
"""Kinds of personal sheets, and how many stand on an A4 page."""

MANY_ROUNDS = 4
"""From this number of rounds a programme is set closer."""


def make(content: BookletContent, kind: str, folder: Path | None = None) -> bytes:
    """Return the personal sheets of everybody as a tagged PDF; kind: one of SHEETS, folder: as for the booklet.

    They come in alphabetical order, to be handed over at the door. Raises ValueError on another kind,
    pdf.PdfUnavailable without Pango.
    """
    if kind not in SHEETS:
        raise ValueError(kind)
    content = for_paper(content)
    press = pdf.Press(("print-fonts.css", "personal.css"), folder)
    size = SHEETS[kind]
    with force_locale(content.language):
        title = _("Programmes personnels") if kind == "programmes" else _("Badges")
        everybody = sorted(content.people, key=lambda person: sorting(person.name or person.association))
        pages = [everybody[start : start + size] for start in range(0, len(everybody), size)] or [[]]
        fragments = [_page(press, content, kind, people, title if not nth else "") for nth, people in enumerate(pages)]
    return pdf.bind(fragments, press.fonts, title=f"{title} – {content.town} {content.year}", lang=content.language)


def _page(
    press: pdf.Press, content: BookletContent, kind: str, people: Sequence[PersonalSheet], heading: str
) -> pdf.Fragment:
    """Lay one page out; the first says what the document is, for those who listen to it."""
    images = {f"code{nth}.png": qr_png(person.url) for nth, person in enumerate(people) if person.url}
    inner = current_app.jinja_env.get_template(f"plenary/personal/{kind}.html").render(
        people=people,
        themes={person.theme.key: f"band{nth}" for nth, person in enumerate(people)},
        qr={person.url: f"code{nth}.png" for nth, person in enumerate(people)} | {"": ""},
        hour=hour,
    )
    bands = "".join(f".band{nth}{{background:{person.theme.colour}}}" for nth, person in enumerate(people))
    head = f"<title>{escape(content.title)}</title><style>{bands}</style>"
    style = "many" if len(content.rounds) >= MANY_ROUNDS else "few"
    named = f"<h1>{escape(heading)}</h1>" if heading else ""
    body = f'<body class="{style}">{named}{inner}</body>'
    return press.fragment(
        f'<!DOCTYPE html><html lang="{escape(content.language)}"><head>{head}</head>{body}</html>', images
    )
