"""Our typefaces by their numbers: which signs they have, and how many lines a text takes, without laying it out."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from grants.pdf.engine import asset

MM_PER_POINT = 25.4 / 72
KERNED = 0.985
"""Letters that draw near each other take this share of their widths, on French text."""

MOST_KNOWN = 20_000
"""Words whose width is remembered."""


class Typeface:
    """The advance widths of one of our fonts."""

    def __init__(self, name: str) -> None:
        """Read a font file of `static/`."""
        from fontTools.ttLib import (  # type: ignore[import-untyped]  # noqa: PLC0415 — only where a PDF is made
            TTFont,
        )

        font = TTFont(BytesIO(asset(name)))
        advances = font["hmtx"].metrics
        em = font["head"].unitsPerEm
        self._widths: dict[str, float] = {
            chr(code): advances[glyph][0] / em for code, glyph in font.getBestCmap().items()
        }
        self.signs = frozenset(self._widths)
        self._known: dict[str, float] = {}

    def width(self, text: str, points: float) -> float:
        """Return the width of the text in millimetres; unknown signs count as wide as their size."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = sum([self._widths.get(sign, 1.0) for sign in text])
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
        return known * points * MM_PER_POINT * KERNED

    def lines(self, text: str, points: float, width: float) -> int:
        """Return how many lines the text takes in a column of that many millimetres; words too long are broken."""
        space = self.width(" ", points)
        lines, left = 0, -1.0
        for word in text.split(" "):
            needed = self.width(word, points)
            if lines and needed <= left:
                left -= needed + space
                continue
            broken, last = divmod(needed, width)
            lines += 1 + int(broken)
            left = width - last - space
        return lines


@lru_cache(maxsize=8)
def typeface(name: str) -> Typeface:
    """Return the typeface of that file of `static/`, read once per process."""
    return Typeface(name)
