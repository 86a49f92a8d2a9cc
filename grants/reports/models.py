"""The report of a file, as it is written, as it was sent each time, and what was done to have it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.applications.models import Application
from grants.db import Base, now
from grants.files import StoredFile


class Report(Base):
    """One report a file. `answers` keeps every field as typed; `version` grows at each save.

    `hands` names, by field, the open page that wrote its text, as those of an application do. `words` says where a
    report on paper is kept, or why none is asked; `decision` what the town says of a grant not wholly spent (`kept` as
    the agreement allows, or to `repay`). Once closed it is no longer written.
    """

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'sent', 'paper', 'exempted')", name="state"),
        CheckConstraint("decision IN ('', 'kept', 'repay')", name="decision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    state: Mapped[str] = mapped_column(default="draft")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    hands: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    received_at: Mapped[datetime | None]
    recorded_by: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(default="")
    decision_words: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship()
    photographs: Mapped[list[ReportPhotograph]] = relationship(
        order_by="ReportPhotograph.position, ReportPhotograph.id", cascade="all, delete-orphan"
    )


class ReportVersion(Base):
    """What a report said when it was sent: answers, and the photographs it showed."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    author: Mapped[str] = mapped_column(default="")
    answers: Mapped[dict[str, Any]]


class ReportPhotograph(Base):
    """A photograph, large and small, with the size of the large one in pixels. Its words are among the answers."""

    __tablename__ = "report_photograph"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    large_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    small_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    width: Mapped[int]
    height: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)

    large: Mapped[StoredFile] = relationship(foreign_keys=large_id)
    small: Mapped[StoredFile] = relationship(foreign_keys=small_id)


class ReportAside(Base):
    """A text of one page that met another's: kept until somebody takes it back or drops it."""

    __tablename__ = "report_aside"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    field: Mapped[str]
    words: Mapped[str]
    writer: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    settled: Mapped[bool] = mapped_column(default=False)


class ReportReminder(Base):
    """A letter that asked for a report: one of the four of the calendar, or one of the staff's (`by_hand:KEY`)."""

    __tablename__ = "report_reminder"
    __table_args__ = (UniqueConstraint("application_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    author: Mapped[str] = mapped_column(default="")
