"""What every test stands on: a real database, emptied before each test, and a browserless client.

With GRANTS_TEST_DATABASE_URL (the address of a PostgreSQL server, database name left out) the same tests run there.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from alembic import command
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, exists, literal, select, text, union_all
from sqlalchemy.engine import make_url

from grants.accounts.services import ensure_person, open_session
from grants.accounts.views.sign_in import cookie_name
from grants.app import create_app
from grants.calls import schemes
from grants.db import Base, db, only_reading
from grants.demo import services as demo
from grants.mail import OutboxMail
from grants.operations.cli import alembic_config
from grants.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

# How fast a busy machine draws examples says nothing of the product.
EXAMPLES = int(os.environ.get("GRANTS_TEST_EXAMPLES", "100"))
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=EXAMPLES)
settings.load_profile("house")

SERVER = os.environ.get("GRANTS_TEST_DATABASE_URL", "")
gc.disable()  # until all is found: what is found stays, and looking it through costs a third of finding it
LONGEST = ("journeys", "browser", "durability", "plenary")
"""Folders whose files work or wait the longest; taken in turn, so that some wait while others work."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second database leave out what knows no database: it is proved on the first. Begin with what is long."""
    if SERVER:
        left = [item for item in items if item.get_closest_marker("one_database")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("one_database")]
    turns: dict[str, dict[Path, int]] = {}
    for item in items:
        files = turns.setdefault(item.path.parent.name, {})
        files.setdefault(item.path, len(files))
    last = len(items)
    items.sort(key=lambda item: turns[item.path.parent.name][item.path] if item.path.parent.name in LONGEST else last)


def pytest_collection_finish() -> None:
    """Have memory looked through again, from here on."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def var_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of this run."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="session")
def database_url(testrun_uid: str, worker_id: str, var_folder: Path) -> Iterator[str]:
    """Make a database for this worker and remove it at the end."""
    if not SERVER:
        yield f"sqlite:///{var_folder / 'grants.sqlite3'}"
        return
    name = f"grants_{testrun_uid[:12]}_{worker_id}"
    server = make_url(SERVER).set(drivername="postgresql+psycopg", database="postgres")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    engine.dispose()


class Reader(FlaskClient):
    """A client that reads each answer to its end and closes it, as a browser does, files included."""

    def open(self, *arguments: object, **options: object) -> object:
        """Send a request; the answer is kept whole."""
        return super().open(*arguments, **{"buffered": True, **options})


@pytest.fixture(scope="session")
def application(database_url: str, var_folder: Path) -> Iterator[Flask]:
    """Build the application once, with its tables made by the migrations."""
    environ = {"GRANTS_ENV": "testing", "GRANTS_VAR": str(var_folder), "DATABASE_URL": database_url}
    app = create_app(load_settings(environ))
    app.test_client_class = Reader
    demo.SEATING_SECONDS = 0.2  # tests/plenary and bench/seating.py hold what more time gives
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        db.engine.dispose()
    if not SERVER:
        shutil.copy(var_folder / "grants.sqlite3", var_folder / "empty.sqlite3")
    gc.collect()
    gc.freeze()  # what the application is made of stays: looking it through again and again costs a tenth of the suite
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application: Flask, var_folder: Path) -> Iterator[Flask]:
    """Return the application over an empty database."""
    only_reading.set(False)
    with application.app_context():
        db.session.remove()
        if not SERVER or db.engine.pool.checkedout():
            db.engine.dispose()
        if SERVER:  # a connection that knows the tables already asks ten times faster than a new one
            with db.engine.begin() as connection:
                empty(connection)
            db.engine.dispatch.engine_disposed(db.engine)  # no page is kept in memory either
        else:
            for leftover in var_folder.glob("grants.sqlite3-*"):
                leftover.unlink()
            shutil.copy(var_folder / "empty.sqlite3", var_folder / "grants.sqlite3")
    for left in ("mail", "archives"):
        shutil.rmtree(var_folder / left, ignore_errors=True)
    yield application
    with application.app_context():
        db.session.remove()


def empty(connection: Connection) -> None:
    """Empty what the test before wrote in, and only that: to truncate every table costs more than most tests."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    tables = Base.metadata.tables
    asked = union_all(*(select(literal(name)).where(exists().select_from(table)) for name, table in tables.items()))
    for name in connection.scalars(asked).all():
        connection.execute(tables[name].delete())
    connection.execute(
        text("SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value > 0")
    )


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """Stand inside the application, as services and queries do."""
    with app.app_context():
        yield


@pytest.fixture
def db_session(context: None) -> Session:
    """Return the session of the test's own application context; commit before the client looks."""
    del context
    return db.session  # type: ignore[return-value]


@pytest.fixture
def schemes_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return descriptions of calls like the shipped ones, which the test may change (see tests/envie.py)."""
    shutil.copytree(schemes.FOLDER, tmp_path / "schemes")
    monkeypatch.setattr(schemes, "FOLDER", tmp_path / "schemes")
    schemes.scheme.cache_clear()
    yield tmp_path / "schemes"
    schemes.scheme.cache_clear()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client without a sign-in. Call it outside an application context, as a browser would."""
    return app.test_client()


class Outbox:
    """The mails written so far, in order, read from the database."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def all(self) -> list[OutboxMail]:
        """Return every mail."""
        with self.app.app_context():
            mails = list(db.session.query(OutboxMail).order_by(OutboxMail.id))
            db.session.expunge_all()
            return mails

    def last_to(self, address: str) -> OutboxMail:
        """Return the last mail to that address."""
        return [mail for mail in self.all() if mail.recipient == address][-1]


@pytest.fixture
def outbox(app: Flask) -> Outbox:
    """Return the mails this test made the product write."""
    return Outbox(app)


def csrf_token(html: str) -> str:
    """Find the token of a page's form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found, "the page has no form with a token"
    return found[1]


@pytest.fixture
def post_form() -> Callable[..., object]:
    """Return a function that opens a page, takes its token, and posts to it (or to `action`) as a browser does."""

    def post(client: FlaskClient, page: str, data: dict[str, object], action: str = "", **options: object) -> object:
        opened = client.get(page)
        assert opened.status_code == 200, f"{page} answered {opened.status_code}"
        return client.post(action or page, data={"csrf_token": csrf_token(opened.text), **data}, **options)

    return post


@pytest.fixture
def signed_in(app: Flask) -> Callable[..., FlaskClient]:
    """Return a function that signs somebody in, with a role if asked (the pages: tests/accounts, tests/journeys)."""

    def sign_in(email: str = "ana@example.org", role: str = "member") -> FlaskClient:
        with app.app_context():
            ensure_person(email).role = role
            token, _ = open_session(email, "fr", 30)
            db.session.commit()
            name = cookie_name()
        client = app.test_client()
        client.set_cookie(name, token)
        return client

    return sign_in
