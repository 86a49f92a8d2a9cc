"""Pages that stand by themselves: each is drawn from its template, kept by the press, and bound with its data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from flask import current_app

from grants import pdf
from grants.plenary.hours import hour
from grants.plenary.prints.text import address, who

if TYPE_CHECKING:
    from pathlib import Path

    from grants.plenary.prints.content import BookletContent


@dataclass(frozen=True, slots=True)
class Page:
    """A page to come: its template, what it shows, its pictures by name, its own rules of style, its body's classes."""

    template: str
    context: Mapping[str, Any]
    images: Mapping[str, bytes] = field(default_factory=dict)
    rules: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """A print made of pages: its title, its style sheet in `static/css/`, its pages in order."""

    title: str
    style: str
    pages: Sequence[Page]


def bound(
    content: BookletContent, wanted: Pages, folder: Path | None, attachments: Sequence[pdf.Attachment] = ()
) -> bytes:
    """Return the pages as a PDF (PDF/UA-1, PDF/A-3a); the first says what the document is, for those who listen to it.

    Call it in the language of the content. folder: where laid-out pages are kept. Raises pdf.PdfUnavailable.
    """
    press = pdf.Press(("print-fonts.css", wanted.style), folder)
    fragments = [
        press.fragment(_html(content, page, "" if nth else wanted.title), page.images)
        for nth, page in enumerate(wanted.pages)
    ]
    press.tidy()
    title = f"{wanted.title} – {content.town} {content.year}"
    return pdf.bind(fragments, press.fonts, title=title, lang=content.language, attachments=attachments)


def _html(content: BookletContent, page: Page, heading: str) -> str:
    """Return the page as the press takes it."""
    template = current_app.jinja_env.get_template(f"plenary/{page.template}.html")
    inner = template.render(content=content, hour=hour, who=who, address=address, **page.context)
    named = f'<h1 class="named">{escape(heading)}</h1>' if heading else ""
    head = f"<title>{escape(content.title)}</title><style>{page.rules}</style>"
    body = f'<body class="{page.kind}">{named}{inner}</body>'
    return f'<!DOCTYPE html><html lang="{escape(content.language)}"><head>{head}</head>{body}</html>'
