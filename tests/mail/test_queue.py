"""The queue looks often, starts with the server, and its own trouble is nobody else's."""

from __future__ import annotations

import runpy
import sqlite3
import time
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from grants import mail
from grants.db import db, now
from grants.jobs import Jobs
from grants.settings import ROOT
from tests.conftest import SERVER
from tests.mail.test_outbox import CODE


@pytest.fixture
def jobs(app, tmp_path):
    """Return a queue of its own, at work in this process as on a real server."""
    settings = replace(app.extensions["settings"], environment="development", jobs_in_process=True, var=tmp_path)
    jobs = Jobs(app, settings)
    yield jobs
    if jobs.consumer:
        jobs.consumer.stop(graceful=True)
    jobs.queue.storage.close()


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


def test_a_queue_out_of_order_does_not_spoil_the_answer(jobs, app, tmp_path):
    jobs.in_process = False
    if SERVER:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE huey_task RENAME TO gone"))
        jobs.deliver_soon()
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE gone RENAME TO huey_task"))
        return
    with sqlite3.connect(tmp_path / "jobs.sqlite3") as connection:
        connection.execute("DROP TABLE task")
    jobs.deliver_soon()


@pytest.mark.skipif(not SERVER, reason="SQLite serves one machine")
def test_what_one_machine_asks_another_one_does(app, tmp_path):
    done = []

    def long_work(number):
        done.append(number)
        yield

    settings = replace(app.extensions["settings"], environment="development", jobs_in_process=False)
    web, worker = (Jobs(app, replace(settings, var=tmp_path / name)) for name in ("web", "worker"))
    for each in (web, worker):
        each.offer(long_work)
    web.queue.flush()
    assert web.soon("long_work", 7)
    worker.queue.execute(worker.queue.dequeue())
    assert (done, web.queue.dequeue()) == ([7], None)
    worker.beat()
    assert now() - web.last_beat() < timedelta(minutes=1)
    for each in (web, worker):
        each.queue.storage.close()


@pytest.mark.skipif(not SERVER, reason="a file is never cut off")
def test_the_queue_finds_a_server_that_came_back(app, tmp_path):
    settings = replace(app.extensions["settings"], environment="development", jobs_in_process=False, var=tmp_path)
    jobs = Jobs(app, settings)
    jobs.beat()
    with app.app_context(), db.engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.execute(text(f"{others} AND datname = current_database()"))
    assert jobs.last_beat() is not None
    jobs.queue.storage.close()
