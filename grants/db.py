"""The one door to the database: SQLAlchemy's base and session, and what SQLite must be told."""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import JSON, DateTime, MetaData, TypeDecorator, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, registry

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import Dialect

# WAL has a corruption bug in SQLite before these releases (sqlite.org/wal.html, “the WAL-reset bug”).
WAL_SAFE = ((3, 44, 6), (3, 50, 7), (3, 51, 3))

CONNECT_SECONDS = 5
SERVER_NOTICES = {
    "tcp_keepalives_idle": CONNECT_SECONDS,
    "tcp_keepalives_interval": 2,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 2000 * CONNECT_SECONDS,
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC on both databases (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; a naive instant is a programming error."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = "an instant must carry its zone"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read as UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every table."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON},
    )


REPLICA = "replica"

# True while a public page is read from the replica (grants/replica.py).
from_replica: ContextVar[bool] = ContextVar("from_replica", default=False)


class TwoServers(Session):
    """The session, which asks the replica while a page is read from there."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **more: Any) -> Engine | Connection:  # noqa: ANN401 - as SQLAlchemy says
        """Return the server to ask."""
        if bind is None and from_replica.get():
            return self._db.engines[REPLICA]
        return super().get_bind(mapper, clause, bind, **more)


db = SQLAlchemy(model_class=Base, session_options={"class_": TwoServers})

# True while a request that may not change anything (GET, HEAD) is served: SQLite then takes no write lock.
only_reading: ContextVar[bool] = ContextVar("only_reading", default=False)


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)


def is_postgresql() -> bool:
    """Tell whether the session speaks to PostgreSQL (else to SQLite)."""
    return bool(db.engine.dialect.name == "postgresql")


def engine_options(url: str) -> dict[str, Any]:
    """Return how the database is spoken to: what people typed is never in a log, and a server that came back is found.

    PostgreSQL's connections are tried before each use.
    """
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("postgresql"):
        options |= {"pool_pre_ping": True, "connect_args": connect_arguments()}
    return options


def connect_arguments() -> dict[str, int]:
    """Return after how long PostgreSQL is given up, in libpq's own words (seconds, and milliseconds for the last).

    A machine that lost its power says nothing: without these a question to it would wait for a quarter of an hour.
    """
    return {
        "connect_timeout": CONNECT_SECONDS,
        "keepalives_idle": CONNECT_SECONDS,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 2000 * CONNECT_SECONDS,
    }


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info[:3]) -> bool:
    """Tell whether this SQLite may use write-ahead logging without risk of corruption."""
    branch = {fixed[:2]: fixed for fixed in WAL_SAFE}
    return version >= max(WAL_SAFE) or (version[:2] in branch and version >= branch[version[:2]])


@event.listens_for(Engine, "connect")
def _open_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 - either driver's connection
    """Have PostgreSQL notice in seconds that we lost our power: what we had locked would stay so for two hours."""
    if isinstance(connection, sqlite3.Connection):
        return
    wanted, connection.autocommit = connection.autocommit, True
    for name, value in SERVER_NOTICES.items():
        connection.execute(f"SET {name} = {value}")
    connection.autocommit = wanted


@event.listens_for(Engine, "connect")
def _open_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - either driver's connection
    """Make SQLite keep its promises: foreign keys, full sync, and transactions begun by us.

    EXTRA also syncs the folder once the journal is gone: with FULL alone a power cut right after the answer can bring
    the journal back, and with it undo what was acknowledged (sqlite.org/pragma.html#pragma_synchronous).
    """
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "foreign_keys=ON",
        "synchronous=EXTRA",
        f"journal_mode={'WAL' if wal_is_safe() else 'DELETE'}",
        "busy_timeout=20000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy types it loosely
    """Take the write lock at the start, so that two writers queue instead of failing half-way."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if only_reading.get() else "BEGIN IMMEDIATE")
