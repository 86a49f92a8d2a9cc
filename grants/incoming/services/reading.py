"""What a file of past grants says, line by line, and what an import of it would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.db import db
from grants.domain.history import NoGrantError, PastGrant, Remark, clean, read_grant
from grants.domain.history_choices import Choices, header_of
from grants.domain.history_columns import year_named
from grants.domain.history_totals import Sums
from grants.incoming.models import HistoryLine
from grants.incoming.sheets import UnreadableFileError, read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grants.incoming.sheets import Row, Sheet

STEP = 2_000
"""Lines read before how far the reading is is told again."""
MOST_TOLD = 20_000
"""Remarks kept of one kind: a file whose every line has one is told by its first ones."""


@dataclass(slots=True)
class Report:
    """What an import did. `flagged` lines were imported, `left_out` ones (`refused` in the interface) were not."""

    lines: int = 0
    imported: int = 0
    already_there: int = 0
    total_cents: int = 0
    flagged: list[tuple[int, Remark]] = field(default_factory=list)
    left_out: list[tuple[int, Remark]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """A grant read at a line of a file, or the remark that says why there is none."""

    line: int
    grant: PastGrant | None
    remark: Remark | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: the grants to write, and the report."""

    fresh: list[Line]
    report: Report


def plan_import(path: Path, choices: Choices) -> Plan:
    """Read a file whole and tell what an import of it would do, as `Planning` does."""
    work = Planning(path, choices)
    for _ in work:
        pass
    return work.plan


class Planning:
    """A file read whole: going through it gives (lines read, lines there are), and at the end `plan` is known.

    A grant already there is left as it is; what the import numbered `but` wrote already counts as its own.
    Raises UnreadableFileError with the reason in words when the file holds no table of grants.
    """

    plan: Plan

    def __init__(self, path: Path, choices: Choices, *, but: int = 0) -> None:
        """Know what is read, and how."""
        self.path, self.choices, self.but = path, choices, but

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Read on."""
        sheets = chosen_sheets(self.path, self.choices)
        total = sum(len(sheet.rows) for sheet in sheets)
        yield 0, total
        lines: list[Line] = []
        for line in chain.from_iterable(read_lines(sheet, self.choices) for sheet in sheets):
            lines.append(line)
            if not len(lines) % STEP:
                yield len(lines), total
        if not lines:
            message = f"{self.path.name}: no line names a column of recipients and a column of amounts."
            raise UnreadableFileError(message, "no_columns")
        others = select(HistoryLine.fingerprint).where(HistoryLine.import_id != self.but)
        self.plan = _plan(lines, self.choices, set(db.session.scalars(others)))


def _plan(lines: list[Line], choices: Choices, known: set[str]) -> Plan:
    """Sort the lines read: those to write, those that are there (`known` fingerprints), those left aside."""
    report, fresh = Report(lines=len(lines)), []
    for line in lines:
        if line.grant is None:
            report.left_out.append((line.line, line.remark or Remark("recipient", "empty")))
        elif (choices.year or line.grant.year) is None:
            report.left_out.append((line.line, Remark("year", "missing")))
        elif line.grant.fingerprint in known:
            report.already_there += 1
        else:
            fresh.append(line)
            report.imported += 1
            report.total_cents += line.grant.amount_cents
            report.flagged.extend((line.line, remark) for remark in line.grant.remarks)
    return Plan(fresh, report)


def chosen_sheets(path: Path, choices: Choices) -> list[Sheet]:
    """Return the sheets of a file that were chosen, all of them where nothing was."""
    sheets = read_sheets(path, choices.encoding, choices.separator)
    return [sheet for sheet in sheets if not choices.sheets or sheet.name in choices.sheets]


def read_lines(sheet: Sheet, choices: Choices) -> Iterator[Line]:
    """Read the lines under the names of the columns; a sheet without them gives nothing, blank lines are passed.

    The year chosen for the file, else the one that the column of sums names, else the sheet, is that of its lines.
    """
    header = header_of([(row.line, row.cells) for row in sheet.rows], choices)
    if header is None:
        return
    place, columns = header
    year = choices.year or year_named(sheet.rows[place].cells[columns["amount"]])
    year = year or (None if sheet.is_text else year_named(sheet.name))
    twins: Counter[tuple[str, ...]] = Counter()
    sums = Sums()
    for row in sheet.rows[place + 1 :]:
        if row.blank:
            continue
        told = tuple(clean(cell) for cell in row.cells)
        yield _line(row, columns, twins[told], year, sums)
        twins[told] += 1


def _line(row: Row, columns: Mapping[str, int], twin: int, year: int | None, sums: Sums) -> Line:
    """Read one line; a sum written once for several lines is that of the first one."""
    cells = {name: row.cells[at] if at < len(row.cells) else None for name, at in columns.items()}
    if columns["amount"] in row.spread:
        return Line(row.line, None, Remark("amount", "shared", clean(cells["amount"])))
    try:
        grant = read_grant(cells, twin, year=year)
    except NoGrantError as error:
        if error.remark.code == "totals":
            sums.forget()
        return Line(row.line, None, error.remark)
    if sums.is_sum(grant.amount_cents, bare=_is_bare(cells)):
        return Line(row.line, None, Remark("amount", "sum", clean(cells["amount"])))
    return Line(row.line, grant)


def _is_bare(cells: Mapping[str, object]) -> bool:
    """Tell whether a line says a name and an amount, and nothing else."""
    return not any(clean(cell) for name, cell in cells.items() if name not in {"recipient", "amount"})


def summary(report: Report) -> dict[str, Any]:
    """Return the report with codes instead of words, as kept in the database."""
    return {
        "lines": report.lines,
        "imported": report.imported,
        "already_there": report.already_there,
        "total_cents": report.total_cents,
        "flagged": [_coded(line, remark) for line, remark in report.flagged[:MOST_TOLD]],
        "left_out": [_coded(line, remark) for line, remark in report.left_out[:MOST_TOLD]],
        "flags": len(report.flagged),
        "left": len(report.left_out),
    }


def _coded(line: int, remark: Remark) -> Mapping[str, object]:
    """Return one remark as plain values."""
    return {"line": line, "field": remark.field, "code": remark.code, "given": remark.given}
