"""How Alembic reaches the database and the models."""

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

config = context.config
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
        _run_on(connection)
        connection.commit()
    engine.dispose()


def _run_on(connection: object) -> None:
    context.configure(
        connection=connection,
        target_metadata=grants.db.Base.metadata,
        render_as_batch=True,
        include_name=include_name,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
