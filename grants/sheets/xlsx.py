"""A table as XLSX: text cells formatted as text, so that not even editing one wakes a formula."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from grants.sheets.table import CENTS, DAY, INTEGER, MOMENT, TEXT

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from grants.sheets.table import Table

FORMATS = {
    TEXT: "@",
    CENTS: '#,##0.00\\ "€"',
    INTEGER: "0",
    DAY: "dd/mm/yyyy",
    MOMENT: "dd/mm/yyyy hh:mm",
}
WIDTHS = {TEXT: 24, CENTS: 16, INTEGER: 10, DAY: 12, MOMENT: 17}
"""In characters."""
QUIET = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_TEXT = 32_767
"""What a cell of Excel holds."""


def workbook(table: Table) -> bytes:
    """Return the file: one sheet, its head bold and kept in view."""
    import xlsxwriter  # noqa: PLC0415 - loaded where it works: not at the start of the web process

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {**QUIET, "in_memory": True}) as book:
        book.set_properties({"title": table.title})
        sheet = book.add_worksheet(table.sheet_name)
        formats = {kind: book.add_format({"num_format": shape}) for kind, shape in FORMATS.items()}
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
        for place, (column, head) in enumerate(zip(table.columns, table.heads, strict=True)):
            sheet.set_column(place, place, WIDTHS[column.kind], formats[column.kind])
            sheet.write_string(0, place, head, bold)
        last = _fill(sheet, table, formats)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(table.columns) - 1)
    return made.getvalue()


def _fill(sheet: Worksheet, table: Table, formats: dict[Any, Any]) -> int:
    """Write the rows under the head; return the number of the last one."""
    kinds = [(column.kind, formats[column.kind]) for column in table.columns]
    number = 0
    for number, row in enumerate(table.lines(), 1):
        for place, (cell, (kind, shape)) in enumerate(zip(row, kinds, strict=True)):
            if cell is None:
                continue
            if kind is TEXT:
                sheet.write_string(number, place, str(cell)[:LONGEST_TEXT], shape)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell / 100 if kind is CENTS else cell, shape)
            else:
                sheet.write_datetime(number, place, cell, shape)
    return number
