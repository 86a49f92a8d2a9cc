"""Folding: which page goes where on sheets printed on both sides, nested, stapled in the fold and read as a book."""

from __future__ import annotations

from dataclasses import dataclass

PAGES_PER_SHEET = 4
PAPER_MM = 0.1
"""Thickness of ordinary paper of 80 g/m²."""


@dataclass(frozen=True, slots=True)
class Side:
    """Two pages side by side, counted from 1."""

    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet before folding, the outermost being number 0."""

    number: int
    front: Side
    back: Side


def blanks(pages: int) -> int:
    """Return how many pages are missing for whole sheets."""
    return -pages % PAGES_PER_SHEET


def saddle_stitch(pages: int) -> list[Sheet]:
    """Return the sheets of a booklet stapled in its fold, outermost first.

    Sheet s has pages (n - 2s, 1 + 2s) in front and (2 + 2s, n - 1 - 2s) at the back. Raises ValueError unless the
    number of pages is a positive multiple of four.
    """
    if pages < PAGES_PER_SHEET or blanks(pages):
        raise ValueError(pages)
    return [
        Sheet(s, Side(pages - 2 * s, 1 + 2 * s), Side(2 + 2 * s, pages - 1 - 2 * s))
        for s in range(pages // PAGES_PER_SHEET)
    ]


def creep_mm(sheet: int, paper_mm: float = PAPER_MM) -> float:
    """Return how far the pages of that sheet move towards the fold, for the trimmed margins to be equal.

    Every sheet outside pushes the next one out by its thickness.
    """
    return sheet * paper_mm
