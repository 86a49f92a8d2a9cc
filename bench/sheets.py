"""A table of 5,000 rows and 14 columns as ODS, XLSX and CSV, beside the bare writers of the same cells.

    python bench/sheets.py [--rows 5000] [--rounds 5] [--json FILE]

The peers write the same cells with nothing of ours: xlsxwriter as its manual shows it, the csv module, and for ODS the
shortest archive that opens (bare cells, no style). Each figure is CPU time, the best of the rounds, both sides in turn.
"""

import argparse
import csv
import io
import json
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import xlsxwriter
from python_calamine import CalamineWorkbook

from grants.sheets import CENTS, DAY, INTEGER, MOMENT, Column, Table, written

GOAL_SECONDS = 2.0
KINDS = [*[Column(f"Texte {n}") for n in range(6)], *[Column(f"Somme {n}", CENTS) for n in range(5)]]
COLUMNS = [*KINDS, Column("Nombre", INTEGER), Column("Jour", DAY), Column("Quand", MOMENT)]
SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = f'xmlns:office="{SPACE}office:1.0" xmlns:table="{SPACE}table:1.0" xmlns:text="{SPACE}text:1.0"'
Bare = Callable[[list[tuple[object, ...]]], bytes]
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def rows(number: int) -> list[tuple[object, ...]]:
    """Make the rows of a large town: numbers, SIRET, names, titles, five sums, a count, a day, an hour."""
    day, hour = date(2026, 11, 20), datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    words = ("Une envie de faire, à plusieurs", "payé", "Bellevue")
    return [
        (f"2026-{n:04}", f"{n:014}", f"Les Amis n° {n}", *words, 230_000, 187_550 + n, 187_550, n, -n, n, day, hour)
        for n in range(number)
    ]


def bare_xlsx(cells: list[tuple[object, ...]]) -> bytes:
    """Write with xlsxwriter, cell by cell, its types guessed."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "remove_timezone": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
    return made.getvalue()


def bare_csv(cells: list[tuple[object, ...]]) -> bytes:
    """Write with the csv module."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(cells)
    return text.getvalue().encode()


def bare_ods(cells: list[tuple[object, ...]]) -> bytes:
    """Write every cell as a string in the shortest archive that opens."""
    lines = (
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
            for cell in row
        )
        for row in cells
    )
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    manifest = f'<m:manifest xmlns:m="{SPACE}manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{ODS}"/>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f'<office:document-content {NAMES} office:version="1.3"><office:body><office:spreadsheet>'
            f'<table:table table:name="1">{body}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", f"{manifest}</m:manifest>")
    return made.getvalue()


def seconds(write: Callable[[], bytes]) -> tuple[float, bytes]:
    """Return the CPU time of one writing, and what it made."""
    started = time.process_time()
    made = write()
    return time.process_time() - started, made


def measure(
    ending: str, bare: Callable[[list[tuple[object, ...]]], bytes], number: int, rounds: int
) -> dict[str, object]:
    """Write in turn with ours and with the bare writer; check what ours made."""
    cells = rows(number)
    ours, theirs, made, peer = 9e9, 9e9, b"", b""
    for _ in range(rounds):
        spent, made = seconds(lambda: written(Table("Dossiers", COLUMNS, cells), ending))
        ours = min(ours, spent)
        spent, peer = seconds(lambda: bare(cells))
        theirs = min(theirs, spent)
    read = number + 1
    if ending != "csv":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
        read = len(sheet)
        assert sheet[2][1] == "00000000000001", "a SIRET keeps its zeros"  # noqa: S101 - a bench that is wrong is worthless
    return {
        "ending": ending,
        "rows": read - 1,
        "seconds": round(ours, 3),
        "bare": round(theirs, 3),
        "ratio": round(ours / theirs, 2),
        "kilobytes": len(made) // 1000,
        "bare_kilobytes": len(peer) // 1000,
    }


def main() -> int:
    """Print the table; end with 1 when a goal is missed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=5000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    peers = {"ods": bare_ods, "xlsx": bare_xlsx, "csv": bare_csv}
    found = [measure(ending, bare, options.rows, options.rounds) for ending, bare in peers.items()]
    print(f"{'':6}{'rows':>7}{'ours, s':>10}{'bare, s':>10}{'ratio':>8}{'kB':>8}{'bare kB':>9}")
    for each in found:
        print(
            f"{each['ending']:6}{each['rows']:>7}{each['seconds']:>10}{each['bare']:>10}{each['ratio']:>8}"
            f"{each['kilobytes']:>8}{each['bare_kilobytes']:>9}"
        )
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    missed = [each for each in found if float(str(each["seconds"])) > GOAL_SECONDS]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
