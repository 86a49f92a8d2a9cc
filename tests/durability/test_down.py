"""A machine that cannot write says so in plain words, gives back what was typed, and comes back by itself.

A hundred such faults, with the server killed or not, are in bench/trust/faults.py.
"""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from grants.db import db
from grants.mail import OutboxMail
from tests.applications.conftest import ESSENTIALS, call, stored, writer  # noqa: F401 - fixtures
from tests.conftest import SERVER, csrf_token
from tests.durability.faults import out_of_order, put_out

WORDS = "Nous posons dix bancs et écoutons qui s’y assied, le soir, quand il fait encore doux."
DOWN = "pas encore gardé chez nous"


def test_a_text_that_cannot_be_kept_comes_back_and_is_kept_once_the_machine_is_well(app, writer, stored):  # noqa: F811 - fixtures
    form = writer.form("envie") | {"what": WORDS, "then": "stay"}
    with out_of_order(app):
        answer = writer.client.post(f"{writer.home}/envie", data=form)
    assert answer.status_code == 503
    assert DOWN in answer.text
    assert WORDS in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert "what" not in stored(writer).answers
    again = form | {"csrf_token": csrf_token(answer.text)}
    assert writer.client.post(f"{writer.home}/envie", data=again).status_code == 302
    assert stored(writer).answers["what"] == WORDS


def test_no_file_is_told_received_that_is_not(app, writer, stored):  # noqa: F811 - fixtures
    writer.fill(ESSENTIALS)
    review = writer.client.get(f"{writer.home}/relire")
    with out_of_order(app):
        answer = writer.send(review)
    assert answer.status_code == 503
    assert stored(writer).sent_at is None
    assert writer.send().status_code == 302
    assert stored(writer).number == "2026-0001"
    with app.app_context():
        received = db.session.query(OutboxMail).filter_by(template="application_received").all()
        assert [each.recipient for each in received] == ["ana@example.org"]


def test_a_page_that_saves_by_itself_is_told_when_to_ask_again(app, writer):  # noqa: F811 - a fixture
    form = writer.form("envie") | {"only": "what", "what": WORDS}
    with out_of_order(app):
        answer = writer.client.post(f"{writer.home}/enregistrer", data=form)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert writer.client.post(f"{writer.home}/enregistrer", data=form).json["changed"] == ["what"]


def test_what_people_type_is_in_no_log_of_a_fault(app, writer, caplog):  # noqa: F811 - a fixture
    form = writer.form("envie") | {"what": WORDS, "then": "stay"}
    with out_of_order(app):
        writer.client.post(f"{writer.home}/envie", data=form)
    assert "applications.screen cannot be served" in caplog.text
    assert WORDS not in caplog.text
    assert "ana@example.org" not in caplog.text


@pytest.mark.skipif(not SERVER, reason="SQLite lives in the process")
def test_a_server_that_came_back_is_found_at_the_first_page(app, writer):  # noqa: F811 - a fixture
    assert writer.client.get("/projets/").status_code == 200
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    server = create_engine(make_url(SERVER).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        put_out(connection, url.database)
    server.dispose()
    assert writer.client.get(f"{writer.home}/envie").status_code == 200


def test_a_read_of_a_database_that_is_gone_says_it_in_words(app, writer):  # noqa: F811 - a fixture
    with out_of_order(app):
        answer = writer.client.get(f"{writer.home}/envie")
    assert answer.status_code == (503 if SERVER else 200), "a full disk still reads"


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(app):
    with app.app_context():
        if not SERVER:
            assert db.session.scalar(text("PRAGMA synchronous")) == 3, "EXTRA: the folder is synced too"
