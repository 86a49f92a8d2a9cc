"""Printing the evening: booklets, personal programmes and badges; the last booklet printed is kept for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grants.plenary.prints import booklet, personal
from grants.plenary.prints.content import BookletContent
from grants.plenary.queries import booklet_content

if TYPE_CHECKING:
    from grants.plenary.models import Plenary

SHEETS = tuple(personal.SHEETS)
PRINTS = (*booklet.EDITIONS, *SHEETS)
"""All that can be printed: the editions of the booklet, then what is handed to each person."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed, read whole, so that the database is left alone while the press works."""

    content: BookletContent
    kind: str
    folder: Path
    kept: Path | None


def order_print(plenary: Plenary, kind: str, *, site: str, var: Path) -> Order:
    """Read what one of `PRINTS` needs; raises RuleError `no_programme`.

    `site` is the instance's public address, `var` its data folder.
    """
    public = plenary.published_version and kind not in SHEETS
    kept = kept_booklet(plenary, kind, var) if public else None
    return Order(booklet_content(plenary.call, site), kind, var / "booklet", kept)


def print_evening(order: Order) -> bytes:
    """Return the PDF; a booklet is kept so that everybody may download it. Raises pdf.PdfUnavailable without Pango."""
    if order.kind in SHEETS:
        return personal.make(order.content, order.kind, order.folder)
    made = booklet.make(order.content, order.kind, order.folder)
    if order.kept is not None:
        order.kept.parent.mkdir(parents=True, exist_ok=True)
        order.kept.write_bytes(made)
    return made


def kept_booklet(plenary: Plenary, edition: str, var: Path) -> Path:
    """Return where the booklet of the published programme is kept once printed; nobody's name is in it."""
    return var / "booklet" / "printed" / f"{plenary.id}-{plenary.published_version}-{edition}.pdf"


def is_printed(plenary: Plenary, edition: str, var: Path) -> bool:
    """Tell whether everybody may download that edition."""
    return bool(plenary.published_version) and kept_booklet(plenary, edition, var).is_file()
