"""The migrations and the models say the same thing, on the database at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from grants.db import Base, db
from grants.operations.cli import alembic_config

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData

OF_THE_SEARCH_INDEX = ("search_", "huey")


def differences(connection: Connection, models: MetaData) -> list[object]:
    """Return what a new migration would change; the search index belongs to migrations alone."""

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and (name or "").startswith((*OF_THE_SEARCH_INDEX, "alembic_")))

    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
    return list(compare_metadata(context, models))


@pytest.mark.usefixtures("context")
def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


@pytest.mark.usefixtures("context")
def test_models_equal_migrations() -> None:
    with db.engine.connect() as connection:
        assert differences(connection, Base.metadata) == []


@pytest.mark.usefixtures("context")
def test_a_forgotten_migration_would_be_seen() -> None:
    models = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        table.to_metadata(models)
    sa.Table("forgotten", models, sa.Column("id", sa.Integer, primary_key=True))
    models.tables["person"].append_column(sa.Column("forgotten_too", sa.String))
    with db.engine.connect() as connection:
        found = {change[0] for change in differences(connection, models)}  # type: ignore[index]
    assert found == {"add_table", "add_column"}
