"""The papers of a report: its one page, and the financial report on the model that funders know.

Every function takes plain values and touches no database: nobody waits for a lock while the press works.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import force_locale, get_locale

from grants import pdf
from grants.domain.accounts import CHARGES, PRODUCTS, by_account
from grants.domain.file import File
from grants.domain.identifiers import grouped
from grants.domain.report import Story
from grants.domain.territory import Territory
from grants.reports.forms import GIFT_KIND_WORDS, GIFT_LICENCE_WORDS, money_words
from grants.reports.queries import Grant, Picture

SHEETS = ("print-fonts.css", "report.css")
FORM_SHEETS = ("print-fonts.css", "cerfa.css")
LONGEST = 6_000
"""Signs printed of one answer in the financial report; the one page is cut much sooner."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed of a report, as plain values. `images`: JPEG bytes by name; `slug`: the page that tells all."""

    file: File
    story: Story
    number: str
    year: int
    town: Territory
    grant: Grant | None
    pictures: tuple[Picture, ...]
    images: Mapping[str, bytes]
    met: tuple[str, ...]
    slug: str
    received_on: date | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How a report is made to hold on one page: size of type and of photographs, share of the texts that is kept."""

    kind: str = "ample"
    pictures: int = 6
    share: float = 1.0


LADDER = (
    Fit(),
    Fit("close"),
    Fit("tight"),
    Fit("tight small"),
    *(Fit("tight small", share=share) for share in (0.8, 0.6, 0.45, 0.3)),
    *(Fit("tight small", pictures=3, share=share) for share in (0.2, 0.12, 0.06)),
    Fit("tight small", pictures=0, share=0.03),
)
"""From the most generous to what always fits."""
MOST_TEXT = 5_200
"""Signs of running text that a page could hold at the very most."""
TEXTS = ("happened", "unplanned", "changed", "worth", "met_text", "advice", "difference", "unspent")


def one_page(paper: Paper) -> bytes:
    """Print the report on exactly one page, by the most generous way that holds; raises PdfUnavailable."""
    chosen = _laid(paper, LADDER[0])
    first, last = (1, len(LADDER) - 1) if chosen.pages > 1 else (0, 0)
    while first < last:  # each rung takes less room than the one before
        middle = (first + last) // 2
        tried = _laid(paper, LADDER[middle])
        if tried.pages == 1:
            last, chosen = middle, tried
        else:
            first = middle + 1
    return (chosen if chosen.pages == 1 else _laid(paper, LADDER[last])).pdf()


def financial_report(paper: Paper) -> bytes:
    """Print the financial report on the model of Cerfa 15059, in French: funders read it. Raises PdfUnavailable."""
    story = _cut(paper.story, 1.0, LONGEST)
    sides = {
        "charges": by_account(CHARGES, story.charges, lambda line: line.label),
        "products": by_account(PRODUCTS, story.products, lambda line: line.label),
    }
    with force_locale("fr"):
        html = _html(
            "reports/financial.html",
            paper=replace(paper, story=story),
            file=paper.file,
            story=story,
            sides=sides,
            grouped=grouped,
            share_of=share_of,
        )
    return pdf.render(html, stylesheets=FORM_SHEETS, lang="fr", title="Compte rendu financier")


def share_of(part: int | None, whole: int | None) -> str:
    """Write what was realised of what was planned, in whole percents; empty when nothing was planned."""
    if not whole or part is None:
        return ""
    return f"{round(100 * part / whole)}\N{NO-BREAK SPACE}%"


def _laid(paper: Paper, fit: Fit) -> pdf.Laid:
    """Lay the report out, made to hold that way."""
    title, html = paper.file.title or paper.number, _one_page_html(paper, fit)
    return pdf.lay(html, stylesheets=SHEETS, lang=_language(), title=title, images=paper.images)


def _one_page_html(paper: Paper, fit: Fit) -> str:
    """Write the one page."""
    story = _cut(paper.story, fit.share, MOST_TEXT)
    return _html(
        "reports/one_page.html",
        paper=paper,
        file=paper.file,
        story=story,
        pictures=paper.pictures[: fit.pictures],
        kind=fit.kind,
        cut=fit.pictures < len(paper.pictures)
        or any(getattr(story, key) != getattr(paper.story, key) for key in TEXTS),
        gift_kinds=GIFT_KIND_WORDS,
        gift_licences=GIFT_LICENCE_WORDS,
        money_words=money_words,
    )


def _cut(story: Story, share: float, most: int) -> Story:
    """Keep a share of each text, and of everything else what paper can hold."""
    texts = {key: getattr(story, key) for key in TEXTS}
    total = sum(map(len, texts.values())) or 1
    scale = share * min(1.0, most / total)
    kept = {key: _shortened(text, int(len(text) * scale)) if scale < 1 else text for key, text in texts.items()}
    gifts = tuple(replace(gift, title=_shortened(gift.title, 100), address="") for gift in story.gifts)
    kept |= {"sign_name": _shortened(story.sign_name, 120), "sign_role": _shortened(story.sign_role, 120)}
    changes: dict[str, Any] = {**kept, "gifts": gifts}
    return replace(story, **changes)


def _shortened(text: str, most: int) -> str:
    """Cut a text after a word, an ellipsis telling it."""
    if len(text) <= most:
        return text
    head = text[: max(most - 1, 0)]
    word = head.rpartition(" ")[0]
    return (word if len(word) > most // 2 else head).rstrip(" ,;:") + "…"


def _html(template: str, **context: object) -> str:
    """Write a paper from its template, without what pages are given besides: that reads the database."""
    return current_app.jinja_env.get_template(template).render(language=_language(), **context)


def _language() -> str:
    """Return the language of the paper."""
    return str(get_locale() or "fr")
