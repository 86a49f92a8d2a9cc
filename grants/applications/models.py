"""A file answering a call, from the first word typed to the last report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.accounts.models import Association, Person
from grants.calls.models import Call
from grants.db import Base, now
from grants.projects.models import Project


class Application(Base):
    """A file of two pages. `answers` keeps every field exactly as typed; `version` grows at each save.

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
    events: Mapped[list[ApplicationEvent]] = relationship(order_by="ApplicationEvent.id")


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
