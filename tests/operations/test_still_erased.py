"""Whoever was erased after a backup is not read again when it is put back, or the site is shut."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import select

from grants.accounts.models import Person
from grants.accounts.services import ensure_person
from grants.app import create_app
from grants.audit import verify_audit
from grants.db import db
from grants.privacy import services
from grants.settings import current_settings, load_settings

pytestmark = pytest.mark.one_database
GONE, LATER, LEFT = "partie@oubli.example", "ensuite@oubli.example", "reste@oubli.example"


@pytest.fixture
def machine(var_folder, tmp_path):
    """Return a function that runs a command on an empty machine, a fresh one each time."""
    made = []

    def fresh(name):
        environ = {"GRANTS_ENV": "testing", "GRANTS_VAR": str(tmp_path / name)}
        other = create_app(load_settings(environ))
        shutil.copy(var_folder / "empty.sqlite3", tmp_path / name / "grants.sqlite3")
        made.append(other)
        return other

    yield fresh
    for other in made:
        with other.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def backup(app, tmp_path):
    """Make a backup of three people, one of whom is erased before it and one after; return its file alone."""
    with app.app_context():
        for address in (GONE, LATER, LEFT):
            ensure_person(address)
        db.session.commit()
        services.erase(GONE, "command")
        db.session.commit()
    newest_list(app).unlink(missing_ok=True)
    (tmp_path / "kept").mkdir()
    file = tmp_path / "kept" / "b.tar.gz"
    assert app.test_cli_runner().invoke(args=["backup", "create", str(file)]).exit_code == 0
    with app.app_context():
        erased = services.erase(LATER, "command")
        db.session.commit()
        services.tidy_files(current_settings().var, erased)
    return file


def newest_list(app):
    return app.extensions["settings"].var / services.LIST


def marks(app):
    return {line.partition(" ")[2] for line in newest_list(app).read_text().splitlines()}


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def people(app):
    with app.app_context():
        return {each for each in db.session.scalars(select(Person.email)) if each.endswith("@oubli.example")}


def test_the_restore_erases_again_by_the_list_beside_the_backup(app, machine, backup):
    shutil.copy(newest_list(app), backup.parent)
    other = machine("other")
    restored = run(other, "backup", "restore", str(backup))
    assert (restored.exit_code, "1 erased again" in restored.output) == (0, True), restored.output
    assert people(other) == {LEFT}
    assert other.test_client().get("/").status_code == 200
    with other.app_context():
        verify_audit()
    assert marks(other) == marks(app)


def test_without_a_list_no_page_opens_until_it_is_told_who_was_erased(app, machine, backup):
    other = machine("other")
    restored = run(other, "backup", "restore", str(backup))
    assert (restored.exit_code, "every page stays shut" in restored.output) == (0, True), restored.output
    client = other.test_client()
    assert {client.get(each).status_code for each in ("/", "/projets/", "/api/v1/projects", "/healthz")} == {503}
    assert client.get("/healthz").json["erasures"] == "unknown"
    assert run(other, "privacy", "again").exit_code == 1
    assert client.get("/").status_code == 503
    told = run(other, "privacy", "again", "--list", str(newest_list(app)))
    assert (told.exit_code, people(other)) == (0, {LEFT}), told.output
    assert client.get("/").status_code == 200


def test_a_list_older_than_the_backup_opens_nothing(machine, backup):
    (backup.parent / services.LIST).write_text("")
    other = machine("other")
    assert "every page stays shut" in run(other, "backup", "restore", str(backup)).output
    assert run(other, "privacy", "again", "--nobody").exit_code == 0
    assert other.test_client().get("/").status_code == 200


def test_a_restore_that_forgets_the_list_would_be_seen(machine, backup):
    other = machine("other")
    assert run(other, "backup", "restore", str(backup), "--nobody-erased").exit_code == 0
    assert people(other) == {LEFT, LATER}


@pytest.mark.usefixtures("backup")
def test_the_list_is_kept_beside_the_backups_and_only_grows(app, tmp_path):
    folder = tmp_path / "backups"
    with app.app_context():
        services.write_list(folder, also=["2020-01-01T00:00:00+00:00 older"])
        services.write_list(folder)
    assert [line.partition(" ")[2] for line in (folder / services.LIST).read_text().splitlines()] == [
        "older",
        services.mark_of(GONE),
        services.mark_of(LATER),
    ]
