"""What is kept of mail: what leaves, what waits for the morning, what each address chose, the texts staff rewrote."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, now

MOST_TRIES = 20
"""Tries of one mail, spread over more than two days: a mail server that is down for one loses nothing."""

MOST_UNSURE = 2
"""Times a mail is handed over without the server's answer being known: it left twice at the most (RFC 1047)."""

UNSURE = "Unsure"
"""How the trouble of a mail begins that may have left."""


class OutboxMail(Base):
    """A mail to send, whole, with what became of it.

    `unsure` counts the times its words were handed over and no answer is known.
    `kind` is one of `letters.Kind`. `foot` follows the text when it travels; `unsubscribe` is the address of the one
    click that stops such mails, empty when they cannot be stopped.
    """

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str]
    template: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]
    text: Mapped[str]
    foot: Mapped[str] = mapped_column(default="")
    unsubscribe: Mapped[str] = mapped_column(default="")
    reply_to: Mapped[str] = mapped_column(default="")
    attachments: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    next_try_at: Mapped[datetime] = mapped_column(default=now, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    unsure: Mapped[int] = mapped_column(default=0, server_default="0")
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    trouble: Mapped[str] = mapped_column(default="")

    @property
    def given_up(self) -> bool:
        """Tell whether it will not be tried again by itself."""
        return self.sent_at is None and (self.tries >= MOST_TRIES or self.unsure >= MOST_UNSURE)


class MailChoice(Base):
    """How an address (in lower case, with or without an account) wants the mails of a kind."""

    __tablename__ = "mail_choice"
    __table_args__ = (CheckConstraint("choice IN ('at_once', 'daily', 'off')", name="choice"),)

    address: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[str]
    chosen_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class DigestItem(Base):
    """A piece of news that waits for the morning's mail; `message_id` names the mail that took it, empty until then."""

    __tablename__ = "digest_item"
    __table_args__ = (Index("ix_digest_item_waiting", "message_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    recipient: Mapped[str]
    language: Mapped[str]
    kind: Mapped[str]
    heading: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    message_id: Mapped[str] = mapped_column(default="")


class MailText(Base):
    """A version of a mail's text as staff wrote it; an empty subject is the way back to the house's own text."""

    __tablename__ = "mail_text"
    __table_args__ = (UniqueConstraint("template", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template: Mapped[str]
    language: Mapped[str]
    number: Mapped[int]
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    trouble: Mapped[str] = mapped_column(default="")

    @property
    def is_ours(self) -> bool:
        """Tell whether this version is the house's own text."""
        return not self.subject
