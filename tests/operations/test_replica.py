"""Who may read a late copy, and who must not; bench/trust/two_machines.py plays it with a real streaming replica."""

from __future__ import annotations

import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest
from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from grants.app import create_app
from grants.db import db, from_replica
from grants.operations.cli import alembic_config
from grants.replica import AWAY, EXTENSION, LOOK, Replica, _replica_first
from grants.security import EVERYONE, Door
from grants.settings import SettingsError, load_settings
from tests.town import make_call

pytestmark = pytest.mark.one_database
YEAR = 2021


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a database and a copy of it that is one call late."""
    folder = tmp_path_factory.mktemp("two")
    app = create_app(load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(folder)}))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        db.engine.dispose()
        shutil.copy(folder / "grants.sqlite3", folder / "late.sqlite3")
        make_call(year=YEAR)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def site(folder):
    """Return an application that reads the late copy when it may."""
    settings = load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(folder)})
    app = create_app(replace(settings, database_replica_url=f"sqlite:///{folder / 'late.sqlite3'}"))
    app.extensions[EXTENSION].is_fit = lambda: True
    yield app
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def calls_listed(client, **options):
    """Tell whether the list of calls knows the newest one."""
    answer = client.get("/appels/", **options)
    assert answer.status_code == 200
    return f"/appels/{YEAR}" in answer.text


def test_a_reader_without_a_cookie_reads_the_replica(site):
    assert not calls_listed(site.test_client())


def test_who_shows_a_cookie_reads_what_they_wrote(site):
    client = site.test_client()
    client.set_cookie("form", "anything")
    assert calls_listed(client)


def test_what_one_reads_late_is_not_kept_for_who_wrote(site):
    reader, writer = site.test_client(), site.test_client()
    writer.set_cookie("form", "anything")
    for _ in range(2):
        late, fresh = reader.get("/").get_etag(), writer.get("/").get_etag()
        assert late != fresh
        late, fresh = reader.get("/projets/").get_etag(), writer.get("/projets/").get_etag()
        assert late != fresh


def test_what_the_replica_has_not_got_yet_is_found_on_the_primary(site):
    assert site.test_client().get(f"/appels/{YEAR}").status_code == 200


def test_a_replica_that_fails_in_the_middle_spoils_no_page(site, folder):
    broken = create_engine(f"sqlite:///{folder / 'late.sqlite3'}")
    with broken.begin() as connection:
        connection.execute(text('ALTER TABLE "call" RENAME TO gone'))
    try:
        known = site.extensions[EXTENSION]
        assert calls_listed(site.test_client())
        del known.is_fit
        assert not known.is_fit()
    finally:
        with broken.begin() as connection:
            connection.execute(text('ALTER TABLE gone RENAME TO "call"'))
        broken.dispose()


def test_pages_behind_a_secret_and_the_watchers_never_ask_the_replica(site):
    for endpoint in ("follow.page", "operations.healthz", "applications.file", "accounts.link", "plenary.coming"):
        assert site.view_functions[endpoint].__code__.co_filename.rpartition("/")[2] != "replica.py", endpoint
    assert site.view_functions["calls.index"].__code__.co_filename.endswith("replica.py")


def test_what_is_sent_never_asks_the_replica(site):
    def look():
        return str(from_replica.get())

    look.door = Door(EVERYONE)
    site.view_functions["calls.index"] = _replica_first(look)
    assert site.test_client().get("/appels/").text == "True"
    with site.test_request_context("/appels/", method="POST"):
        assert site.view_functions["calls.index"]() == "False"


class Servers:
    """A primary that writes and a replica that follows at a distance, by their positions."""

    def __init__(self):
        self.written, self.replayed, self.follows, self.answers = 100, 100, True, {"primary", "replica"}

    def engine(self, name):
        """Return what is asked as an engine is."""

        def connect():
            if name not in self.answers:
                raise OperationalError("SELECT", {}, Exception("gone"))
            return Asked(self)

        return SimpleNamespace(connect=connect)


class Asked:
    def __init__(self, servers):
        self.servers = servers

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def scalar(self, _question):
        return self.servers.written

    def execute(self, _question):
        return SimpleNamespace(one=lambda: (self.servers.follows, self.servers.replayed))


@pytest.fixture
def looked():
    """Return two servers, a clock in seconds, and what is known of the replica."""
    servers, clock = Servers(), [0.0]
    known = Replica(lambda: servers.engine("primary"), lambda: servers.engine("replica"), lambda: clock[0])
    return servers, clock, known


def test_a_replica_is_left_when_it_lags_and_read_again_once_it_caught_up(looked):
    servers, clock, known = looked
    assert known.is_fit()
    for position, replayed, fit in ((200, 100, True), (300, 100, False), (300, 150, False), (300, 300, True)):
        servers.written, servers.replayed, clock[0] = position, replayed, clock[0] + LOOK
        assert known.is_fit() is fit, (position, replayed)


def test_a_quiet_town_has_no_late_replica(looked):
    _, clock, known = looked
    for _ in range(5):
        clock[0] += 3600
        assert known.is_fit()


def test_a_replica_that_is_down_is_left_alone_for_a_while(looked):
    servers, clock, known = looked
    servers.answers = {"primary"}
    assert not known.is_fit()
    servers.answers = {"primary", "replica"}
    clock[0] += AWAY / 2
    assert not known.is_fit()
    clock[0] += AWAY
    assert known.is_fit()


def test_a_replica_that_was_promoted_is_not_one_any_more(looked):
    servers, _, known = looked
    servers.follows = False
    assert not known.is_fit()


def test_pages_are_still_read_when_only_the_primary_is_gone(looked):
    servers, clock, known = looked
    assert known.is_fit()
    servers.answers, clock[0] = {"replica"}, LOOK
    assert known.is_fit()


def test_a_replica_of_something_else_than_postgresql_stops_the_start(tmp_path):
    told = {"GRANTS_VAR": str(tmp_path), "DATABASE_REPLICA_URL": "postgresql://replica/grants"}
    with pytest.raises(SettingsError, match="streaming replica"):
        load_settings(told)
    both = load_settings(told | {"DATABASE_URL": "postgresql://primary/grants"})
    assert both.database_replica_url == "postgresql+psycopg://replica/grants"
