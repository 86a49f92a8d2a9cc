"""Reads a workbook in a process of its own, which may die without harm: `python -m grants.incoming.apart FILE MOST`.

Writes one JSON document a line: a sheet's name and its merged cells, then each line that says something, as [line,
cells]; of each sheet the first MOST lines, all of them when zero. Days are {"day": …}. A workbook may say in a kilobyte
that it has a billion cells: memory and time are bounded.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grants.incoming.ods_merged import merged_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 1_500_000_000
MOST_SECONDS = 90
PAGE_SECONDS = 20
"""When somebody waits for the first lines."""
MOST_CELLS = 20_000_000
PASSWORD, TOO_LARGE, UNREADABLE = 3, 4, 5


def seconds_for(most: int) -> int:
    """Return the seconds of CPU that reading so many lines may take; all of them when zero."""
    return PAGE_SECONDS if most else MOST_SECONDS


def bounded(seconds: int) -> None:
    """Hold this process to its memory and its time, where the system knows how."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def sheets_of(path: str, most: int) -> Iterator[object]:
    """Give the sheets and their first lines, all of them when `most` is zero."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - once memory is bounded

    book = CalamineWorkbook.from_path(path)
    merged = dict(zip(book.sheet_names, merged_cells(Path(path)), strict=False))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise MemoryError
        yield {"sheet": name, "merged": sheet.merged_cell_ranges or merged.get(name, [])}
        for line, cells in enumerate(sheet.to_python(skip_empty_area=False, nrows=most or None), start=1):
            told = [plain(cell) for cell in cells]
            while told and (told[-1] is None or told[-1] == ""):
                told.pop()
            if told:
                yield [line, told]


def plain(cell: object) -> object:
    """Return a cell as JSON knows it."""
    if isinstance(cell, datetime | date):
        return {"day": cell.isoformat()[:10]}
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)


def main(path: str, most: int = 0) -> int:
    """Write the workbook out; return what to end with."""
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415

    try:
        for each in sheets_of(path, most):
            sys.stdout.write(json.dumps(each, ensure_ascii=True) + "\n")
        sys.stdout.flush()
    except PasswordError:
        return PASSWORD
    except MemoryError:
        return TOO_LARGE
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            return PASSWORD
        sys.stderr.write(str(error)[:200])
        return UNREADABLE
    return 0


if __name__ == "__main__":
    bounded(seconds_for(int(sys.argv[2])))
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
