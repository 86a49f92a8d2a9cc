"""Printing the evening: booklets, personal programmes and badges; the last booklet printed is kept for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.plenary import booklet, personal
from grants.plenary.queries import booklet_content

if TYPE_CHECKING:
    from pathlib import Path

    from grants.plenary.models import Plenary

SHEETS = tuple(personal.SHEETS)
PRINTS = (*booklet.EDITIONS, *SHEETS)
"""All that can be printed: the editions of the booklet, then what is handed to each person."""


def print_evening(plenary: Plenary, kind: str, *, site: str, var: Path) -> bytes:
    """Return one of `PRINTS` as a PDF; a booklet is kept so that everybody may download it.

    `site` is the instance's public address, `var` its data folder. Raises RuleError `no_programme`, or
    pdf.PdfUnavailable without Pango.
    """
    content = booklet_content(plenary.call, site)
    folder = var / "booklet"
    if kind in SHEETS:
        return personal.make(content, kind, folder)
    made = booklet.make(content, kind, folder)
    if plenary.published_version:
        kept = kept_booklet(plenary, kind, var)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(made)
    return made


def kept_booklet(plenary: Plenary, edition: str, var: Path) -> Path:
    """Return where the booklet of the published programme is kept once printed; nobody's name is in it."""
    return var / "booklet" / "printed" / f"{plenary.id}-{plenary.published_version}-{edition}.pdf"


def is_printed(plenary: Plenary, edition: str, var: Path) -> bool:
    """Tell whether everybody may download that edition."""
    return bool(plenary.published_version) and kept_booklet(plenary, edition, var).is_file()
