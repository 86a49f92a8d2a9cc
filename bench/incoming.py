"""A table of past grants of 100,000 lines, read and understood, beside the bare readers of the same cells.

    python bench/incoming.py [--lines 100000] [--rounds 3] [--json FILE]

The peers only give the cells: python-calamine as its manual shows it, the csv module. Ours finds the names, reads sums,
days and numbers, and says why a line is left out. CPU time with that of the process apart, the best of the rounds.
"""

import argparse
import csv
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import xlsxwriter
from python_calamine import CalamineWorkbook

from grants.domain.history_choices import Choices
from grants.incoming.services.reading import read_lines
from grants.incoming.sheets import read_sheets

HEADS = ["Association", "SIRET", "Objet", "Date du vote", "Montant", "Commune", "Thème", "Quartier"]
HEAD = 200


def rows(number: int) -> list[list[object]]:
    """Make the lines of a large town."""
    rest = ["Port-Léon", "Culture", "Centre"]
    return [
        [f"Association {n % 20_000}", "73282932000074", f"Projet {n} du quartier", "12/03/2019", 100 + n % 2000, *rest]
        for n in range(number)
    ]


def lay(folder: Path, number: int) -> dict[str, Path]:
    """Write the same table as XLSX and as CSV."""
    cells = [HEADS, *rows(number)]
    paths = {"xlsx": folder / "aides.xlsx", "csv": folder / "aides.csv"}
    with xlsxwriter.Workbook(paths["xlsx"], {"constant_memory": True}) as book:
        sheet = book.add_worksheet("2019")
        for place, row in enumerate(cells):
            sheet.write_row(place, 0, row)
    with paths["csv"].open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(cells)
    return paths


def spent(work: Callable[[], int]) -> float:
    """Return the CPU seconds of a work, its processes included."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def understood(path: Path) -> int:
    """Read a file as an import does."""
    return sum(1 for sheet in read_sheets(path) for _ in read_lines(sheet, Choices(year=2019)))


def bare_xlsx(path: Path) -> int:
    """Give the cells of a workbook."""
    return len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())


def bare_csv(path: Path) -> int:
    """Give the cells of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file, delimiter=";"))


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--lines", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = lay(Path(folder), options.lines)
        works: dict[str, Callable[[], int]] = {
            "xlsx, bare": lambda: bare_xlsx(paths["xlsx"]),
            "xlsx, first lines shown": lambda: len(read_sheets(paths["xlsx"], most=HEAD)),
            "xlsx, understood": lambda: understood(paths["xlsx"]),
            "csv, bare": lambda: bare_csv(paths["csv"]),
            "csv, first lines shown": lambda: len(read_sheets(paths["csv"], most=HEAD)),
            "csv, understood": lambda: understood(paths["csv"]),
        }
        for name, work in works.items():
            found[name] = min(spent(work) for _ in range(options.rounds))
            peer = found[f"{name.partition(',')[0]}, bare"]
            print(f"{name:26} {found[name]:7.2f} s  × {found[name] / peer:5.1f}")
    found["memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory {found['memory, MB']:.0f} MB")
    if options.json:
        options.json.write_text(json.dumps({"lines": options.lines, **found}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
