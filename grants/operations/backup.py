"""A backup: every row of every table as plain text in one archive, readable without us, restorable on either database.

The archive is a gzipped tar: `tables/<name>.jsonl`, one JSON object a row in key order, then `manifest.json`.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import Date, DateTime, Integer, LargeBinary, Time, func, insert, select, text

from grants import __version__
from grants.db import Base, UtcDateTime, db, is_postgresql, now
from grants.federation.services.keeping import index_cousins
from grants.projects.services import index_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Table

FORMAT = 1
MANIFEST = "manifest.json"
BATCH = 500
READERS: dict[type, Any] = {
    UtcDateTime: datetime.fromisoformat,
    DateTime: datetime.fromisoformat,
    Date: date.fromisoformat,
    Time: time.fromisoformat,
    LargeBinary: b64decode,
}


class BackupError(RuntimeError):
    """A backup that cannot be made, read or restored; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds: the day it was made, the migration of its tables, rows of each table."""

    made_at: str
    migration: str
    rows: dict[str, int]


def create(path: Path) -> Contents:
    """Write all rows as they stand at one instant; the file appears whole or not at all."""
    if is_postgresql():
        db.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    if not path.name:
        message = "A backup needs the name of a file."
        raise BackupError(message)
    tables: dict[str, dict[str, object]] = {}
    unfinished = path.parent / f".{path.name}.unfinished"
    try:
        with tarfile.open(unfinished, "w:gz") as archive:
            for table in Base.metadata.sorted_tables:
                tables[table.name] = _add_table(archive, table)
            manifest = {
                "format": FORMAT,
                "version": __version__,
                "made_at": now().isoformat(),
                "migration": _migration(),
                "tables": tables,
            }
            _add(archive, MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
        unfinished.replace(path)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise BackupError(message) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return _contents(manifest)


def verify(path: Path) -> Contents:
    """Read the whole archive and hold each table to its sum; raise BackupError naming what differs."""
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        for name, told in manifest["tables"].items():
            rows, digest = 0, hashlib.sha256()
            for line in _lines(archive, name, path):
                digest.update(line)
                rows += 1
            if (rows, digest.hexdigest()) != (told["rows"], told["sha256"]):
                message = f"{path.name}: the table {name} is not what was written."
                raise BackupError(message)
    return _contents(manifest)


def restore(path: Path) -> Contents:
    """Put the rows back in empty tables of the same migration, then index the projects again."""
    contents = verify(path)
    if contents.migration != _migration():
        message = f"The tables stand at migration {_migration()}, the backup at {contents.migration}: run db upgrade."
        raise BackupError(message)
    for table in Base.metadata.sorted_tables:
        if db.session.scalar(select(func.count()).select_from(table)):
            message = f"The table {table.name} is not empty; restore into an empty instance."
            raise BackupError(message)
    with _opened(path) as archive:
        for table in Base.metadata.sorted_tables:
            if table.name in contents.rows:
                _put_back(table, (json.loads(line) for line in _lines(archive, table.name, path)))
    index_all()
    index_cousins()
    return contents


def _add_table(archive: tarfile.TarFile, table: Table) -> dict[str, object]:
    """Add one table to the archive; return its count and its sum."""
    rows, digest = 0, hashlib.sha256()
    with tempfile.TemporaryFile() as file:
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
        for row in db.session.execute(query).mappings():
            line = json.dumps(dict(row), default=_plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
        _add(archive, f"tables/{table.name}.jsonl", file)
    return {"rows": rows, "sha256": digest.hexdigest()}


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    """Add a file to the archive, readable by its owner only."""
    info = tarfile.TarInfo(name)
    info.size = file.seek(0, io.SEEK_END)
    info.mode = 0o600
    info.mtime = int(now().timestamp())
    file.seek(0)
    archive.addfile(info, file)


def _plain(value: object) -> str:
    """Write days and instants as ISO 8601, files in base 64."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    message = f"a {type(value).__name__} cannot be written in a backup"
    raise TypeError(message)


def _put_back(table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Insert the rows of one table, and let new ones be numbered after them."""
    readers = {
        column.name: next((read for kind, read in READERS.items() if isinstance(column.type, kind)), None)
        for column in table.columns
    }
    for some in _batches(rows):
        values = [
            {name: _read(readers.get(name), value) for name, value in row.items() if name in readers} for row in some
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


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Cut a long series in lists."""
    series = iter(rows)
    while some := list(islice(series, BATCH)):
        yield some


def _opened(path: Path) -> tarfile.TarFile:
    """Open an archive for reading."""
    try:
        return tarfile.open(path, "r:gz")
    except (OSError, tarfile.TarError, EOFError) as error:
        message = f"{path} cannot be read as a backup: {error}."
        raise BackupError(message) from error


def _manifest(archive: tarfile.TarFile, path: Path) -> dict[str, Any]:
    """Read what the archive says of itself."""
    try:
        file = archive.extractfile(MANIFEST)
        manifest: dict[str, Any] = json.load(file) if file else {}
    except (KeyError, ValueError, OSError, tarfile.TarError, EOFError) as error:
        message = f"{path.name} is damaged or is no backup of this product: {error}."
        raise BackupError(message) from error
    if manifest.get("format") != FORMAT:
        message = f"{path.name} has format {manifest.get('format')}; this version reads {FORMAT}."
        raise BackupError(message)
    return manifest


def _lines(archive: tarfile.TarFile, name: str, path: Path) -> Iterator[bytes]:
    """Read a table's lines one by one."""
    try:
        file = archive.extractfile(f"tables/{name}.jsonl")
        yield from file or ()
    except (KeyError, OSError, tarfile.TarError, EOFError) as error:
        message = f"{path.name}: the table {name} is missing or cut short."
        raise BackupError(message) from error


def _migration() -> str:
    """Return the migration the tables stand at."""
    return str(db.session.scalar(text("SELECT version_num FROM alembic_version")))


def _contents(manifest: dict[str, Any]) -> Contents:
    """Tell what an archive holds."""
    rows = {name: told["rows"] for name, told in manifest["tables"].items()}
    return Contents(manifest["made_at"], manifest["migration"], rows)
