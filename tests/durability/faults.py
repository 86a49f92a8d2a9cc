"""What breaks a machine for a while: a disk that takes nothing more, a database that answers nobody."""

from __future__ import annotations

import resource
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.conftest import SERVER


@contextmanager
def full_disk():
    """Let no file of this process grow: SQLite's writes fail as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def closed_database(url):
    """Have PostgreSQL turn everybody away from this database, those inside first."""
    address = make_url(url)
    server = create_engine(make_url(SERVER).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {address.database} ALLOW_CONNECTIONS false"))
        put_out(connection, address.database)
        try:
            yield
        finally:
            connection.execute(text(f"ALTER DATABASE {address.database} ALLOW_CONNECTIONS true"))
    server.dispose()


def put_out(connection, database):
    """End every session of a database, as a server that restarts does."""
    connection.execute(
        text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name"), {"name": database}
    )


def out_of_order(app):
    """Break what the application of this run stands on, for a while."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    return closed_database(url) if SERVER else full_disk()
