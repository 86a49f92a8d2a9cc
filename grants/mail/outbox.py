"""The outbox: a mail is written in the business transaction, and read again by the delivery."""

from __future__ import annotations

from base64 import b64encode
from email.utils import make_msgid
from typing import TYPE_CHECKING

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import select

from grants.db import db
from grants.mail.models import OutboxMail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.settings import Settings

BATCH = 50
POSTED = "mail_posted"

Attachment = tuple[str, str, bytes]


def post(
    to: str, template: str, language: str, *, attachments: Sequence[Attachment] = (), **context: object
) -> OutboxMail:
    """Write a mail in the current transaction from templates/mails/<template>.txt, whose first line is its subject."""
    with force_locale(language):
        rendered = render_template(f"mails/{template}.txt", **context)
    first, _, text = rendered.lstrip().partition("\n")
    settings: Settings = current_app.extensions["settings"]
    mail = OutboxMail(
        message_id=make_msgid(domain=settings.mail_from.rpartition("@")[2]),
        recipient=_one_line(to),
        subject=_one_line(first.removeprefix("Subject:")),
        text=text.strip() + "\n",
        attachments=[{"name": n, "type": t, "base64": b64encode(b).decode()} for n, t, b in attachments],
    )
    db.session.add(mail)
    db.session.info[POSTED] = True
    return mail


def just_posted() -> bool:
    """Tell, once, whether this session wrote mail: the web process then wakes the delivery."""
    return bool(db.session.info.pop(POSTED, False))


def recent(limit: int = BATCH) -> Sequence[OutboxMail]:
    """Return the last mails written, newest first."""
    return db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc()).limit(limit)).all()


def _one_line(text: str) -> str:
    """Leave nothing that could start another header."""
    return " ".join(text.split())
