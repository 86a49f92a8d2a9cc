"""Mail leaves through a real SMTP conversation, once; a server that is down loses nothing."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text

from grants import mail
from grants.db import db, now
from tests.conftest import SERVER

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = {"token": "a-token", "code": "123 456", "minutes": 10}


class Letterbox:
    """A mail server that keeps what it receives, or is out of order for the first mails."""

    def __init__(self) -> None:
        self.received: list[email.message.EmailMessage] = []
        self.out_of_order = 0
        self.cuts = False
        self.meanwhile = None

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802 - aiosmtpd's name
        """Take a mail, or say that the server cannot now."""
        if self.meanwhile:
            await asyncio.to_thread(self.meanwhile)
        if self.out_of_order:
            self.out_of_order -= 1
            return "451 try again later"
        self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.cuts:
            self.cuts = False
            session.loop.call_soon(_server.transport.abort)
            return None
        return "250 thank you"


def free_port() -> int:
    """Return a port of the loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, Controller]]:
    """Serve a letterbox on the loopback."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, controller
    controller.stop()


@pytest.fixture
def by_smtp(app, letterbox):
    """Have the application send by SMTP to the letterbox."""
    box, controller = letterbox
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, mail_url=f"smtp://127.0.0.1:{controller.port}")
    yield box
    app.extensions["settings"] = before


def write(app, to: str = "ana@example.org") -> str:
    with app.test_request_context():
        message_id = mail.post(
            to, "sign_in", "fr", attachments=[("a.pdf", "application/pdf", b"%PDF-")], **CODE
        ).message_id
        db.session.commit()
        return message_id


def deliver(app) -> int:
    with app.app_context():
        return mail.deliver()


def test_a_mail_leaves_once_whole_and_readable(app, by_smtp):
    message_id = write(app)
    assert deliver(app) == 1
    assert deliver(app) == 0
    (received,) = by_smtp.received
    assert received["Message-ID"] == message_id
    assert received["To"] == "ana@example.org"
    assert "connexion" in received["Subject"]
    assert "123 456" in received.get_body().get_content()
    assert [part.get_filename() for part in received.iter_attachments()] == ["a.pdf"]


def test_a_server_out_of_order_is_asked_again_later_with_the_same_mail(app, by_smtp, time_machine):
    by_smtp.out_of_order = 2
    message_id = write(app)
    assert deliver(app) == 0
    assert deliver(app) == 0, "it is not asked again at once"
    for minutes in (3, 10):
        time_machine.move_to(now() + timedelta(minutes=minutes))
        deliver(app)
    assert [each["Message-ID"] for each in by_smtp.received] == [message_id]


def test_a_line_cut_after_the_mail_was_taken_repeats_it_with_the_same_id(app, by_smtp, time_machine):
    by_smtp.cuts = True
    message_id = write(app)
    deliver(app)
    time_machine.move_to(now() + timedelta(minutes=5))
    assert deliver(app) == 1
    assert [each["Message-ID"] for each in by_smtp.received] == [message_id] * 2


def test_no_server_at_all_keeps_every_mail(app):
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, mail_url=f"smtp://127.0.0.1:{free_port()}")
    write(app)
    write(app, "yann@example.org")
    assert deliver(app) == 0
    app.extensions["settings"] = before
    with app.app_context():
        kept = db.session.query(mail.OutboxMail).all()
        assert [each.sent_at for each in kept] == [None, None]
        assert all("ConnectionRefusedError" in each.trouble for each in kept)


def test_people_write_while_a_slow_server_holds_the_sender(app, by_smtp):
    held = []

    def write_and_deliver():
        by_smtp.meanwhile = None
        with app.app_context():
            db.session.execute(text("SELECT 1") if SERVER else text("PRAGMA busy_timeout=100"))
            db.session.commit()
        write(app, "yann@example.org")
        held.append(deliver(app))

    by_smtp.meanwhile = write_and_deliver
    write(app)
    assert deliver(app) == 1
    assert held == [1]
    assert sorted(each["To"] for each in by_smtp.received) == ["ana@example.org", "yann@example.org"], "each once"


def test_a_mail_nobody_can_send_holds_up_no_other(app, by_smtp):
    with app.app_context():
        odd = [{"name": "a.pdf", "type": "application/pdf", "base64": "é"}]
        db.session.add(mail.OutboxMail(message_id="<odd>", recipient="a", subject="", text="", attachments=odd))
        db.session.commit()
    write(app)
    assert deliver(app) == 1
    assert [each["To"] for each in by_smtp.received] == ["ana@example.org"]


def test_a_transaction_that_fails_sends_nothing(app, by_smtp):
    with app.test_request_context():
        mail.post("ana@example.org", "sign_in", "fr", **CODE)
        db.session.flush()
        db.session.rollback()
    assert deliver(app) == 0
    assert by_smtp.received == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_mail_speaks_the_language_of_its_reader(app, by_smtp, language):
    with app.test_request_context():
        mail.post("ana@example.org", "sign_in", language, **CODE)
        db.session.commit()
    deliver(app)
    words = by_smtp.received[0].get_body().get_content()
    assert ("Bonjour" in words) == (language == "fr")
    assert ("http://localhost/en/connexion/" in words) == (language == "en")


def test_a_hostile_name_starts_no_other_header(app, by_smtp):
    with app.test_request_context():
        mail.post("ana@example.org\r\nBcc: all@example.org", "sign_in", "fr", **CODE)
        db.session.commit()
    deliver(app)
    assert all(each["Bcc"] is None for each in by_smtp.received)


def test_long_lines_and_french_arrive_as_they_were_written(app, by_smtp):
    subject = (
        "Dossier 2026-0012\u00a0: «\u00a0Être là, à l’été, où l’on s’émerveille\u00a0» " + "et encore " * 6 + "fin"
    )
    address = "http://localhost/dossiers/" + "a" * 90
    words = "Voici ce qu’il reste à écrire\u00a0: «\u00a0Quand\u00a0?\u00a0», « Où\u00a0? », puis renvoyez. " * 4
    text = f"Bonjour,\n\n{words.strip()}\n\n{address}\n\n    123 456\n\n>pas une citation\nFrom ici à là-bas\n"
    with app.app_context():
        db.session.add(mail.OutboxMail(message_id="<a@b>", recipient="ana@example.org", subject=subject, text=text))
        db.session.commit()
    assert deliver(app) == 1
    (received,) = by_smtp.received
    assert received["Subject"] == subject
    assert received.get_content_type() == "text/plain"
    assert received["Content-Type"].params["format"] == "flowed"
    lines = received.get_content().replace("\r\n", "\n").split("\n")
    assert all(len(line) <= 76 or line == address for line in lines)
    assert address in lines
    flowing = "".join(line.removeprefix(" ") if line.endswith(" ") else line.removeprefix(" ") + "\n" for line in lines)
    assert flowing.strip() == text.strip(), "a reader that knows flowing lines has the very text"
