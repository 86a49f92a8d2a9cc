"""A file answering a call, from the first word typed to the last report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.accounts.models import Association, MailedLink, Person
from grants.calls.models import Call
from grants.db import Base, now
from grants.files import StoredFile
from grants.projects.models import Project


class Application(Base):
    """A file of two pages. `answers` keeps every field exactly as typed; `version` grows at each save.

    `person_id` is the main one of its writers, to whom one speaks first; who may write is said by `FileWriter` alone.
    `to_reread`: by field, the text that came from elsewhere and waits to be read again (its `mark`, and `since`, the
    year of the file it was copied from, or `handover`). `copied_from_id` is that file.
    `screen` is where one wrote last; `hands` names, by field, the open page that wrote its text, when no copy of that
    page bears the name. `number` (“2026-0012”) is given at sending, from `serial`, its order in the call. Sums in
    cents, zero until sent.
    """

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("call_id", "serial"),
        CheckConstraint(
            "state IN ('draft', 'submitted', 'to_complete', 'receivable', 'voted', 'paid', 'reported',"
            " 'withdrawn', 'redirected')",
            name="state",
        ),
        CheckConstraint("requested_cents >= 0", name="requested"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), unique=True)
    state: Mapped[str] = mapped_column(default="draft", index=True)
    serial: Mapped[int | None]
    number: Mapped[str | None] = mapped_column(unique=True)
    answers: Mapped[dict[str, Any]]
    screen: Mapped[str] = mapped_column(default="")
    hands: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    to_reread: Mapped[dict[str, Any]] = mapped_column(default=dict)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    requested_cents: Mapped[int] = mapped_column(default=0)
    in_kind_cents: Mapped[int] = mapped_column(default=0)
    priority_area: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    person: Mapped[Person | None] = relationship()
    association: Mapped[Association | None] = relationship()
    project: Mapped[Project | None] = relationship()
    paper: Mapped[PaperForm | None] = relationship()
    events: Mapped[list[ApplicationEvent]] = relationship(order_by="ApplicationEvent.id")


class PaperForm(Base):
    """Where a file typed in by staff comes from; a file somebody writes by themselves has none.

    `way`: the person asked on `paper`, by `phone`, at the `desk`. `received_on` is the day of reception of the file.
    """

    __tablename__ = "paper_form"
    __table_args__ = (CheckConstraint("way IN ('paper', 'phone', 'desk')", name="way"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    typed_by: Mapped[str]
    asked_by: Mapped[str]
    way: Mapped[str]
    kept_at: Mapped[str]
    received_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)


class ApplicationEvent(Base):
    """One dated step of a file: who did what, with the words written then."""

    __tablename__ = "application_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Sending(Base):
    """A file as it was sent; `turn` counts the sendings of a file from 1. Nothing ever changes it."""

    __tablename__ = "sending"
    __table_args__ = (UniqueConstraint("application_id", "turn"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    turn: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str] = mapped_column(default="")
    answers: Mapped[dict[str, Any]]


class Reminder(Base):
    """A mail that said a call closes soon: at most one of each kind (`week`, `day`) for a person and a draft."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("application_id", "person_id", "kind"),
        CheckConstraint("kind IN ('week', 'day')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class Message(Base):
    """One message of the thread between the people of a file and the town.

    `side` wrote it, the other side reads it: `read_at` says when somebody there said so. `sender` is the address it
    came from by mail; `whole` the mail's whole text when `text` is only a part of it. `left_out`: files that were not
    taken, each with the code of the rule. `public_id` is the key of the form that wrote it, `mail_id` the Message-ID.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("application_id", "mail_id"),
        CheckConstraint("side IN ('applicant', 'town')", name="side"),
        CheckConstraint("via IN ('page', 'mail')", name="via"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    side: Mapped[str]
    via: Mapped[str] = mapped_column(default="page")
    sender: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    whole: Mapped[str] = mapped_column(default="")
    left_out: Mapped[dict[str, Any]] = mapped_column(default=dict)
    mail_id: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None] = mapped_column(index=True)

    application: Mapped[Application] = relationship()
    person: Mapped[Person | None] = relationship()
    files: Mapped[list[StoredFile]] = relationship(secondary="message_file", order_by="StoredFile.id")


class MessageFile(Base):
    """A file that came with a message."""

    __tablename__ = "message_file"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True, unique=True)


class FileWriter(Base):
    """Somebody who writes a file, until `ended_at`; all writers are equal."""

    __tablename__ = "writer"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class FileInvitation(MailedLink, Base):
    """Somebody asked by mail to write a file with its writers, or (`takes_over`) to become the main one."""

    __tablename__ = "file_invitation"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    takes_over: Mapped[bool] = mapped_column(default=False)

    application: Mapped[Application] = relationship()
    invited_by: Mapped[Person] = relationship()


class CarrierRequest(Base):
    """An association asked by mail whether it carries a group; `carrier` and `email` are those the file named then."""

    __tablename__ = "carrier_request"
    __table_args__ = (CheckConstraint("answer IN ('', 'yes', 'no')", name="answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    carrier: Mapped[str]
    email: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship()
