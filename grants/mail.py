"""The one door to mail: an outbox written in the business transaction, delivered afterwards.

A mail leaves once, or twice with the same Message-ID when the sender died between the two: never zero times.
"""

from __future__ import annotations

import smtplib
import ssl
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import JSON, select, update
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, db, now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.settings import Settings

MOST_TRIES = 20
BATCH = 50
SMTP_SECONDS = 20
POSTED = "mail_posted"

Attachment = tuple[str, str, bytes]


class OutboxMail(Base):
    """A mail to send, whole, with what became of it."""

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    attachments: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    next_try_at: Mapped[datetime] = mapped_column(default=now, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    trouble: Mapped[str] = mapped_column(default="")


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


def deliver() -> int:
    """Send what waits; return how many left. The database is never held while a mail server is spoken to.

    A mail is taken for as long as the next try would wait: who dies with one in hand delays it, and repeats it at most.
    """
    settings: Settings = current_app.extensions["settings"]
    sent = 0
    while mail := _take_next():
        trouble = _try_to_send(settings, mail)
        told = {"trouble": trouble} if trouble else {"trouble": "", "sent_at": now()}
        db.session.execute(update(OutboxMail).where(OutboxMail.id == mail.id).values(**told))
        db.session.commit()
        sent += not trouble
    return sent


def _take_next() -> OutboxMail | None:
    """Take the oldest mail that is due, leaving those another sender holds; commits, so that nobody waits."""
    mail = db.session.scalar(
        select(OutboxMail)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.next_try_at <= now(), OutboxMail.tries < MOST_TRIES)
        .order_by(OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if mail is not None:
        mail.tries += 1
        mail.next_try_at = now() + timedelta(minutes=min(2**mail.tries, 240))
        db.session.flush()
        db.session.expunge(mail)
    db.session.commit()
    return mail


def _try_to_send(settings: Settings, mail: OutboxMail) -> str:
    """Hand one mail over; return what went wrong, in one line, else nothing."""
    try:
        _send(settings, mail)
    except (OSError, smtplib.SMTPException, MessageError, ValueError, LookupError) as error:  # the others go on
        return f"{type(error).__name__}: {error}"[:500]
    return ""


def _send(settings: Settings, mail: OutboxMail) -> None:
    """Hand one mail over, to a file in development or to the SMTP server."""
    message = build_message(settings, mail)
    if settings.mail_url == "file":
        _write(settings.var / "mail", mail, message)
        return
    server = urlsplit(settings.mail_url)
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=SMTP_SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(host, server.port or 25, timeout=SMTP_SECONDS)
    with smtp:
        smtp.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(message)


def build_message(settings: Settings, mail: OutboxMail) -> EmailMessage:
    """Build the mail as it travels; its Message-ID and date are the row's, the same at each try."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    for each in mail.attachments:
        kind, _, subtype = each["type"].partition("/")
        content = b64decode(each["base64"])
        message.add_attachment(content, maintype=kind, subtype=subtype, filename=each["name"])
    return message


def _write(folder: Path, mail: OutboxMail, message: EmailMessage) -> None:
    """Put the mail in var/mail/, where a person or a test can open it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{mail.id:06d}.eml").write_bytes(message.as_bytes())


def recent(limit: int = BATCH) -> Sequence[OutboxMail]:
    """Return the last mails written, newest first."""
    return db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc()).limit(limit)).all()


def _one_line(text: str) -> str:
    """Leave nothing that could start another header."""
    return " ".join(text.split())
