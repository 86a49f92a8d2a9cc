"""`plenary build` and `plenary booklet`, as typed in a terminal."""

from __future__ import annotations

import json

import pytest

from grants.db import db
from tests.plenary.evening import YEAR, a_call, a_town

pytestmark = pytest.mark.one_database


@pytest.fixture
def run(app):
    """Return a function that runs a command."""
    return lambda *args: app.test_cli_runner().invoke(args=["plenary", *args])


@pytest.fixture
def town(app):
    with app.app_context():
        a_town()
        db.session.commit()


@pytest.mark.usefixtures("town")
def test_one_command_makes_an_evening_that_everybody_can_read(run, client):
    done = run("build", str(YEAR), "--seconds", "0.3")
    assert done.exit_code == 0, done.output
    assert "8 personnes, 2 tables, 3 tours" in done.output
    assert "Table 2" in client.get(f"/pleniere/{YEAR}").text


@pytest.mark.usefixtures("town")
def test_a_draft_is_not_shown(run, client):
    assert run("build", str(YEAR), "--seconds", "0.3", "--draft").exit_code == 0
    assert "pas encore publié" in client.get(f"/pleniere/{YEAR}").text


@pytest.mark.usefixtures("town")
def test_json_gives_the_whole_programme(run):
    made = json.loads(run("build", str(YEAR), "--seconds", "0.3", "--json").output)
    assert {"year", "version", "value", "bound", "poorest", "people", "rounds", "running_order"} <= made.keys()
    assert all(sorted(person for table in tables for person in table) == list(range(8)) for tables in made["rounds"])
    assert [each["position"] for each in made["running_order"]] == list(range(1, 9))
    assert 0 < made["value"] <= made["bound"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("build", "1999"), "Il n’y a pas d’appel en 1999."),
        (("build", str(YEAR)), "Personne n’est annoncé"),
        (("booklet", "1999", "-o", "x.pdf"), "Il n’y a pas d’appel en 1999."),
        (("booklet", str(YEAR), "-o", "x.pdf"), "n’est pas encore préparée"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(run, app, args, words):
    with app.app_context():
        a_call()
        db.session.commit()
    done = run(*args)
    assert done.exit_code == 1
    assert words in done.output


@pytest.mark.usefixtures("town")
def test_the_booklet_is_printed_in_each_format(run, tmp_path):
    run("build", str(YEAR), "--seconds", "0.3")
    for edition in ("a5", "a4-imposed", "large-print"):
        file = tmp_path / f"{edition}.pdf"
        done = run("booklet", str(YEAR), "--format", edition, "-o", str(file))
        assert done.exit_code == 0, done.output
        assert file.read_bytes().startswith(b"%PDF")
    done = run("booklet", str(YEAR), "-o", str(tmp_path / "nowhere" / "x.pdf"))
    assert done.exit_code == 1
    assert "nowhere" in done.output
