"""The log tells what happened and nothing of anybody; a control with Flask's own log tells all of it."""

from __future__ import annotations

import io
import json
import logging

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from grants.db import db
from grants.logs import HEADER, JsonLines
from grants.security import EVERYONE, open_to

pytestmark = pytest.mark.one_database
NAME, MAIL, TOKEN = "Ana </script> Le Gall", "ana.legall@example.org", "s3cr3t-t0k3n-0f-an-invitation-abcdef"


@pytest.fixture
def written():
    """Return what the log wrote, as our formatter writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def told(lines):
    return json.dumps(lines, ensure_ascii=False)


def crash():
    """Fail as a careless line does, which quotes what was typed over what the database said."""
    try:
        db.session.execute(text("INSERT INTO person (email) VALUES (:mail)"), {"mail": MAIL})
    except IntegrityError as error:
        message = f"{MAIL} could not be written"
        raise ValueError(message) from error


def test_a_request_is_one_line_with_its_rule_and_no_address(client, written):
    answer = client.get(f"/projets/{TOKEN}?q={MAIL}")
    (line,) = [each for each in written() if each["message"] == "request"]
    assert (line["method"], line["route"], line["status"], line["who"]) == ("GET", "/projets/<slug>", 404, "nobody")
    assert line["request_id"] == answer.headers[HEADER]
    assert TOKEN not in told(written())
    assert MAIL not in told(written())


def test_a_name_given_by_anybody_is_not_believed(client, written):
    assert client.get("/aide", headers={HEADER: "a" * 32}).headers[HEADER] != "a" * 32
    assert client.get("/aide", headers={HEADER: NAME.replace(" ", "")}).headers[HEADER] not in NAME
    assert NAME not in told(written())


def test_signing_in_and_writing_leave_no_trace_of_who(client, post_form, signed_in, written):
    post_form(client, "/connexion", {"email": MAIL})
    staff = signed_in(MAIL, "staff")
    staff.get(f"/gestion/?q={NAME}")
    staff.get("/gestion/sauvegardes")
    logging.getLogger("grants").warning("%s could not be reached with %s", MAIL, TOKEN)
    logging.getLogger("huey").warning("task %s failed", NAME)
    lines = written()
    assert {"nobody", "staff"} <= {each.get("who") for each in lines}
    for secret in (NAME, MAIL, "legall", TOKEN, "Le Gall"):
        assert secret not in told(lines)


def test_a_crash_tells_its_kind_and_its_lines_but_not_what_was_typed(app, written):
    with app.app_context():
        try:
            crash()
        except ValueError as error:
            app.log_exception((type(error), error, error.__traceback__))
            quoted = repr(error)
    (line,) = [each for each in written() if each["message"] == "a page crashed"]
    assert MAIL in quoted
    assert [each["error"] for each in line["errors"]] == [
        "builtins.ValueError",
        "sqlalchemy.exc.IntegrityError",
        "sqlite3.IntegrityError",
    ]
    assert any("test_logs.py" in each and "crash" in each for each in line["errors"][0]["where"])
    assert line["errors"][2]["code"] == "SQLITE_CONSTRAINT_NOTNULL"
    assert MAIL not in told(written())


def test_flask_alone_would_tell_the_token_and_the_words():
    stream = io.StringIO()
    app = Flask("bare")
    app.logger.addHandler(handler := logging.StreamHandler(stream))

    @app.get("/invitation/<token>")
    @open_to(EVERYONE)
    def page(token: str) -> str:
        message = f"{token} of {MAIL}"
        raise ValueError(message)

    app.test_client().get(f"/invitation/{TOKEN}")
    app.logger.removeHandler(handler)
    assert TOKEN in stream.getvalue()
    assert MAIL in stream.getvalue()
