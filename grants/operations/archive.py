"""The archive itself: a gzipped tar of `tables/<name>.jsonl`, one JSON object a row in key order, and `manifest.json`.

It appears whole or not at all, and is read in one go from its first byte to its last, so that a part cut off is missed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
import zlib
from base64 import b64encode
from contextlib import contextmanager
from datetime import date, time
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, select

from grants.db import now
from grants.operations.errors import BackupError
from grants.operations.sealing import opened, seal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Table

MANIFEST = "manifest.json"
SECRET = "secret_key"  # noqa: S105 - the name of a file
FORMAT = 1
BATCH, FILES = 500, 8
"""Rows read at once: of a table that holds whole files, few."""
LEVEL = 4
"""How hard gzip tries: 9 takes four times as long for a fiftieth less."""


@contextmanager
def written(path: Path, recipient: str) -> Iterator[tarfile.TarFile]:
    """Give an archive to fill; at the end it is sealed if a key is given, on the disk for good, and takes its name."""
    unfinished = path.parent / f".{path.name}.unfinished"
    try:
        with tempfile.TemporaryFile(dir=path.parent) as plain, _private(unfinished) as target:
            with tarfile.open(fileobj=plain if recipient else target, mode="w:gz", compresslevel=LEVEL) as archive:
                yield archive
            if recipient:
                seal(plain, target, recipient)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(path)
        _keep_name(path.parent)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise BackupError(message) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _private(path: Path) -> IO[bytes]:
    """Open a file that only its owner reads."""
    return open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600))


def _keep_name(folder: Path) -> None:
    """Have a folder's names survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def add_table(archive: tarfile.TarFile, connection: Connection, table: Table, folder: Path) -> dict[str, object]:
    """Add one table to the archive; return its count and its sum."""
    rows, digest = 0, hashlib.sha256()
    with tempfile.TemporaryFile(dir=folder) as file:
        at_once = FILES if any(isinstance(column.type, LargeBinary) for column in table.columns) else BATCH
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=at_once)
        for row in connection.execute(query).mappings():
            line = json.dumps(dict(row), default=_plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
        add_file(archive, f"tables/{table.name}.jsonl", file)
    return {"rows": rows, "sha256": digest.hexdigest()}


def add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add a few bytes under a name."""
    add_file(archive, name, io.BytesIO(content))


def add_file(archive: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    """Add a file to the archive, readable by its owner only."""
    info = tarfile.TarInfo(name)
    info.size = file.seek(0, io.SEEK_END)
    info.mode = 0o600
    info.mtime = int(now().timestamp())
    file.seek(0)
    archive.addfile(info, file)


@contextmanager
def reading(path: Path, identity: Path | None) -> Iterator[IO[bytes]]:
    """Give the archive's bytes, unsealed; whatever is wrong with them is said in one sentence."""
    try:
        with opened(path, identity) as file:
            yield file
    except (OSError, tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        message = f"{path} cannot be read as a backup, it is damaged or something else: {error}."
        raise BackupError(message) from error


def parts(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """Give each part of the archive, its name and its bytes, in the order they were written."""
    file.seek(0)
    with tarfile.open(fileobj=file, mode="r:gz") as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None:
                yield member.name, content


def table_of(name: str) -> str:
    """Return the table that a part holds, nothing when it holds none."""
    return name.removeprefix("tables/").removesuffix(".jsonl") if name.startswith("tables/") else ""


def manifest_of(file: IO[bytes], path: Path) -> dict[str, Any]:
    """Read the whole archive, hold each table to its sum, and return what it says of itself."""
    found: dict[str, tuple[int, str]] = {}
    manifest: dict[str, Any] = {}
    for name, content in parts(file):
        if name == MANIFEST:
            manifest = json.load(content)
        elif table := table_of(name):
            found[table] = _sum(content)
    if manifest.get("format") != FORMAT:
        message = f"{path.name} is damaged or is no backup of format {FORMAT}, the one this version reads."
        raise BackupError(message)
    for name, told in manifest["tables"].items():
        if found.get(name) != (told["rows"], told["sha256"]):
            message = f"{path.name}: the table {name} is not what was written."
            raise BackupError(message)
    return manifest


def _sum(content: IO[bytes]) -> tuple[int, str]:
    """Count the rows of a part, and sum it."""
    rows, digest = 0, hashlib.sha256()
    for line in content:
        digest.update(line)
        rows += 1
    return rows, digest.hexdigest()


def _plain(value: object) -> str:
    """Write days and instants as ISO 8601, files in base 64."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    message = f"a {type(value).__name__} cannot be written in a backup"
    raise TypeError(message)
