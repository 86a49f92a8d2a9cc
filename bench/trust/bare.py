"""Empty tables, on SQLite in a temporary folder or on the database of DATABASE_URL, and browsers signed in."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command

from grants.accounts.services import ensure_person, open_session
from grants.accounts.views.sign_in import cookie_name
from grants.app import create_app
from grants.db import db
from grants.operations.cli import alembic_config
from grants.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient


@contextmanager
def bare_town() -> Iterator[tuple[Flask, Path]]:
    """Yield the application over empty tables, and the data folder."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"GRANTS_ENV": "testing", "GRANTS_VAR": folder}
        app = create_app(load_settings({"DATABASE_URL": os.environ.get("DATABASE_URL", ""), **environ}))
        with app.app_context():
            command.upgrade(alembic_config(), "head")
        yield app, Path(folder)


def signs_in(app: Flask) -> Callable[..., FlaskClient]:
    """Return a function that gives the browser of somebody signed in, with a role if asked."""

    def sign_in(email: str, role: str = "member") -> FlaskClient:
        with app.app_context():
            ensure_person(email).role = role
            token, _ = open_session(email, "fr", 30)
            db.session.commit()
            client = app.test_client()
            client.set_cookie(cookie_name(), token)
        return client

    return sign_in


def tell(result: dict[str, Any], at: Path | None) -> None:
    """Print the figures of a run, and keep them in a file when one is named."""
    written = json.dumps(result, indent=1, ensure_ascii=False)
    print(written)
    if at:
        at.write_text(written, "utf-8")
