"""Reads a spreadsheet that came back from a page, as another programme does."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook


def lines(made: bytes) -> list[dict[str, object]]:
    """Return the rows of an ODS or XLSX, each by the heads of its columns."""
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]
