"""People at the form over HTTP, who write down what they were promised; and the look at what became of it."""

from __future__ import annotations

import email
import email.policy
import re
import secrets
from dataclasses import dataclass, field
from http.client import HTTPException
from time import monotonic, sleep

from sqlalchemy import text

from grants.applications.models import Application, Sending
from grants.db import db, is_postgresql, only_reading
from grants.domain.file import mark
from grants.mail import OutboxMail
from tests.applications.conftest import WHOLE
from tests.applications.page import fields_of
from tests.applications.pressing import ANSWERS, PATIENCE, ask

CUT = (OSError, HTTPException)
"""What a reader sees of a server that dies."""


@dataclass
class Promise:
    """One file: what was acknowledged field by field, what was sent without an answer since, and “received”."""

    public_id: str
    writer: str
    kept: dict = field(default_factory=dict)
    unsure: dict = field(default_factory=dict)
    pressed: bool = False
    received: bool = False

    def could_be(self, key):
        return {self.kept[key], *self.unsure.get(key, ())}


class Hand:
    """Somebody who signs in by the code of their mail, writes, saves, sends, and begins another file."""

    def __init__(self, port, mailbox, address):
        self.port, self.mailbox, self.address = port, mailbox, address
        self.cookies, self.token, self.page = {}, "", secrets.token_urlsafe(16)
        self.promises, self.current = [], None
        self.saves = self.sendings = 0
        self.key = ""

    def ask(self, method, path, data=None):
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        pairs = None if data is None else [(name, one) for name, all_ in data.items() for one in _each(all_)]
        status, headers, words = ask(self.port, method, path, cookie, pairs)
        for each in headers.get_all("Set-Cookie", []):
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        if found := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', words):
            self.token = found[1]
        return status, headers, words

    def post(self, path, **data):
        return self.ask("POST", path, {"csrf_token": self.token, **data})

    def sign_in(self):
        """Ask for a code and copy it, unless signed in already."""
        if self.ask("GET", "/mon-espace")[0] == 200:
            return
        self.ask("GET", "/connexion")
        status, headers, _ = self.post("/connexion", email=self.address, next="")
        assert (status, headers["Location"]) == (302, "/connexion/code"), status
        self.ask("GET", "/connexion/code")
        while (status := self.post("/connexion/code", code=self.code())[0]) == 422:
            continue  # an earlier mail came late: the right one follows
        assert status == 302, status
        assert self.ask("GET", "/mon-espace")[0] == 200

    def code(self):
        """Read the last code in the mailbox of files."""
        end = monotonic() + PATIENCE
        while monotonic() < end:
            for path in sorted(self.mailbox.glob("*.eml"), reverse=True):
                mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                if mail["To"] == self.address and (found := re.search(r"\d{3} \d{3}", mail.get_content())):
                    path.unlink()
                    return found[0]
            sleep(0.05)
        message = "no code came"
        raise AssertionError(message)

    def begin(self, call):
        """Open a file; a press without an answer is pressed again with the same key, as a page does."""
        page = self.ask("GET", f"/appels/{call}/proposer")[2]
        self.key = self.key or re.search(r'name="key" value="([^"]+)"', page)[1]
        status, headers, _ = self.post(f"/appels/{call}/proposer", key=self.key, another="yes")
        assert status == 302, status
        self.current = Promise(headers["Location"].split("/")[2], self.address)
        self.key = ""
        self.promises.append(self.current)

    def write(self, screen, answers):
        """Fill a screen and press its button."""
        home = f"/dossiers/{self.current.public_id}"
        data = fields_of(self.ask("GET", f"{home}/{screen}")[2]) | answers | {"then": "stay"}
        self._note(answers, lambda: self.ask("POST", f"{home}/{screen}", data), 302)

    def save(self, answers):
        """Let the page save some fields by itself."""
        seen = " ".join(f"{key}:{mark(self.current.kept.get(key, ''))}" for key in answers)
        data = {"writer": self.page, "only": " ".join(answers), "marks": seen, **answers}
        self._note(answers, lambda: self.post(f"/dossiers/{self.current.public_id}/enregistrer", **data), 200)

    def _note(self, answers, act, wanted):
        """Note texts as unsure while the server holds them, as kept once it said so."""
        file = self.current
        for key, value in answers.items():
            file.unsure.setdefault(key, set()).add(str(value))
        status = act()[0]
        assert status == wanted, status
        for key, value in answers.items():
            file.kept[key] = str(value)
            file.unsure.pop(key, None)
        self.saves += 1

    def send(self):
        """Send the file; told received is received."""
        home = f"/dossiers/{self.current.public_id}"
        status, _, page = self.ask("GET", f"{home}/relire")
        self.current.pressed = True
        if status == 200:
            version = re.search(r'name="version" value="(\d+)"', page)[1]
            status, headers, _ = self.post(f"{home}/envoyer", version=version)
            assert status == 302, status
            assert headers["Location"] == home, headers["Location"]
        else:
            assert status == 302, status
        self.current.received = True
        self.sendings += 1
        self.current = None

    def work(self, call, until, pick):
        """Write file after file until the server dies or the hour comes; a page that went away is opened again."""
        try:
            self.sign_in()
            while monotonic() < until:
                if self.current is None:
                    self.begin(call)
                title = {"title": f"Un banc {secrets.token_hex(8)}"}
                if "title" not in self.current.kept:
                    self.save(ANSWERS | title)
                    self.write("envie", WHOLE["envie"] | title)
                for _ in range(0 if self.current.pressed else pick.randrange(3)):
                    self.save({pick.choice(("what", "for_whom", "when")): f"Dix bancs\u00a0: {secrets.token_hex(20)}."})
                self.send()
        except CUT:
            return


def _each(value):
    return value if isinstance(value, list) else [value]


def lost(app, promises):
    """Return, in words, each promise that the database does not keep."""
    broken = []
    with app.app_context():
        only_reading.set(True)
        if not is_postgresql():
            whole = db.session.execute(text("PRAGMA integrity_check")).scalars().all()
            broken += [f"integrity: {words}" for words in whole if words != "ok"]
            broken += [f"foreign key: {row}" for row in db.session.execute(text("PRAGMA foreign_key_check"))]
        for promise in promises:
            broken += _lost_of(promise)
        db.session.remove()
        only_reading.set(False)
    return broken


def _lost_of(promise):
    file = db.session.query(Application).filter_by(public_id=promise.public_id).one_or_none()
    if file is None:
        return [f"{promise.public_id}: no such file"]
    stands = {key: value for key, value in file.answers.items() if isinstance(value, str)}
    broken = [
        f"{promise.public_id}: {key} is “{stands.get(key)}”, promised {promise.could_be(key)}"
        for key in promise.kept
        if key in PLAIN and stands.get(key) not in promise.could_be(key)
    ]
    if promise.received:
        sendings = db.session.query(Sending).filter_by(application_id=file.id).all()
        mails = db.session.query(OutboxMail).filter(
            OutboxMail.template == "application_received",
            OutboxMail.recipient == promise.writer,
            OutboxMail.subject.contains(file.number or "no number"),
        )
        faults = {
            "no number": not file.number,
            "not sent once": [each.answers for each in sendings] != [file.answers],
            "no public project": file.project_id is None,
            "acknowledged another number of times than once": mails.count() != 1,
        }
        broken += [f"{promise.public_id}: {words}" for words, fault in faults.items() if fault]
    return broken


PLAIN = {"title", "what", "for_whom", "when", "name", "hook", "contact_name"}
"""Answers kept letter for letter; others are put in their usual spelling."""
