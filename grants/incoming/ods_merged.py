"""The merged cells of an ODS, which the reader of its values does not tell: read apart, piece by piece."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from pathlib import Path

TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
CONTENT: Final = "content.xml"
PIECE: Final = 1_000_000
MOST: Final = 100_000
"""Merged cells kept of one sheet: a table that people made by hand has hundreds."""

Merged = tuple[tuple[int, int], tuple[int, int]]
"""(line, column) of the first cell and of the last one, from 0."""


def merged_cells(path: Path) -> list[list[Merged]]:
    """Return the cells merged over several lines of each sheet, in the order of the sheets; nothing for another file.

    Raises ValueError when the document declares entities, which no office suite does, or is no XML.
    """
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        if CONTENT not in archive.namelist():
            return []
        reader = _Reader()
        with archive.open(CONTENT) as content:
            while piece := content.read(PIECE):
                reader.read(piece)
    return reader.sheets


class _Reader:
    """Follows where each cell stands: lines and cells may be repeated, tables may stand inside cells."""

    def __init__(self) -> None:
        """Stand before the first table."""
        self.sheets: list[list[Merged]] = []
        self.line = self.column = self.repeated = self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._opened
        self.parser.EndElementHandler = self._closed
        self.parser.EntityDeclHandler = _declared

    def read(self, piece: bytes) -> None:
        """Read some more of the document."""
        try:
            self.parser.Parse(piece)
        except expat.ExpatError as error:
            message = f"content.xml: {error}"
            raise ValueError(message) from error

    def _opened(self, name: str, given: dict[str, str]) -> None:
        """Take a table, a line or a cell that begins."""
        if name == f"{TABLE}table":
            self.depth += 1
            if self.depth == 1:
                self.sheets.append([])
                self.line = 0
        elif self.depth != 1:
            return
        elif name == f"{TABLE}table-row":
            self.repeated, self.column = _number(given, "number-rows-repeated"), 0
        elif name in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            down, right = _number(given, "number-rows-spanned"), _number(given, "number-columns-spanned")
            if down > 1 and len(self.sheets[-1]) < MOST:
                last = (self.line + down - 1, self.column + right - 1)
                self.sheets[-1].append(((self.line, self.column), last))
            self.column += _number(given, "number-columns-repeated")

    def _closed(self, name: str) -> None:
        """Leave a table or a line."""
        if name == f"{TABLE}table":
            self.depth -= 1
        elif name == f"{TABLE}table-row" and self.depth == 1:
            self.line += self.repeated


def _number(given: dict[str, str], name: str) -> int:
    """Read how many times, one where nothing readable is said."""
    written = given.get(TABLE + name, "1")
    return max(1, int(written)) if written.isascii() and written.isdecimal() and len(written) <= len("1048576") else 1


def _declared(*_: object) -> None:
    """Stop rather than grow by entities."""
    message = "content.xml declares entities"
    raise ValueError(message)
