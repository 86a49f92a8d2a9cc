"""`check` looks at the clock, the front, the names of mail and the staff's second factor, and says what to do."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from grants.accounts.services import ensure_person
from grants.db import db, now
from grants.logs import HEADER
from grants.operations import outside, queries

pytestmark = pytest.mark.one_database


@pytest.fixture
def settings(app):
    """Return settings as of a site open to everybody."""
    here = app.extensions["settings"]
    return replace(
        here, environment="production", proxies=1, mail_from="a@ville.example", staff_second_factor="required"
    )


class Front(HTTPServer):
    """A proxy before a site: it may pass the headers of strangers on, and its clock may be wrong."""

    def __init__(self, *, passes_on=False, apart=0, status=200):
        self.passes_on, self.apart, self.status = passes_on, apart, status
        super().__init__(("127.0.0.1", 0), Answer)

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response_only(self.server.status)
        self.send_header("Date", format_datetime(datetime.now(UTC) + timedelta(seconds=self.server.apart), usegmt=True))
        self.send_header(HEADER, self.headers[HEADER] if self.server.passes_on else "0123456789abcdef")
        self.end_headers()

    def log_message(self, *_words):
        """Say nothing."""


def seen(settings, **front):
    """Return what is found of a front."""
    with Front(**front) as server:
        hand = threading.Thread(target=server.handle_request)
        hand.start()
        found = outside.front(replace(settings, base_url=server.base_url))
        hand.join()
    return found


def test_a_front_like_ours_is_fine(settings):
    assert seen(settings).fine


@pytest.mark.parametrize(
    ("front", "words"),
    [({"passes_on": True}, "must replace"), ({"apart": 60}, "clock"), ({"status": 503}, "answers 503")],
)
def test_a_front_that_is_not_is_told(settings, front, words):
    found = seen(settings, **front)
    assert not found.fine
    assert words in found.words


def test_a_proxy_that_nobody_announced_is_told(settings):
    found = seen(replace(settings, proxies=0))
    assert not found.fine
    assert "GRANTS_PROXIES" in found.words


def test_a_front_that_does_not_answer_is_told(settings):
    assert not outside.front(replace(settings, base_url="http://127.0.0.1:9")).fine


RECORDS = {
    ("ville.example", "MX"): ["10 mx.ville.example."],
    ("ville.example", "TXT"): ["v=spf1 mx -all", "something else"],
    ("_dmarc.ville.example", "TXT"): ["v=DMARC1; p=reject"],
}


@pytest.mark.parametrize("lacking", [None, *RECORDS])
def test_what_makes_mail_believed_is_looked_for(settings, monkeypatch, lacking):
    monkeypatch.setattr(outside, "_asked", lambda *key: [] if key == lacking else RECORDS[key])
    assert outside.names_of_mail(settings).fine is (lacking is None)


def test_a_dns_that_does_not_answer_is_not_looked_and_said(settings, monkeypatch):
    def silent(*_key):
        message = "LifetimeTimeout"
        raise OSError(message)

    monkeypatch.setattr(outside, "_asked", silent)
    found = outside.names_of_mail(settings)
    assert (found.fine, "not looked" in found.words) == (True, True)


@pytest.mark.usefixtures("context")
def test_staff_without_a_second_factor_are_counted(settings):
    for name, since in (("ana", now()), ("bob", None)):
        person = ensure_person(f"{name}@example.org")
        person.role, person.factor_since = "staff", since
    db.session.commit()
    assert queries._staff(settings).words == "required, 1 of 2 staff have set theirs"  # noqa: SLF001 - one line of many
    assert not queries._staff(replace(settings, staff_second_factor="offered")).fine  # noqa: SLF001


@pytest.mark.usefixtures("context")
def test_a_clock_far_from_the_database_s_is_told(monkeypatch):
    monkeypatch.setattr(outside, "is_postgresql", lambda: True)
    for apart, fine in ((timedelta(seconds=1), True), (timedelta(minutes=10), False)):
        told = datetime.now(UTC) - apart
        monkeypatch.setattr(outside.db.session, "scalar", lambda _question, told=told: told)
        assert outside.clock().fine is fine
