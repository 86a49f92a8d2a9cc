"""Workbooks: XLSX, XLS, ODS, read apart so that none of them can hurt who reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from grants.files import BROKEN_ARCHIVE
from grants.incoming.apart import PASSWORD, TOO_LARGE, seconds_for
from grants.incoming.sheets import ZIP, Row, Sheet, UnreadableFileError
from grants.settings import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MOST_UNZIPPED: Final = 600_000_000
"""Bytes of all that a workbook holds, once unzipped."""
SWOLLEN: Final = 250
"""Times a large part may grow when unzipped: sheets of a hundred thousand equal lines grow some sixty times."""
LARGE_PART: Final = 50_000_000
MOST_SPREAD: Final = 1_000_000
"""Cells of a sheet that say again what a merged cell says."""
PIECE = 1_000_000
PROTECTED: Final = b"manifest:encryption-data"
MANIFEST: Final = "META-INF/manifest.xml"


def read_workbook(path: Path, most: int = 0) -> list[Sheet]:
    """Read the first lines of every sheet of a workbook, all of them when `most` is zero.

    Raises UnreadableFileError with the reason in words.
    """
    with path.open("rb") as file:
        zipped = file.read(4) == ZIP
    if zipped:
        _look_inside(path)
    command = [sys.executable, "-m", "grants.incoming.apart", str(path.resolve()), str(most)]
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and a path
            command, cwd=ROOT, env=environment, capture_output=True, timeout=2 * seconds_for(most), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_large(path) from error
    if done.returncode == PASSWORD:
        raise _protected(path)
    if done.returncode == TOO_LARGE or done.returncode < 0:
        raise _too_large(path)
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        message = f"{path.name} cannot be opened as a spreadsheet ({told})."
        raise UnreadableFileError(message, "no_spreadsheet")
    try:
        return _sheets(done.stdout)
    except OverflowError as error:
        raise _too_large(path) from error


def _look_inside(path: Path) -> None:
    """Unzip a workbook without keeping anything, to see how large it really is and whether it is protected."""
    size = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                with archive.open(member) as inside:
                    while piece := inside.read(PIECE):
                        size += len(piece)
                        if member.filename == MANIFEST and PROTECTED in piece:
                            raise _protected(path)
                        if size > MOST_UNZIPPED or inside.tell() > max(LARGE_PART, SWOLLEN * member.compress_size):
                            raise _too_large(path)
    except UnreadableFileError:
        raise
    except BROKEN_ARCHIVE as error:
        if "encrypted" in str(error):
            raise _protected(path) from error
        message = f"{path.name} cannot be opened as a spreadsheet ({error}); it may be damaged."
        raise UnreadableFileError(message, "no_spreadsheet") from error


def _protected(path: Path) -> UnreadableFileError:
    message = f"{path.name} is protected by a password: save it again without one."
    return UnreadableFileError(message, "password")


def _too_large(path: Path) -> UnreadableFileError:
    message = f"{path.name} says it holds more than can be read: keep the useful sheet, without its empty lines."
    return UnreadableFileError(message, "too_many_cells")


def _sheets(written: bytes) -> list[Sheet]:
    """Read what the process apart wrote."""
    sheets: list[Sheet] = []
    merged: list[Any] = []
    for line in written.splitlines():
        told = json.loads(line)
        if isinstance(told, dict):
            if sheets:
                _spread(sheets[-1], merged)
            sheets.append(Sheet(told["sheet"], []))
            merged = told["merged"]
        else:
            sheets[-1].rows.append(Row(told[0], tuple(map(_cell, told[1]))))
    if sheets:
        _spread(sheets[-1], merged)
    return sheets


def _cell(told: object) -> object:
    return date.fromisoformat(told["day"]) if isinstance(told, dict) else told


def _spread(sheet: Sheet, merged: list[Any]) -> None:
    """Write what a cell merged over several lines says on each of these lines, which all say it to who reads them.

    Raises OverflowError when merged cells cover each other again and again, as no table does.
    """
    places = {row.line: place for place, row in enumerate(sheet.rows)}
    if sum(min(bottom - top, len(places)) for (top, _), (bottom, _) in merged) > MOST_SPREAD:
        raise OverflowError
    for (top, left), (bottom, _) in merged:
        first = places.get(top + 1)
        if bottom == top or first is None or left >= len(sheet.rows[first].cells):
            continue
        value = sheet.rows[first].cells[left]
        for line in range(top + 2, min(bottom, top + len(places)) + 2):
            if line in places:
                sheet.rows[places[line]] = _with(sheet.rows[places[line]], left, value)


def _with(row: Row, place: int, value: object) -> Row:
    """Return a line with one more cell."""
    cells = [*row.cells, *[None] * (place + 1 - len(row.cells))]
    cells[place] = value
    return Row(row.line, tuple(cells), row.spread | {place})
