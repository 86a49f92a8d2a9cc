"""A mail server that is moody, senders that are killed, and what arrived."""

from __future__ import annotations

import asyncio
import email
import email.policy
import os
import random
import signal
import time
import warnings
from collections import Counter

from sqlalchemy import update

from grants import mail
from grants.db import db, now
from grants.mail import OutboxMail, delivery

CODE = {"token": "a-token", "code": "123 456", "minutes": 10}


class Sink:
    """Keeps what it receives; by chance it is slow, busy (451), refuses (550) or cuts the line after taking a mail."""

    def __init__(self, seed=1):
        self.pick = random.Random(seed)  # noqa: S311 - moods, not secrets
        self.received, self.texts = Counter(), {}
        self.moody, self.cut = False, set()
        self.after = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        got = email.message_from_bytes(envelope.content, policy=email.policy.default)
        name, mood = got["Message-ID"], self.pick.random() if self.moody else 1.0
        await asyncio.sleep(self.pick.uniform(0, 0.05) if self.moody else 0)
        if mood < 0.1:
            return "451 later"
        if mood < 0.15:
            return "550 nobody of that name"
        self.received[name] += 1
        assert self.texts.setdefault(name, envelope.content) == envelope.content, "a repeat is the same mail"
        if self.after:
            self.after(self)
        if mood < 0.2 and name not in self.cut:
            self.cut.add(name)
            session.loop.call_soon(server.transport.abort)
            return "421 cut"
        return "250 thank you"


def write(app, number, start=0):
    """Post mails to as many people; return their names."""
    with app.test_request_context():
        people = [f"person-{place}@example.org" for place in range(start, start + number)]
        names = [mail.post(address, "sign_in", "fr", **CODE).message_id for address in people]
        db.session.commit()
    return names


def pass_over_the_waits(app):
    """Have all that waits be due, as if hours had gone by."""
    with app.app_context():
        db.session.execute(update(OutboxMail).where(OutboxMail.sent_at.is_(None)).values(next_try_at=now(), tries=1))
        db.session.commit()


def deliver(app):
    with app.app_context():
        return mail.deliver()


def sender(app):
    """Deliver in a process of its own, which may be killed; return its number."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child only delivers, whatever threads stood here
        child = os.fork()
    if child:
        return child
    try:
        deliver(app)
    finally:
        os._exit(0)


def kill(child):
    os.kill(child, signal.SIGKILL)


def wait_for(child, seconds=30):
    """Wait for a process to end, whoever ends it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return
        time.sleep(0.01)
    kill(child)
    os.waitpid(child, 0)


def note_before_sending():
    """Return the control's way to take a mail: noted as sent, then sent."""
    take = delivery._take_next  # noqa: SLF001 - what is spoilt on purpose

    def spoilt():
        found = take()
        if found is not None:
            db.session.execute(update(OutboxMail).where(OutboxMail.id == found.id).values(sent_at=now()))
            db.session.commit()
        return found

    return spoilt
