"""A server killed while somebody writes: what it acknowledged is there.

Two hundred kills on each database, PostgreSQL's own server killed too, are in bench/trust/kills.py.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Timer
from time import monotonic

import pytest

from tests.applications.conftest import call  # noqa: F401 - a fixture
from tests.applications.pressing import ANSWERS
from tests.durability.hands import CUT, Hand, lost
from tests.durability.machine import Server, without_papers

ACTS = 6


@pytest.fixture
def hand(app, call, var_folder, signed_in):  # noqa: F811 - the fixture imported above
    """Return a function that has somebody write and send before a server of that kind, which is killed meanwhile."""
    cookie = next(iter(signed_in()._cookies.values()))  # noqa: SLF001 - werkzeug's client gives no other way

    def live_and_die(application, *, sends=True):
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        server = Server(var_folder, url, application=application, more=without_papers(var_folder))
        hand = Hand(server.port, var_folder / "mail", "ana@example.org")
        hand.cookies[cookie.key] = cookie.value
        try:
            server.start()
            hand.begin(call.year)
            hand.save(ANSWERS)
            with suppress(*CUT):
                write_until_it_dies(hand, server, sends=sends)
        finally:
            server.kill()
        return hand

    return live_and_die


def write_until_it_dies(hand, server, *, sends):
    """Save, send, save; the kill falls at any instant after a few acts."""
    for place in range(ACTS):
        hand.save({"what": f"Nous posons {place} bancs."})
    if sends:
        hand.send()
        hand.begin(2026)
    Timer(0.05, server.kill).start()
    while True:
        hand.save({"what": f"Nous posons {monotonic()} bancs."})


def test_what_a_killed_server_acknowledged_is_there(app, hand):
    killed = hand("wsgi:app")
    assert (killed.saves > ACTS, killed.sendings) == (True, 1)
    assert lost(app, killed.promises) == []


@pytest.mark.one_database  # SQLite's writers wait for the late commit; PostgreSQL's readers would find nothing yet
def test_control_a_server_that_answers_before_it_commits_loses(app, hand):
    killed = hand("tests.durability.late_commit:app", sends=False)
    assert lost(app, killed.promises) != []
