"""How a table leaves: as a file of the right type, named after what it holds and the day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import Response
from flask_babel import get_timezone

from grants.db import now
from grants.sheets.comma import comma_separated
from grants.sheets.ods import spreadsheet
from grants.sheets.xlsx import workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from grants.sheets.table import Table

_WRITERS: Final[dict[str, tuple[Callable[[Table], bytes], str]]] = {
    "ods": (spreadsheet, "application/vnd.oasis.opendocument.spreadsheet"),
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (comma_separated, "text/csv; charset=utf-8"),
}


def written(table: Table, ending: str) -> bytes:
    """Return the table in the format of a file name's ending, one of ENDINGS."""
    return _WRITERS[ending][0](table)


def sent(table: Table, ending: str, name: str) -> Response:
    """Answer with the file `<name>-<day>.<ending>`, its moments told in the town's time."""
    zone = get_timezone()
    day = now().astimezone(zone).date()
    body = written(replace(table, zone=table.zone or zone), ending)
    headers = {"Content-Disposition": f'attachment; filename="{name}-{day}.{ending}"', "Cache-Control": "no-store"}
    return Response(body, content_type=_WRITERS[ending][1], headers=headers)
