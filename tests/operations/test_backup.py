"""A backup holds everything, says when it is damaged, and comes back the same in an empty instance."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pyrage
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


@pytest.fixture
def sealed(app, monkeypatch, tmp_path):
    """Have backups sealed to a key, and return the file of its identity."""
    identity = pyrage.x25519.Identity.generate()
    settings = replace(app.extensions["settings"], backup_recipient=str(identity.to_public()))
    monkeypatch.setitem(app.extensions, "settings", settings)
    file = tmp_path / "identity.txt"
    file.write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n")
    return file


@pytest.mark.one_database
@pytest.mark.usefixtures("year")
def test_a_sealed_backup_tells_nothing_without_the_identity_and_gives_the_secret_back_with_it(
    app, run, sealed, tmp_path
):
    file = tmp_path / "b.tar.gz.age"
    assert run("backup", "create", str(file)).exit_code == 0
    assert b"tables/" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    for words in ((), ("--identity", str(stranger)), ("--identity", str(file))):
        result = run("backup", "verify", str(file), *words)
        assert result.exit_code == 1
        assert len(result.output.splitlines()) == 1
    assert run("backup", "verify", str(file), "--identity", str(sealed)).exit_code == 0
    other = create_app(load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(tmp_path / "other")}))
    with other.app_context():
        command.upgrade(alembic_config(), "head")
    restored = other.test_cli_runner().invoke(args=["backup", "restore", str(file), "--identity", str(sealed)])
    assert restored.exit_code == 0, restored.output
    assert contents(other) == contents(app)
    assert (tmp_path / "other" / "secret_key").read_text() == app.extensions["settings"].secret_key
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.one_database
def test_one_flipped_bit_of_a_sealed_backup_is_seen(run, sealed, tmp_path):
    file = tmp_path / "b.tar.gz.age"
    run("backup", "create", str(file))
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)
    assert run("backup", "verify", str(file), "--identity", str(sealed)).exit_code == 1
