"""A table as CSV, in the habit of French spreadsheets: `;`, decimal commas, days as the State's files write them.

Texts stand between quotes and numbers do not, which is all a CSV can say of a SIRET: LibreOffice keeps it as text when
asked to, Excel makes a number of it unless the column is imported as text. The other two formats leave no such doubt.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from grants.domain.scdl import harmless
from grants.sheets.table import CENTS, TEXT

if TYPE_CHECKING:
    from grants.sheets.table import Cell, Kind, Table

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads accents as another alphabet."""
MARK, END = ";", "\r\n"


def comma_separated(table: Table) -> bytes:
    """Return the file, head first; no cell can act as a formula."""
    kinds = [column.kind for column in table.columns]
    lines = [MARK.join(map(_quoted, table.heads))]
    lines += [MARK.join(map(_cell, row, kinds)) for row in table.lines()]
    return (BYTE_ORDER_MARK + END.join(lines) + END).encode()


def _cell(cell: Cell, kind: Kind) -> str:
    """Write one cell."""
    if cell is None:
        return ""
    if kind is TEXT:
        return _quoted(str(cell))
    if kind is CENTS:
        return _euros(int(str(cell)))
    return cell.isoformat(" ", "minutes") if isinstance(cell, datetime) else str(cell)


def _euros(cents: int) -> str:
    """Write cents as a French spreadsheet reads a number: no group of thousands, a comma, two decimals."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02d}"


def _quoted(text: str) -> str:
    """Write words between quotes."""
    return '"' + harmless(text).replace('"', '""') + '"'
