"""A sender killed with a mail in hand, a server down for a day, one that is silent: no mail is lost, no other waits.

Two hundred kills are in bench/trust/mails.py.
"""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from grants.db import db, now
from grants.mail import OutboxMail, delivery
from grants.mail.models import MOST_TRIES
from tests.durability.machine import free_port
from tests.durability.posts import (
    Sink,
    deliver,
    kill,
    note_before_sending,
    pass_over_the_waits,
    sender,
    wait_for,
    write,
)

DAY = timedelta(days=1)


@pytest.fixture
def sink(app):
    """Serve a sink, and have the application send there."""
    sink, before = Sink(), app.extensions["settings"]
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    app.extensions["settings"] = replace(before, mail_url=f"smtp://127.0.0.1:{controller.port}")
    yield sink
    app.extensions["settings"] = before
    controller.stop()


def killed_at_the_third(app, sink):
    """Have a sender killed as the third mail is taken, before anybody can note it; then let another one finish."""
    child = []

    def at_the_third(sink):
        if sum(sink.received.values()) == 3:
            kill(child[0])

    sink.after = at_the_third
    child.append(sender(app))
    wait_for(child[0])
    sink.after = None
    pass_over_the_waits(app)
    deliver(app)


def test_a_sender_killed_with_a_mail_in_hand_repeats_that_one_and_loses_none(app, sink):
    names = write(app, 6)
    killed_at_the_third(app, sink)
    assert sorted(sink.received) == sorted(names)
    assert sorted(sink.received.values()) == [1, 1, 1, 1, 1, 2]


def test_control_a_mail_noted_before_it_leaves_is_lost(app, sink, monkeypatch):
    monkeypatch.setattr(delivery, "_take_next", note_before_sending())
    names = write(app, 6)
    sink.after = lambda sink: sink.received.clear() or kill(child)
    child = sender(app)
    wait_for(child)
    sink.after = None
    deliver(app)
    assert len(sink.received) < len(names)


def test_a_server_down_for_a_day_loses_nothing(app, time_machine):
    before, port, names = app.extensions["settings"], free_port(), write(app, 3)
    app.extensions["settings"] = replace(before, mail_url=f"smtp://127.0.0.1:{port}")
    start, sink = now(), Sink()
    for hours in range(0, 49, 2):
        time_machine.move_to(start + timedelta(hours=hours), tick=False)
        deliver(app)
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    time_machine.move_to(start + 2 * DAY + timedelta(hours=4), tick=False)
    deliver(app)
    controller.stop()
    app.extensions["settings"] = before
    assert sink.received == dict.fromkeys(names, 1)


def test_one_who_is_refused_holds_up_nobody_and_staff_are_told_when_all_tries_are_done(app, sink, signed_in):
    write(app, 1)
    with app.app_context():
        db.session.query(OutboxMail).update({"tries": MOST_TRIES, "trouble": ""})
        db.session.commit()
    names = write(app, 2, start=1)
    assert deliver(app) == 2
    assert sorted(sink.received) == sorted(names)
    page = signed_in("staff@example.org", "staff").get("/gestion/courriels/envois?etat=trouble")
    assert "person-0@example.org" in page.text
    assert "il ne partira plus de lui-même" in page.text


def test_a_server_that_is_silent_holds_up_other_work_once_and_not_for_each_mail(app, monkeypatch):
    monkeypatch.setattr(delivery, "SMTP_SECONDS", 0.2)
    before = app.extensions["settings"]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app.extensions["settings"] = replace(before, mail_url=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        write(app, 5)
        assert deliver(app) == 0
        app.extensions["settings"] = before
    with app.app_context():
        assert sorted(each.tries for each in db.session.query(OutboxMail)) == [0, 0, 0, 0, 1]
