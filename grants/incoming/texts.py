"""Tables as text: CSV in any usual encoding and separator, and the web page that many programs name XLS."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import islice
from typing import TYPE_CHECKING, Final

from grants.incoming.sheets import Row, Sheet, UnreadableFileError

if TYPE_CHECKING:
    from pathlib import Path

SEPARATORS: Final = ";,\t|"
ENCODINGS: Final = ("utf-8", "cp1252", "iso-8859-15", "utf-16", "mac-roman", "cp850")
SAMPLE_LINES = 50
SAMPLE_BYTES = 2000
LONGEST_CELL = 1_000_000
MOST_CELLS = 20_000_000
MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
PAGE: Final = re.compile(
    rb"\s*<(?:!doctype html|html|head|meta|body|table|div|style|\?xml[^>]*>\s*<html)", re.IGNORECASE
)
LATIN: Final = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "utf-8"}
"""What pages say of themselves when they are in fact written on Windows."""
DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_text(path: Path, encoding: str = "", separator: str = "", most: int = 0) -> list[Row]:
    """Read a CSV line by line, cells with line breaks included; its first lines when `most` is not zero."""
    text = decoded(path.read_bytes(), encoding).replace("\x00", "")
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or separator_of(text))
    line, rows = 1, []
    try:
        for cells in islice(reader, most or None):
            rows.append(Row(line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"{path.name}, line {line}: {error}."
        raise UnreadableFileError(message, "line", line=line) from error
    return rows


def encoding_of(raw: bytes) -> str:
    """Tell the encoding of a text: its mark if it bears one, else UTF-8, else the Windows page of western Europe."""
    for mark, encoding in MARKS.items():
        if raw.startswith(mark):
            return encoding
    sample = raw[:SAMPLE_BYTES]
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = sample[place::2]
        if half and half.count(0) > 0.6 * len(half) and sample[1 - place :: 2].count(0) < 0.2 * len(half):
            return encoding
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def decoded(raw: bytes, encoding: str = "") -> str:
    """Decode a text, signs that cannot be read replaced."""
    seen = encoding_of(raw)
    return raw.decode(seen if not encoding or seen.startswith(encoding) else encoding, errors="replace")


def separator_of(text: str) -> str:
    """Return the sign that cuts the first lines most evenly."""
    lines = text[:LONGEST_CELL].splitlines()[:SAMPLE_LINES]
    best = {}
    for sign in SEPARATORS:
        counts = Counter(len(cells) for cells in csv.reader(lines, delimiter=sign) if any(cells))
        width, often = max(((w, n) for w, n in counts.items() if w > 1), key=lambda each: each[1], default=(0, 0))
        best[sign] = (often, width)
    return max(SEPARATORS, key=lambda sign: best[sign])


def is_page(start: bytes) -> bool:
    """Tell whether a file is a web page, whatever its name says."""
    for mark in MARKS:
        start = start.removeprefix(mark)
    return bool(PAGE.match(start))


def read_page(path: Path) -> list[Sheet]:
    """Read the tables of a web page; raise UnreadableFileError when it has none."""
    raw = path.read_bytes()
    declared = DECLARED.search(raw[:SAMPLE_BYTES])
    reader = _Tables()
    try:
        said = declared[1].decode().lower() if declared and encoding_of(raw) == "cp1252" else ""
        text = decoded(raw, "" if said in LATIN else said)
    except LookupError:
        text = decoded(raw)
    reader.feed(text)
    reader.close()
    tables = [rows for rows in reader.tables if rows]
    if not tables:
        message = f"{path.name} is a web page without any table."
        raise UnreadableFileError(message, "page")
    names = [path.name] if len(tables) == 1 else [f"{path.name} ({number})" for number, _ in enumerate(tables, 1)]
    return [
        Sheet(name, [Row(line, tuple(cells)) for line, cells in enumerate(rows, 1)])
        for name, rows in zip(names, tables, strict=True)
    ]


class _Tables(HTMLParser):
    """Gathers the cells of each table of a page; tags that are not closed close by themselves."""

    def __init__(self) -> None:
        """Begin outside any table."""
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row, a cell; a cell several columns wide holds the place of several."""
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables:
            if not self.tables[-1]:
                self.tables[-1].append([])
            span = dict(attrs).get("colspan") or "1"
            width = min(int(span), 50) if span.isdecimal() and span.isascii() and len(span) < 4 else 1  # noqa: PLR2004
            self.tables[-1][-1].extend([""] * max(width, 1))
            self.inside, self.place = True, len(self.tables[-1][-1]) - max(width, 1)
        elif tag in {"br", "p"} and self.inside:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag in {"td", "th", "tr", "table"}:
            self.inside = False

    def handle_data(self, data: str) -> None:
        """Add words to the cell."""
        if self.inside:
            self.tables[-1][-1][self.place] += data
