"""Reading tables as towns keep them: text in any usual encoding and separator, XLSX, XLS, ODS, a page named XLS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}
LARGEST_BYTES = 200_000_000
WIDEST = 1_000
"""Columns of a table: an office of the widest town keeps some sixty."""
PDF = b"%PDF"
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
XML_OF_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
START = 65_536


class UnreadableFileError(ValueError):
    """A file that is no table. The message is one sentence for a terminal; `code` and `figures` for other readers."""

    def __init__(self, message: str, code: str = "no_spreadsheet", **figures: object) -> None:
        """Keep the sentence, and what pages say it with."""
        super().__init__(message)
        self.code, self.figures = code, figures


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: where it starts in the file (lines of text, or rows of the sheet, from 1) and its cells.

    `spread` are the places of cells whose value stands in a merged cell that begins on a line above.
    """

    line: int
    cells: tuple[object, ...]
    spread: frozenset[int] = frozenset()

    @property
    def blank(self) -> bool:
        """Tell whether nothing is written there."""
        return all(cell is None or not str(cell).strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table and its name (the file's name for a CSV); `is_text` when it has an encoding and a separator."""

    name: str
    rows: list[Row]
    is_text: bool = False


def read_sheets(path: Path, encoding: str = "", separator: str = "", most: int = 0) -> list[Sheet]:
    """Read every table of a file, a text by the encoding and separator given, else by those it seems to have.

    With `most`, the first lines of each may be enough: that is all a page shows of a long file.
    Raises UnreadableFileError with the reason in words.
    """
    from grants.incoming.texts import is_page, read_page, read_text  # noqa: PLC0415 - they stand on this module
    from grants.incoming.workbooks import read_workbook  # noqa: PLC0415

    start = _start(path)
    if start.startswith((ZIP, OLD_OFFICE)):
        sheets = read_workbook(path, most)
    elif is_page(start):
        sheets = read_page(path)
    else:
        sheets = [Sheet(path.name, read_text(path, encoding, separator, most), is_text=True)]
    if any(len(row.cells) > WIDEST for sheet in sheets for row in sheet.rows):
        message = f"{path.name} has more than {WIDEST} columns: keep those that are useful."
        raise UnreadableFileError(message, "too_wide")
    return sheets


def _start(path: Path) -> bytes:
    """Return how a file begins, once it is sure to be worth reading."""
    try:
        with path.open("rb") as file:
            start = file.read(START)
        size = path.stat().st_size
    except OSError as error:
        message = f"{path}: {error.strerror}."
        raise UnreadableFileError(message, "missing") from error
    if not size:
        message = f"{path.name} is empty."
        raise UnreadableFileError(message, "empty")
    if size > LARGEST_BYTES:
        message = f"{path.name} is larger than {LARGEST_BYTES // 1_000_000} MB."
        raise UnreadableFileError(message, "too_large")
    if start.lstrip().startswith(PDF):
        message = f"{path.name} is a PDF, not a table: ask for the spreadsheet it was made from."
        raise UnreadableFileError(message, "pdf")
    if start.startswith(PICTURES):
        message = f"{path.name} is a picture, not a table."
        raise UnreadableFileError(message, "picture")
    if start.startswith(OLD_OFFICE) and ENCRYPTED in path.read_bytes():
        message = f"{path.name} is protected by a password: save it again without one."
        raise UnreadableFileError(message, "password")
    if XML_OF_2003 in start:
        message = f"{path.name} is a spreadsheet in the XML of 2003: save it again as xlsx or ods."
        raise UnreadableFileError(message, "xml_2003")
    return start
