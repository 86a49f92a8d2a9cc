"""The delivery: what waits in the outbox leaves by SMTP, each mail noted before the next one."""

from __future__ import annotations

import smtplib
from base64 import b64decode
from datetime import timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime
from time import monotonic
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select, update

from grants.db import db, now
from grants.mail.lines import SIGNATURE, flowed
from grants.mail.models import MOST_TRIES, MOST_UNSURE, UNSURE, OutboxMail
from grants.mail.talk import SMTP_SECONDS, UnsureError, hand_over

if TYPE_CHECKING:
    from pathlib import Path

    from grants.settings import Settings


def deliver() -> int:
    """Send what waits; return how many left. The database is never held while a mail server is spoken to.

    A mail is taken for as long as the next try would wait: who dies with one in hand delays it. It is repeated once at
    most: when nobody knows twice whether it left, staff decide. A server that is silent until the time is up ends the
    round: a thousand such waits would hold all other work.
    """
    settings: Settings = current_app.extensions["settings"]
    _leave_the_unsure_to_staff()
    sent = 0
    while mail := _take_next():
        begun = monotonic()
        trouble = _try_to_send(settings, mail)
        told = {"trouble": trouble} if trouble else {"trouble": "", "sent_at": now()}
        _note(mail, unsure=mail.unsure + trouble.startswith(UNSURE), **told)
        sent += not trouble
        if trouble and monotonic() - begun >= SMTP_SECONDS:
            break
    return sent


def _note(mail: OutboxMail, **told: object) -> None:
    """Write down at once what is known of a mail."""
    db.session.execute(update(OutboxMail).where(OutboxMail.id == mail.id).values(**told))
    db.session.commit()


def _leave_the_unsure_to_staff() -> None:
    """Tell staff of the mails cut off too often, once nobody holds them any more."""
    cut_off = (OutboxMail.sent_at.is_(None), OutboxMail.unsure >= MOST_UNSURE, OutboxMail.next_try_at <= now())
    db.session.execute(update(OutboxMail).where(*cut_off, OutboxMail.trouble == "").values(trouble=UNSURE))
    db.session.commit()


def _take_next() -> OutboxMail | None:
    """Take the oldest mail that is due, leaving those another sender holds; commits, so that nobody waits."""
    mail = db.session.scalar(
        select(OutboxMail)
        .where(
            OutboxMail.sent_at.is_(None),
            OutboxMail.next_try_at <= now(),
            OutboxMail.tries < MOST_TRIES,
            OutboxMail.unsure < MOST_UNSURE,
        )
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
    except UnsureError as error:
        return f"{UNSURE}: {error}"[:500]
    except (OSError, smtplib.SMTPException, MessageError, ValueError, LookupError) as error:  # the others go on
        return f"{type(error).__name__}: {error}"[:500]
    return ""


def _send(settings: Settings, mail: OutboxMail) -> None:
    """Hand one mail over, to a file in development or to the SMTP server."""
    message = build_message(settings, mail)
    if settings.mail_url == "file":
        _write(settings.var / "mail", mail, message)
        return
    hand_over(settings.mail_url, message, mail.recipient, lambda: _note(mail, unsure=mail.unsure + 1))


def build_message(settings: Settings, mail: OutboxMail) -> EmailMessage:
    """Build the mail as it travels; its Message-ID and date are the row's, the same at each try."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = f"{mail.text.rstrip()}\n\n{SIGNATURE}\n{mail.foot}" if mail.foot else mail.text.rstrip()
    message.set_content(flowed(text), cte="quoted-printable", params={"format": "flowed"})
    for each in mail.attachments:
        kind, _, subtype = each["type"].partition("/")
        content = b64decode(each["base64"])
        message.add_attachment(content, maintype=kind, subtype=subtype, filename=each["name"])
    return message


def _write(folder: Path, mail: OutboxMail, message: EmailMessage) -> None:
    """Put the mail in var/mail/, where a person or a test can open it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{mail.id:06d}.eml").write_bytes(message.as_bytes())
