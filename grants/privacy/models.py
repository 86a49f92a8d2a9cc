"""Who was erased (as a mark), who asked what the law lets them ask, what ends in time and who signed for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.accounts.models import Person
from grants.db import Base, now


class Erasure(Base):
    """Somebody erased: `mark` recognises their address after a restore (see `services.again`), and tells it to nobody.

    `person_id` is the number of the account they had; `figures` count rows by table.
    """

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    mark: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None]
    actor: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PrivacyRequest(Base):
    """A person asked to be erased, or for all that is held of them; `answered_by` is a reference (`person:3`)."""

    __tablename__ = "privacy_request"
    __table_args__ = (CheckConstraint("kind IN ('erasure', 'export')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class ClockWarning(Base):
    """A warning given that a clock ends; `since` is the day the clock began, so that one begun anew is warned anew.

    `subject` is a reference (`person:3`, `application:12`), `turn` 1 or 2.
    """

    __tablename__ = "clock_warning"
    __table_args__ = (UniqueConstraint("clock", "subject", "since", "turn"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clock: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    since: Mapped[date]
    turn: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)


class Disposal(Base):
    """A list of files whose time is over, to be destroyed or handed over to the archives once an archivist signed.

    `number` is ours (E-2036-1); the visa is the archives': who signed, which day, under which reference, and who
    noted it here (`visa_by`). Nothing starts before it, in the database too.
    """

    __tablename__ = "disposal"
    __table_args__ = (
        CheckConstraint("fate IN ('destroy', 'hand_over')", name="fate"),
        CheckConstraint("started_at IS NULL OR (visa_on IS NOT NULL AND visa_reference <> '')", name="visa"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    clock: Mapped[str]
    fate: Mapped[str]
    prepared_at: Mapped[datetime] = mapped_column(default=now)
    prepared_by: Mapped[str]
    visa_name: Mapped[str] = mapped_column(default="")
    visa_reference: Mapped[str] = mapped_column(default="")
    visa_on: Mapped[date | None]
    visa_by: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    lines: Mapped[list[DisposalLine]] = relationship(order_by="DisposalLine.id", back_populates="disposal")


class DisposalLine(Base):
    """One file of a list, told so that the list can be read when the file is gone; `kept_why`: taken off the list."""

    __tablename__ = "disposal_line"
    __table_args__ = (UniqueConstraint("disposal_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    disposal_id: Mapped[int] = mapped_column(ForeignKey("disposal.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    file_number: Mapped[str] = mapped_column(default="")
    association: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    opened_on: Mapped[date]
    since: Mapped[date]
    ended_on: Mapped[date]
    papers: Mapped[int] = mapped_column(default=0)
    kept_why: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]

    disposal: Mapped[Disposal] = relationship(back_populates="lines")
