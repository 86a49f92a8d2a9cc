"""New personal programmes for those who move during the day, and for nobody else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grants.domain.errors import RuleError
from grants.plenary.prints.catalogue import make
from grants.plenary.prints.content import BookletContent
from grants.plenary.queries.booklet import booklet_content

if TYPE_CHECKING:
    from grants.plenary.models import Plenary, Programme
    from grants.plenary.queries.moves import Moves


@dataclass(frozen=True, slots=True)
class Slips:
    """What is to be printed, read whole."""

    content: BookletContent
    folder: Path


def order_slips(plenary: Plenary, repaired: Programme, moves: Moves, *, site: str, var: Path) -> Slips:
    """Read the programmes of those who move and of those who are new.

    Raises RuleError `not_accepted` before the repair is published, `nobody_moves` when nobody needs one.
    """
    if plenary.published_version != repaired.version:
        raise RuleError("not_accepted")
    tokens = {move.guest.participant.token for move in (*moves.moved, *moves.new)}
    if not tokens:
        raise RuleError("nobody_moves")
    content = booklet_content(plenary.call, site or "https://localhost")
    people = tuple(each for each in content.people if each.url.rsplit("/", 1)[-1] in tokens)
    return Slips(replace(content, people=people), var / "booklet")


def print_slips(slips: Slips) -> bytes:
    """Return the PDF, four slips to an A4 page; raises pdf.PdfUnavailable without Pango."""
    return make(slips.content, "programmes", slips.folder)
