"""An empty town with one open call, on SQLite in a temporary folder or on the database of DATABASE_URL."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command

from grants.app import create_app
from grants.db import db
from grants.operations.cli import alembic_config
from grants.settings import load_settings
from tests.town import make_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from grants.calls.models import Call

MONTH = timedelta(days=30)


def town_at(var: Path, url: str = "") -> tuple[Flask, Call]:
    """Make the tables and a call open today in the database of that address, SQLite in that folder when there is none.

    Its data folder is `var`. The application only looks: nothing of it runs by itself.
    """
    app = create_app(load_settings({"DATABASE_URL": url, "GRANTS_ENV": "testing", "GRANTS_VAR": str(var)}))
    today = datetime.now(UTC).date()
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        call = make_call(opens_on=today - MONTH, closes_on=today + MONTH, complete_by=today + 2 * MONTH)
        db.session.commit()
        db.session.refresh(call)
        db.session.expunge_all()
    return app, call


@contextmanager
def empty_town() -> Iterator[tuple[Flask, Call, Path]]:
    """Yield the application, the call and the data folder."""
    with tempfile.TemporaryDirectory() as folder:
        yield *town_at(Path(folder), os.environ.get("DATABASE_URL", "")), Path(folder)
