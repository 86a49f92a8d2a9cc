"""The papers of the council and the letters that follow: words as blocks, drawn as PDF or OpenDocument.

Every function takes plain values and touches no database: nobody waits for a lock while the press works.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.budget.papers.annex import annex, annex_table
from grants.budget.papers.blocks import NewPage, Paper
from grants.budget.papers.deliberation import deliberation, single
from grants.budget.papers.drawing import as_odt, as_pdf
from grants.budget.papers.letters import Sender, holding_letters, notification_letters
from grants.budget.papers.note import note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.budget.papers.blocks import Block
    from grants.budget.queries import Papers

__all__ = [
    "Paper",
    "Sender",
    "annex_paper",
    "annex_table",
    "as_odt",
    "as_pdf",
    "deliberation_paper",
    "holding_letters",
    "note_paper",
    "notification_letters",
    "one_each",
]


def one_each(papers: Papers) -> list[Papers]:
    """Share an act into one per association, in the order of their first files."""
    homes: dict[object, list[object]] = {}
    for line in papers.lines:
        homes.setdefault(line.association_id or line.number, []).append(line)
    return [replace(papers, lines=tuple(lines)) for lines in homes.values()]  # type: ignore[arg-type]


def deliberation_paper(acts: Sequence[Papers]) -> Paper:
    """Return the acts with their annexes, each beginning a page; an act of one project says all of it by itself."""
    blocks: list[Block] = []
    for papers in acts:
        blocks += [NewPage()] if blocks else []
        blocks += deliberation(papers)
        blocks += [] if single(papers) else annex(papers)
    return _paper(acts[0], _("Délibération"), blocks)


def note_paper(papers: Papers) -> Paper:
    """Return the explanatory note."""
    return _paper(papers, _("Note explicative"), note(papers))


def annex_paper(papers: Papers) -> Paper:
    """Return the annex alone."""
    return _paper(papers, _("Annexe"), annex(papers))


def _paper(papers: Papers, name: str, blocks: list[Block]) -> Paper:
    """Name a paper and say what stands at the head of its pages."""
    number = f" n°\u00a0{papers.act.number}" if papers.act else ""
    return Paper(f"{name}{number}", f"{papers.town.funder} – {papers.title}", blocks, draft=papers.act is None)
