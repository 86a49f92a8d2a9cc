"""How Alembic reaches the database and the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context
from sqlalchemy import create_engine

import grants.accounts.models
import grants.applications.models
import grants.audit
import grants.budget.models
import grants.calls.models
import grants.db
import grants.federation.models
import grants.incoming.models
import grants.mail
import grants.opendata.models
import grants.plenary.models
import grants.privacy.models
import grants.projects.models
import grants.security
import grants.settings
import grants.voices.models

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import Connection

config = context.config
TURN = 7_205_759_403
"""The number of the lock that machines of one PostgreSQL take in turn."""
IGNORED = ("search_", "huey")


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the tables of the search index to their own migration: models do not describe them."""
    return not (kind == "table" and name is not None and name.startswith(IGNORED))


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our own types as the plain ones that migrations know."""
    if kind == "type" and isinstance(item, grants.db.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run the migrations in one transaction, on an open connection when one is given."""
    given = config.attributes.get("connection")
    if given is not None:
        _run_on(given)
        return
    url = config.attributes.get("url") or grants.settings.load_settings().database_url
    engine = create_engine(url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _let_tables_be_made_again(connection)
        else:
            _one_at_a_time(connection)
        _run_on(connection)
        connection.commit()
    engine.dispose()


def _one_at_a_time(connection: Connection) -> None:
    """Wait until another machine that starts has brought the tables up to date; its lock ends with its connection."""
    bare = connection.connection.dbapi_connection
    bare.autocommit = True
    bare.execute("SELECT pg_advisory_lock(%s)", (TURN,))
    bare.autocommit = False


def _let_tables_be_made_again(connection: Connection) -> None:
    """Put SQLite's foreign keys to sleep while tables are made again (sqlite.org/lang_altertable.html, “12 steps”).

    Awake, dropping a table first deletes its rows, which the rows that point to them forbid, or follow. SQLite hears
    this only outside a transaction.
    """
    connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")


def hold_together(ctx: MigrationContext, **_step: object) -> None:
    """Undo a migration of SQLite after which a row would point to nothing."""
    if ctx.dialect.name != "sqlite":
        return
    loose = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if loose:
        tables = ", ".join(sorted({row[0] for row in loose}))
        message = f"After this migration {len(loose)} rows would point to nothing ({tables}); it is undone."
        raise RuntimeError(message)


def _run_on(connection: object) -> None:
    context.configure(
        connection=connection,
        target_metadata=grants.db.Base.metadata,
        render_as_batch=True,
        include_name=include_name,
        compare_type=True,
        render_item=render_item,
        on_version_apply=hold_together,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
