"""A sender killed with a mail in hand, a server down for a day, one that is silent: no mail is lost, no other waits.

Two hundred kills are in bench/trust/mails.py.
"""

from __future__ import annotations

import re
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from grants.db import db, now
from grants.mail import OutboxMail, delivery, talk
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


def cut_off(app, sink, times):
    """Have as many senders in turn killed as the only mail is taken, then another one try."""
    child = []
    for _ in range(times):
        sink.after = lambda _: kill(child[-1])
        child.append(sender(app))
        wait_for(child[-1])
        sink.after = None
        pass_over_the_waits(app)
    deliver(app)


def test_a_mail_cut_off_twice_is_left_to_staff_who_may_send_it_again(app, sink, signed_in, post_form):
    (name,) = write(app, 1)
    cut_off(app, sink, 2)
    assert sink.received == {name: 2}
    clerk, page = signed_in("staff@example.org", "staff"), "/gestion/courriels/envois"
    shown = clerk.get(f"{page}?etat=trouble").text
    assert "peut-être déjà parti" in shown
    post_form(clerk, page, {}, action=re.search(rf"{page}/\d+/reprendre", shown)[0])
    deliver(app)
    assert sink.received == {name: 3}


def test_control_a_sender_that_does_not_count_what_is_unsure_sends_a_third_time(app, sink, monkeypatch):
    monkeypatch.setattr(delivery, "MOST_UNSURE", 100)
    (name,) = write(app, 1)
    cut_off(app, sink, 2)
    assert sink.received == {name: 3}


class Cutting:
    """A server that cuts the line once it has the words, or refuses them, in turn."""

    def __init__(self, *answers):
        self.answers, self.received = list(answers), 0

    async def handle_DATA(self, server, _session, _envelope):  # noqa: N802 - aiosmtpd's name
        self.received += 1
        if (answer := self.answers.pop(0)) == "cut":
            server.transport.abort()
        return answer


@pytest.mark.parametrize(
    ("answers", "unsure", "sent"),
    [
        (["451 later", "451 later", "451 later", "250 ok"], 0, True),
        (["cut", "451 later", "250 ok"], 1, True),
        (["cut", "451 later", "cut", "250 ok"], 2, False),
        (["421 closing", "421 closing", "250 ok"], 2, False),
    ],
)
def test_only_a_line_cut_before_the_answer_makes_a_mail_unsure(app, answers, unsure, sent):
    before, server = app.extensions["settings"], Cutting(*answers)
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    app.extensions["settings"] = replace(before, mail_url=f"smtp://127.0.0.1:{controller.port}")
    write(app, 1)
    for _ in answers:
        deliver(app)
        pass_over_the_waits(app)
    controller.stop()
    app.extensions["settings"] = before
    with app.app_context():
        mail = db.session.query(OutboxMail).one()
        assert (mail.unsure, mail.sent_at is not None, mail.given_up) == (unsure, sent, not sent)
        assert mail.trouble.startswith("Unsure") is not sent


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
    monkeypatch.setattr(talk, "SMTP_SECONDS", 0.2)
    before = app.extensions["settings"]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app.extensions["settings"] = replace(before, mail_url=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        write(app, 5)
        assert deliver(app) == 0
        app.extensions["settings"] = before
    with app.app_context():
        assert sorted(each.tries for each in db.session.query(OutboxMail)) == [0, 0, 0, 0, 1]
