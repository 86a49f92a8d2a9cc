"""A paper drawn: as a tagged PDF, or as a text document with real styles. Nothing here reads the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from grants import pdf
from grants.budget.forms.words.sums import spoken
from grants.budget.papers.odt import odt

if TYPE_CHECKING:
    from grants.budget.papers.blocks import Paper

SHEETS = ("print-fonts.css", "council.css")


def as_pdf(paper: Paper) -> bytes:
    """Print a paper; raises PdfUnavailable."""
    language = spoken()
    template = current_app.jinja_env.get_template("budget/papers/paper.html")
    return pdf.render(
        template.render(paper=paper, language=language), stylesheets=SHEETS, lang=language, title=paper.name
    )


def as_odt(paper: Paper) -> bytes:
    """Write a paper as an OpenDocument text that staff go on writing."""
    return odt(paper, spoken())
