"""A backup: every row of every table as plain text in one archive, readable without us, restorable on either database.

Sealed to a public key, it also holds the secret of the instance: its mailed links then outlive the machine.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import Connection, Date, DateTime, Integer, LargeBinary, Time, func, insert, select, text

from grants import __version__
from grants.db import Base, UtcDateTime, db, is_postgresql, now
from grants.federation.services.keeping import index_cousins
from grants.operations.archive import (
    FORMAT,
    MANIFEST,
    SECRET,
    add_bytes,
    add_table,
    manifest_of,
    parts,
    reading,
    table_of,
    written,
)
from grants.operations.errors import BackupError
from grants.operations.still import still
from grants.projects.services import index_all
from grants.settings import current_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Table

BATCH = 500
HEAVY = 8_000_000
"""Bytes of lines that are put back at once."""
READERS: dict[type, Any] = {
    UtcDateTime: datetime.fromisoformat,
    DateTime: datetime.fromisoformat,
    Date: date.fromisoformat,
    Time: time.fromisoformat,
    LargeBinary: b64decode,
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds: the instant it tells, the migration of its tables, rows of each table."""

    made_at: str
    migration: str
    rows: dict[str, int]


def silent(_done: int, _whole: int) -> None:
    """Say nothing of how far a backup is."""


def create(path: Path, tell: Callable[[int, int], None] = silent) -> Contents:
    """Write all rows as they stand at one instant; the file appears whole or not at all. `tell` hears of each table."""
    if not path.name:
        message = "A backup needs the name of a file."
        raise BackupError(message)
    recipient = current_settings().backup_recipient
    tables: dict[str, dict[str, object]] = {}
    every = Base.metadata.sorted_tables
    with written(path, recipient) as archive, still(path.parent) as connection:
        made_at = now().isoformat()
        for number, table in enumerate(every):
            tell(number, len(every))
            tables[table.name] = add_table(archive, connection, table, path.parent)
        if recipient:
            add_bytes(archive, SECRET, current_settings().secret_key.encode())
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "made_at": made_at,
            "migration": _migration(connection),
            "tables": tables,
        }
        add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
    return _contents(manifest)


def verify(path: Path, identity: Path | None = None) -> Contents:
    """Read the whole archive and hold each table to its sum; raise BackupError naming what differs."""
    with reading(path, identity) as file:
        return _contents(manifest_of(file, path))


def restore(path: Path, identity: Path | None = None) -> Contents:
    """Put the rows back in empty tables of the same migration, then index the projects again."""
    with reading(path, identity) as file:
        contents = _contents(manifest_of(file, path))
        _hold_empty(contents)
        tables = Base.metadata.tables
        for name, content in parts(file):
            if (table := tables.get(table_of(name))) is not None:
                _put_back(table, content)
            elif name == SECRET:
                _put_secret_back(content)
    index_all()
    index_cousins()
    return contents


def _hold_empty(contents: Contents) -> None:
    """Stop unless the tables are those of the archive, and empty."""
    migration = _migration(db.session.connection())
    if contents.migration != migration:
        message = f"The tables stand at migration {migration}, the backup at {contents.migration}: run db upgrade."
        raise BackupError(message)
    for table in Base.metadata.sorted_tables:
        if db.session.scalar(select(func.count()).select_from(table)):
            message = f"The table {table.name} is not empty; restore into an empty instance."
            raise BackupError(message)


def _put_secret_back(content: IO[bytes]) -> None:
    """Let this instance have the secret of the lost one, unless a variable gives it; the next start reads it."""
    if "GRANTS_SECRET_KEY" in os.environ:
        return
    path = current_settings().var / "secret_key"
    fresh = path.with_name(".secret_key.new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content.read())
    fresh.replace(path)


def _put_back(table: Table, content: Iterable[bytes]) -> None:
    """Insert the rows of one table, a line each, and let new ones be numbered after them."""
    readers = {
        column.name: next((read for kind, read in READERS.items() if isinstance(column.type, kind)), None)
        for column in table.columns
    }
    for some in _batches(content):
        values = [
            {name: _read(readers.get(name), value) for name, value in json.loads(line).items() if name in readers}
            for line in some
        ]
        db.session.execute(insert(table), values)
    key = list(table.primary_key.columns)
    if is_postgresql() and len(key) == 1 and isinstance(key[0].type, Integer):
        name = f'"{table.name}"'
        db.session.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{name}', '{key[0].name}'),"  # noqa: S608 - names of our own models
                f" (SELECT coalesce(max({key[0].name}), 0) + 1 FROM {name}), false)"
            )
        )


def _read(reader: Any, value: Any) -> Any:  # noqa: ANN401 - a cell of any type
    """Turn a written day or instant back; anything else is as it was."""
    return value if reader is None or value is None else reader(value)


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Cut a long series in lists that memory holds, however heavy the files in it."""
    some: list[bytes] = []
    weight = 0
    for line in lines:
        some.append(line)
        weight += len(line)
        if len(some) == BATCH or weight > HEAVY:
            yield some
            some, weight = [], 0
    if some:
        yield some


def _migration(connection: Connection) -> str:
    """Return the migration the tables stand at."""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _contents(manifest: dict[str, Any]) -> Contents:
    """Tell what an archive holds."""
    rows = {name: told["rows"] for name, told in manifest["tables"].items()}
    return Contents(manifest["made_at"], manifest["migration"], rows)
