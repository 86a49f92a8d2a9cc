"""A backup holds everything, says when it is damaged, and comes back the same in an empty instance."""

from __future__ import annotations

import gzip

import pytest
from alembic import command
from sqlalchemy import select

from grants.app import create_app
from grants.db import Base, db
from grants.operations.cli import alembic_config
from grants.settings import load_settings


@pytest.fixture
def run(app):
    """Return a function that runs a command and gives its result."""
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def year(run):
    """Load a small year, voted."""
    assert run("demo", "load", "--projects", "6", "--stage", "voted").exit_code == 0


def contents(app):
    with app.app_context():
        return {
            table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


@pytest.mark.usefixtures("year")
def test_a_backup_comes_back_the_same_on_an_empty_machine(app, run, tmp_path):
    file = tmp_path / "b.tar.gz"
    assert run("backup", "create", str(file)).exit_code == 0
    environ = {"GRANTS_ENV": "testing", "GRANTS_VAR": str(tmp_path / "other")}
    other = create_app(load_settings(environ))
    with other.app_context():
        command.upgrade(alembic_config(), "head")
    restored = other.test_cli_runner().invoke(args=["backup", "restore", str(file)])
    assert restored.exit_code == 0, restored.output
    assert contents(other) == contents(app)
    assert "6" in other.test_client().get("/projets/?q=le").text
    assert other.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("year")
def test_an_instance_that_is_not_empty_is_left_alone(app, run, tmp_path):
    file = tmp_path / "b.tar.gz"
    run("backup", "create", str(file))
    before = contents(app)
    again = run("backup", "restore", str(file))
    assert again.exit_code == 1
    assert "not empty" in again.output
    assert contents(app) == before


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("harm", ["cut", "changed", "text", "absent"])
def test_a_damaged_backup_is_said_so_in_one_line(run, tmp_path, harm):
    file = tmp_path / "b.tar.gz"
    run("backup", "create", str(file))
    assert run("backup", "verify", str(file)).exit_code == 0
    whole = file.read_bytes()
    if harm == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif harm == "changed":
        file.write_bytes(gzip.compress(gzip.decompress(whole).replace(b"requested", b"requeeted", 1)))
    elif harm == "text":
        file.write_text("not a backup")
    else:
        file.unlink()
    result = run("backup", "verify", str(file))
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert len(result.output.splitlines()) == 1
