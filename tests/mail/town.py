"""What the tests of mail share: a piece of news, and how an address chose to receive it."""

from __future__ import annotations

from types import SimpleNamespace

from grants import mail
from grants.db import db
from grants.mail import services
from grants.mail.letters import Choice, Kind


def post_news(app, to="ana@example.org", text="Une serre est proposée.", about="Un jardin", language="fr"):
    """Post a piece of news, as the pages of projects do."""
    with app.test_request_context():
        item = SimpleNamespace(subject="Une aide est proposée", text=text)
        groups = [SimpleNamespace(heading="", items=[item])]
        written = mail.post(to, "digest", language, about=about, groups=groups, total=1)
        db.session.commit()
        return written.message_id if written else None


def choose(app, address, kind=Kind.NEWS, choice=Choice.AT_ONCE):
    with app.app_context():
        services.choose(address, {kind: choice})
        db.session.commit()
