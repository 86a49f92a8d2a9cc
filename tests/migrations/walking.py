"""A database that walks from migration to migration, is looked at whole, and dies in the middle of a step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import sleep
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Engine, make_url

from grants import db as house
from grants.settings import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LEFT = ("search_", "huey", "alembic_version", "sqlite_")
"""What is made again from the rest."""


@dataclass
class Picture:
    """What a database holds: the shape of each table, and its rows by column."""

    shape: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)


class Town:
    """A database at some migration, with a copy for each one kept."""

    def __init__(self, folder: Path, server: str) -> None:
        """Name the place: a file, or a database of the server."""
        self.folder, self.server = folder, server
        self.log = (folder / "migrations.log").open("w")

    def url(self, name: str) -> str:
        """Return the address of a database."""
        if not self.server:
            return f"sqlite:///{self.folder / name}.sqlite3"
        return str(make_url(self.server).set(database=name).render_as_string(hide_password=False))

    def copy(self, source: str, target: str) -> None:
        """Copy a database whole; nobody speaks to it."""
        if not self.server:
            shutil.copy(self.folder / f"{source}.sqlite3", self.folder / f"{target}.sqlite3")
            return
        self.forget(target)
        self.say(f"CREATE DATABASE {target} TEMPLATE {source}")

    def forget(self, name: str) -> None:
        """Take a database away."""
        if self.server:
            self.say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        else:
            for each in self.folder.glob(f"{name}.sqlite3*"):
                each.unlink()

    def say(self, words: str) -> None:
        engine = sa.create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(words)
        engine.dispose()

    def walk(self, name: str, target: str, *, up: bool) -> None:
        """Bring a database to a migration, as `flask db upgrade` and `downgrade` do."""
        config = Config(stdout=self.log)
        config.set_main_option("script_location", str(ROOT / "migrations"))
        config.attributes["url"] = self.url(name)
        (command.upgrade if up else command.downgrade)(config, target)

    def picture(self, name: str) -> Picture:
        """Look at everything."""
        engine, found = sa.create_engine(self.url(name)), Picture()
        with engine.connect() as connection:
            inspector = sa.inspect(connection)
            for table in inspector.get_table_names():
                if not table.startswith(LEFT):
                    found.shape[table] = _shape(inspector, table)
                    found.rows[table] = _rows(connection, table)
            found.shape["triggers"] = {"columns": {}, "guards": _guards(connection)}
            found.rows["triggers"] = []
        engine.dispose()
        return found

    def version(self, name: str) -> str:
        """Return the migration a database says it is at."""
        engine = sa.create_engine(self.url(name))
        with engine.connect() as connection:
            said = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        engine.dispose()
        return str(said)


def _shape(inspector: sa.Inspector, table: str) -> dict[str, Any]:
    """Tell columns, keys and indexes in an order of their own."""
    columns = {
        each["name"]: (str(each["type"]), each["nullable"], str(each.get("default")))
        for each in inspector.get_columns(table)
    }
    keys = sorted(
        (tuple(each["constrained_columns"]), each["referred_table"], str(each.get("options")))
        for each in inspector.get_foreign_keys(table)
    )
    indexes = sorted(
        (tuple(map(str, each["column_names"])), bool(each["unique"])) for each in inspector.get_indexes(table)
    )
    unique = sorted(tuple(each["column_names"]) for each in inspector.get_unique_constraints(table))
    checks = sorted(str(each.get("name")) for each in inspector.get_check_constraints(table))
    primary = inspector.get_pk_constraint(table)["constrained_columns"]
    return {
        "columns": columns,
        "keys": keys,
        "indexes": indexes,
        "unique": unique,
        "checks": checks,
        "primary": primary,
    }


def _guards(connection: sa.Connection) -> list[str]:
    """Tell which triggers stand on which table."""
    lite = "SELECT tbl_name || ' ' || name FROM sqlite_master WHERE type = 'trigger'"
    postgresql = "SELECT event_object_table || ' ' || trigger_name FROM information_schema.triggers"
    asked = lite if connection.dialect.name == "sqlite" else postgresql
    return sorted(set(connection.exec_driver_sql(asked).scalars()))


def _rows(connection: sa.Connection, table: str) -> list[dict[str, str]]:
    """Read all rows, each value as a short sum; in an order that holds whatever columns there are."""
    read = connection.execute(sa.text(f'SELECT * FROM "{table}"'))  # noqa: S608 - a name the database gave
    return [{name: _sum(value) for name, value in row.items()} for row in read.mappings()]


def _sum(value: object) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(UTC).isoformat()
    if isinstance(value, (dict, list)):
        value = json.dumps(value, sort_keys=True)
    return hashlib.blake2b(
        repr(bytes(value) if isinstance(value, memoryview) else value).encode(), digest_size=8
    ).hexdigest()


def changes(before: Picture, after: Picture, meant: dict[str, set[str]] | None = None) -> list[str]:
    """Tell which tables have other rows, in the columns both have."""
    told = []
    for table in sorted(before.rows.keys() & after.rows.keys()):
        left = (meant or {}).get(table, set())
        if "*" in left:
            continue
        shared = (before.shape[table]["columns"].keys() & after.shape[table]["columns"].keys()) - left
        one, other = (
            Counter(tuple(row[each] for each in sorted(shared)) for row in side.rows[table]) for side in (before, after)
        )
        if one != other:
            gone, come = sum((one - other).values()), sum((other - one).values())
            columns = [
                name
                for name in sorted(shared)
                if Counter(row[name] for row in before.rows[table]) != Counter(row[name] for row in after.rows[table])
            ]
            told.append(f"{table}: {gone} rows became {come} others ({', '.join(columns)})")
    return told


def shapes(before: Picture, after: Picture) -> list[str]:
    """Tell what is not made the same."""
    told = [f"table {each}" for each in sorted(before.shape.keys() ^ after.shape.keys())]
    for table in sorted(before.shape.keys() & after.shape.keys()):
        told += [
            f"{table} {part}: {before.shape[table][part]} / {after.shape[table][part]}"
            for part in before.shape[table]
            if before.shape[table][part] != after.shape[table][part]
        ]
    return told


def child(town: Town, target: str, *, up: bool, after: int = 0, control: bool = False) -> tuple[bool, int]:
    """Walk a step in a process of its own that dies before its statement number `after`.

    Tell whether it did, and how many statements were said. The control keeps each statement by itself.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        count = 0

        def strike(*_call: object) -> None:
            nonlocal count
            count += 1
            os.write(writer, b".")
            if after and count == after:
                os.kill(os.getpid(), signal.SIGKILL)

        sa.event.listen(Engine, "before_cursor_execute", strike)
        if control:
            without_transaction()
        try:
            town.walk("struck", target, up=up)
        except BaseException as error:  # noqa: BLE001 - told by the status
            town.log.write(repr(error))
            town.log.flush()
            os._exit(3)
        os._exit(0)
    os.close(writer)
    said = 0
    while piece := os.read(reader, 4096):
        said += len(piece)
    os.close(reader)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status), said


def without_transaction() -> None:
    """Have each statement kept as soon as it is said: what is spoilt on purpose."""
    sa.event.remove(Engine, "begin", house._begin_sqlite)  # noqa: SLF001
    kept = sa.create_engine

    def autocommit(url: str, **options: Any) -> Engine:
        alone = {"isolation_level": "AUTOCOMMIT"} if url.startswith("postgresql") else {}
        return kept(url, **options, **alone)

    sa.create_engine = autocommit


def settle(town: Town) -> None:
    """Wait until a server has noticed that its client is dead."""
    if not town.server:
        return
    engine = sa.create_engine(town.server)
    for _ in range(100):
        with engine.connect() as connection:
            others = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'struck'"
            if not connection.exec_driver_sql(others).scalar():
                break
        sleep(0.05)
    engine.dispose()
