"""A balancer and a monitor are told in one cheap answer whether this process serves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from grants.db import db, now
from grants.mail import OutboxMail
from grants.operations import health


@pytest.fixture
def beating(app):
    """Let a worker have worked just now."""
    app.extensions["jobs"].beat()


@pytest.mark.usefixtures("beating")
def test_an_instance_that_serves_says_so_in_two_questions_without_a_cookie(app, client):
    with app.app_context():
        engine = db.engine
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "database": "ok",
        "migration": "ok",
        "outbox_oldest_seconds": 0,
        "queue": "ok",
    }
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert len([each for each in asked if each.startswith("SELECT")]) == 2


@pytest.mark.usefixtures("beating")
def test_tables_behind_the_program_are_not_served(app, client):
    with app.app_context():
        known = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        for version, status in (("0001", 503), (known, 200)):
            db.session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
            db.session.commit()
            assert client.get("/healthz").status_code == status


@pytest.mark.usefixtures("beating")
def test_mail_that_waits_is_late_and_takes_no_page_away(app, client):
    with app.app_context():
        at = now() - timedelta(hours=2)
        db.session.add(OutboxMail(message_id="a", recipient="ana@example.org", subject="s", text="t", created_at=at))
        db.session.commit()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["status"]) == (200, "late")
    assert answer.json["outbox_oldest_seconds"] >= 7200
    assert "ana" not in answer.text


def test_a_queue_without_a_worker_is_quiet(app, client, monkeypatch):
    monkeypatch.setattr(app.extensions["jobs"], "last_beat", lambda: None)
    assert client.get("/healthz").json["queue"] == "quiet"


@pytest.mark.usefixtures("context")
def test_a_database_that_is_gone_is_said_with_503(client, monkeypatch):
    def gone(*_arguments, **_options):
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(health.db.session, "scalar", gone)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (503, {"status": "down", "database": "down"})
