"""Commands say what is wrong in one line, whatever they are given."""

from __future__ import annotations

import pytest

from grants.app import create_app
from grants.db import db
from grants.settings import load_settings


@pytest.mark.parametrize(
    "words",
    [["budget", "show", "2026"], ["demo", "load"], ["plenary", "build", "2026"], ["history", "import", __file__]],
)
def test_a_database_without_tables_is_said_in_one_line(tmp_path, words):
    empty = create_app(load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(tmp_path)}))
    result = empty.test_cli_runner().invoke(args=words)
    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 1
    assert "Traceback" not in result.output
    with empty.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backup", "create", ""], "name of a file"),
        (["history", "import", "/"], "/"),
        (["history", "import", "x.csv", "--scheme", "a" * 5000], "characters"),
    ],
)
def test_an_odd_argument_is_said_in_words(app, words, said):
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code in {1, 2}
    assert said in result.output
