"""A table that leaves: its columns, what each holds, its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Final

from grants.domain.scdl import one_line

ENDINGS: Final = ("ods", "xlsx", "csv")
"""The formats, as file names end: the town's office suite first."""
LONGEST_NAME: Final = 31
"""Characters of a sheet's name, for Excel."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']+")


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    """Words, and every number nobody adds up: SIRET, numbers of files, telephones."""
    CENTS = "cents"
    """A sum, whole cents inside, euros with two decimals outside."""
    INTEGER = "integer"
    DAY = "day"
    MOMENT = "moment"
    """A day and its hour; one that knows its zone is told in the zone of the table."""


TEXT, CENTS, INTEGER, DAY, MOMENT = Kind
Cell = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, as people read it, and what it holds."""

    head: str
    kind: Kind = TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name (the sheet's), its columns, its rows with one cell per column; None is an empty cell."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    zone: tzinfo | None = None

    @property
    def heads(self) -> list[str]:
        """The heads of the columns, each on one visible line."""
        return [one_line(column.head) for column in self.columns]

    @property
    def title(self) -> str:
        """The name on one visible line."""
        return one_line(self.name)

    @property
    def sheet_name(self) -> str:
        """The name as both office suites admit one."""
        return one_line(_NOT_IN_NAMES.sub(" ", self.name))[:LONGEST_NAME].strip() or "1"

    def lines(self) -> Iterable[list[Cell]]:
        """Give the rows ready to write: texts on one visible line, moments in the table's zone.

        Raises ValueError when a row has too many cells or too few, TypeError when a cell is not what its column holds.
        """
        kinds = [column.kind for column in self.columns]
        for row in self.rows:
            yield [self._ready(cell, kind) for cell, kind in zip(row, kinds, strict=True)]

    def _ready(self, cell: Cell, kind: Kind) -> Cell:
        """Return a cell as it is written, whatever the format."""
        if cell is None or cell == "":
            return None
        if kind is TEXT:
            return one_line(str(cell))
        if not isinstance(cell, _HOLDS[kind]):
            message = f"{self.name}: {cell!r} in a column of {kind}"
            raise TypeError(message)
        if isinstance(cell, datetime):
            return cell.astimezone(self.zone).replace(tzinfo=None) if cell.tzinfo else cell
        return cell


_HOLDS: Final[dict[Kind, type]] = {CENTS: int, INTEGER: int, DAY: date, MOMENT: datetime}
