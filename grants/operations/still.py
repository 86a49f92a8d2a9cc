"""A moment of the database on which nothing moves, while everybody goes on writing in the other."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from grants.db import db, is_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


@contextmanager
def still(folder: Path) -> Iterator[Connection]:
    """Give a connection that reads one instant; SQLite's is a copy in `folder`, so that writers wait for it only."""
    if is_postgresql():
        with db.engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        ) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=folder) as place:
        copy = Path(place) / "copy.sqlite3"
        with (
            closing(sqlite3.connect(str(db.engine.url.database))) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        engine = create_engine(f"sqlite:///{copy}", poolclass=NullPool)
        with engine.connect() as connection:
            yield connection
