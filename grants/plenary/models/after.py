"""What an evening leaves behind: encounters that go on, minutes, opinions, and the letters that ask after them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, now
from grants.plenary.models.people import Participant

GONE_WITH_THE_PERSON = "CASCADE"
"""Somebody taken off the list takes along what they said."""


def _somebody() -> Mapped[int]:
    return mapped_column(ForeignKey("participant.id", ondelete=GONE_WITH_THE_PERSON), index=True)


class Encounter(Base):
    """Two people of an evening, one of whom at least wants to go on; of the two, `one_id` is the smaller.

    `agreed_at`: since when both want it, and it is told in public. `exchanged_at`: since when each has the contact
    details of the other. `typed_by` refers to who typed in the slip both signed, empty when none was. `hidden_at`:
    since when what they say they will do is hidden.
    """

    __tablename__ = "encounter"
    __table_args__ = (UniqueConstraint("one_id", "other_id"), CheckConstraint("one_id < other_id", name="order"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    one_id: Mapped[int] = _somebody()
    other_id: Mapped[int] = _somebody()
    at: Mapped[datetime] = mapped_column(default=now)
    agreed_at: Mapped[datetime | None]
    exchanged_at: Mapped[datetime | None]
    typed_by: Mapped[str] = mapped_column(default="")
    hidden_at: Mapped[datetime | None]

    one: Mapped[Participant] = relationship(foreign_keys=one_id)
    other: Mapped[Participant] = relationship(foreign_keys=other_id)
    sides: Mapped[list[EncounterSide]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="EncounterSide.participant_id"
    )
    news: Mapped[list[EncounterNews]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="EncounterNews.months, EncounterNews.id"
    )


class EncounterSide(Base):
    """What one of the two says: whether they want to go on (`said_at`), what of, and how to reach them.

    `contact` is empty as long as they do not agree to give it; the other reads it once both gave theirs.
    """

    __tablename__ = "encounter_side"

    encounter_id: Mapped[int] = mapped_column(ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete=GONE_WITH_THE_PERSON), primary_key=True, index=True
    )
    said_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")


class EncounterNews(Base):
    """How an encounter lives, as one of the two tells it one or six `months` later; hidden, nobody reads its words."""

    __tablename__ = "encounter_news"
    __table_args__ = (
        UniqueConstraint("encounter_id", "participant_id", "months"),
        CheckConstraint("state IN ('going', 'done', 'later', 'stopped')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    encounter_id: Mapped[int] = mapped_column(ForeignKey("encounter.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = _somebody()
    months: Mapped[int]
    state: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=now)
    hidden_at: Mapped[datetime | None]


class MinuteEntry(Base):
    """A paragraph of the minutes: the town's own (`by_town`), or what somebody adds, read at once by all.

    Hidden afterwards, it leaves the public page with the reason that stands in its place. `once` tells a double click.
    """

    __tablename__ = "minute_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    author: Mapped[str] = mapped_column(default="")
    by_town: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str]
    hidden_at: Mapped[datetime | None]
    hidden_why: Mapped[str] = mapped_column(default="")
    once: Mapped[str | None] = mapped_column(unique=True)


class Opinion(Base):
    """What one person answers to one of the two short questionnaires; answered again, the last answers stand."""

    __tablename__ = "opinion"
    __table_args__ = (
        UniqueConstraint("participant_id", "moment"),
        CheckConstraint("moment IN ('evening', 'half_year')", name="moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    participant_id: Mapped[int] = _somebody()
    moment: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=now)


class AfterLetter(Base):
    """A letter written to somebody after the evening: the next day, a month or six months later; once each."""

    __tablename__ = "after_letter"
    __table_args__ = (UniqueConstraint("participant_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = _somebody()
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
