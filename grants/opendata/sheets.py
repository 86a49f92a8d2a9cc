"""Reading tables as towns keep them: CSV in any usual encoding and separator, XLSX, XLS, ODS."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}
LARGEST_BYTES = 200_000_000
SEPARATORS = ";,\t|"
SAMPLE_LINES = 50
LONGEST_CELL = 1_000_000
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
PDF = b"%PDF"
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class UnreadableFileError(ValueError):
    """A file that is no table; the message is one sentence for whoever gave it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: where it starts in the file (lines of text, or rows of the sheet, from 1) and its cells."""

    line: int
    cells: tuple[object, ...]

    @property
    def blank(self) -> bool:
        """Tell whether nothing is written there."""
        return all(cell is None or not str(cell).strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table and its name (the file's name for a CSV)."""

    name: str
    rows: list[Row]


def read_sheets(path: Path) -> list[Sheet]:
    """Read every table of a file; raise UnreadableFileError with the reason in words."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
        size = path.stat().st_size
    except OSError as error:
        message = f"{path}: {error.strerror}."
        raise UnreadableFileError(message) from error
    if not size:
        message = f"{path.name} is empty."
        raise UnreadableFileError(message)
    if size > LARGEST_BYTES:
        message = f"{path.name} is larger than {LARGEST_BYTES // 1_000_000} MB."
        raise UnreadableFileError(message)
    if start.startswith(PDF):
        message = f"{path.name} is a PDF, not a table: ask for the spreadsheet it was made from."
        raise UnreadableFileError(message)
    if path.suffix.lower() in SPREADSHEETS or start.startswith((ZIP, OLD_OFFICE)):
        return _spreadsheet(path)
    return [Sheet(path.name, list(_csv(path)))]


def _spreadsheet(path: Path) -> list[Sheet]:
    """Read a workbook; the library is loaded only here, where it works."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        return [
            Sheet(name, [Row(line, tuple(cells)) for line, cells in enumerate(_cells(workbook, name), start=1)])
            for name in workbook.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        message = f"{path.name} cannot be opened as a spreadsheet ({error}); a password may protect it."
        raise UnreadableFileError(message) from error


def _cells(workbook: object, name: str) -> list[list[object]]:
    """Return the cells of a sheet, empty lines at the top kept so that lines keep their number."""
    sheet = workbook.get_sheet_by_name(name)  # type: ignore[attr-defined]
    cells: list[list[object]] = sheet.to_python(skip_empty_area=False)
    return cells


def _csv(path: Path) -> Iterator[Row]:
    """Read a CSV line by line, cells with line breaks included."""
    text = _decode(path.read_bytes()).replace("\x00", "")
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    line = 1
    try:
        for cells in reader:
            yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"{path.name}, line {line}: {error}."
        raise UnreadableFileError(message) from error


def _decode(raw: bytes) -> str:
    """Decode a text: its mark if it bears one, else UTF-8, else the Windows page of western Europe."""
    for mark, encoding in MARKS.items():
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """Return the sign that cuts the first lines most evenly."""
    lines = text.splitlines()[:SAMPLE_LINES]
    best = {}
    for sign in SEPARATORS:
        counts = Counter(len(cells) for cells in csv.reader(lines, delimiter=sign) if any(cells))
        width, often = max(((w, n) for w, n in counts.items() if w > 1), key=lambda each: each[1], default=(0, 0))
        best[sign] = (often, width)
    return max(SEPARATORS, key=lambda sign: best[sign])
