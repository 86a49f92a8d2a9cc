"""The queue looks often, starts with the server, and its own trouble is nobody else's."""

from __future__ import annotations

import runpy
import sqlite3
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from grants import mail
from grants.db import db
from grants.jobs import Jobs
from grants.settings import ROOT
from tests.mail.test_outbox import CODE


@pytest.fixture
def jobs(app, tmp_path):
    """Return a queue of its own, at work in this process as on a real server."""
    settings = replace(app.extensions["settings"], environment="development", jobs_in_process=True, var=tmp_path)
    jobs = Jobs(app, settings)
    yield jobs
    if jobs.consumer:
        jobs.consumer.stop(graceful=True)


def test_a_mail_leaves_at_once_even_after_an_idle_hour(jobs, app):
    start = runpy.run_path(str(ROOT / "config" / "gunicorn.conf.py"))["post_worker_init"]
    start(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: SimpleNamespace(extensions={"jobs": jobs}))))
    assert jobs.consumer.max_delay <= 1
    with app.test_request_context():
        mail.post("ana@example.org", "sign_in", "fr", **CODE)
        db.session.commit()
    jobs.deliver_soon()
    letters = app.extensions["settings"].var / "mail"
    for _ in range(100):
        if list(letters.glob("*.eml")):
            break
        time.sleep(0.1)
    assert list(letters.glob("*.eml"))


def test_a_queue_out_of_order_does_not_spoil_the_answer(jobs, tmp_path):
    with sqlite3.connect(tmp_path / "jobs.sqlite3") as connection:
        connection.execute("DROP TABLE task")
    jobs.in_process = False
    jobs.deliver_soon()
