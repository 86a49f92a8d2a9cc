"""All that is held of a person, as they may take it away."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import LargeBinary, select

from grants.db import db
from grants.privacy.held import SECRETS, held, table_of
from grants.privacy.queries.tracing import among, trace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Column, Table

    from grants.privacy.queries.tracing import Found

    Rows = dict[str, list[dict[str, Any]]]

WRITTEN: Final = {"application": "id", "sending": "application_id", "report": "application_id", "report_version": ""}
"""What they wrote with others, or alone: their files, whole, with the column that names the file."""


def gather(address: str) -> tuple[Rows, dict[str, bytes]]:
    """Return the rows about a person, by table in the order of the year, and the files they gave, by name."""
    found = trace(address)
    rows: Rows = {}
    for name in held():
        table = table_of(name)
        kept = [row for condition in among(table, _keys(name, found)) for row in read_rows(table, condition)]
        if kept:
            rows[name] = kept
    return rows, _files(found)


def counts(address: str) -> dict[str, int]:
    """Return how many rows are about a person, by table."""
    found = trace(address)
    return {name: number for name in held() if (number := len(_keys(name, found)))}


def _keys(name: str, found: Found) -> set[tuple[Any, ...]]:
    """Return the keys of a table's rows that they may take away."""
    keys = set(found.rows[name])
    if name in WRITTEN and found.files:
        table, reports = table_of(name), table_of("report")
        asked = select(*table.primary_key.columns)
        if name == "report_version":
            asked = asked.join(reports, reports.c.id == table.c.report_id).where(
                reports.c.application_id.in_(found.files)
            )
        else:
            asked = asked.where(table.c[WRITTEN[name]].in_(found.files))
        keys |= {tuple(row) for row in db.session.execute(asked)}
    return keys


def read_rows(table: Table, condition: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a condition of any kind
    """Read rows without what opens doors, as JSON knows them."""
    columns = [column for column in table.columns if _told(column)]
    asked = select(*columns).where(condition).order_by(*table.primary_key.columns)
    return [_plain(dict(row)) for row in db.session.execute(asked).mappings()]


def _told(column: Column[Any]) -> bool:
    return column.name not in SECRETS and not isinstance(column.type, LargeBinary)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime | date | time) else value for name, value in row.items()
    }


def _files(found: Found) -> dict[str, bytes]:
    """Return what was given with their messages and their words."""
    table = table_of("stored_file")
    kept = {}
    for condition in among(table, found.rows["stored_file"]):
        for number, name, content in db.session.execute(
            select(table.c.id, table.c.name, table.c.content).where(condition)
        ):
            kept[f"{number}-{name}"] = content
    return kept
