"""What people write on a project's page, the hands that write it, and what readers report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, now
from grants.files import StoredFile
from grants.projects.models import Project

GIFT_PARTS = ("title", "link", "kind", "licence")
"""What is said of a thing given in common with news."""


class Hand(Base):
    """Somebody who writes, known or not: recognised by a person's account, or by a key kept in their browser.

    Only keyed hashes are kept: `key` of the browser's own, `address_key` of the machine's address with a salt that
    changes every month, forgotten after `domain.holding.ADDRESS_DAYS`. Trusted once a moderator kept a word of theirs.
    """

    __tablename__ = "hand"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    address_key: Mapped[str] = mapped_column(default="", index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    trusted: Mapped[bool] = mapped_column(default=False)
    first_seen: Mapped[datetime] = mapped_column(default=now)
    last_seen: Mapped[datetime] = mapped_column(default=now, index=True)


class Voice(Base):
    """One thing written on a project's page.

    `wish` copies the sentence of the need or offer that is answered, whose row may be rewritten. `changes` of a
    correction hold, by part of the page, [before, after]; `revision` is the version that holds it once shown. `gift` of
    news holds title, link, kind and licence of what they give in common, empty when they give nothing. `contact`
    is passed on by mail to the project's people, shown nowhere, forgotten after `domain.holding.CONTACT_DAYS`.
    """

    __tablename__ = "voice"
    __table_args__ = (
        CheckConstraint("kind IN ('comment', 'help', 'interest', 'correction', 'news')", name="kind"),
        CheckConstraint("state IN ('shown', 'held', 'hidden')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    hand_id: Mapped[int] = mapped_column(ForeignKey("hand.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    wish: Mapped[str] = mapped_column(default="")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    gift: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    revision: Mapped[int | None]
    contact: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(index=True)
    held_why: Mapped[str] = mapped_column(default="")
    hidden_why: Mapped[str] = mapped_column(default="")
    hidden_by: Mapped[str] = mapped_column(default="")
    hidden_at: Mapped[datetime | None]
    notified_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(default=now, index=True)

    project: Mapped[Project] = relationship()
    hand: Mapped[Hand] = relationship()
    reports: Mapped[list[VoiceReport]] = relationship(order_by="VoiceReport.id")
    photographs: Mapped[list[VoicePhotograph]] = relationship(
        order_by="VoicePhotograph.position, VoicePhotograph.id", cascade="all, delete-orphan"
    )


class VoiceReport(Base):
    """A reader thinks that a message should not be there, and says why."""

    __tablename__ = "voice_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    voice_id: Mapped[int] = mapped_column(ForeignKey("voice.id"), index=True)
    why: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    settled: Mapped[bool] = mapped_column(default=False)


class VoicePhotograph(Base):
    """A photograph of a piece of news, large and small, with the size of the large one in pixels and its words."""

    __tablename__ = "voice_photograph"

    id: Mapped[int] = mapped_column(primary_key=True)
    voice_id: Mapped[int] = mapped_column(ForeignKey("voice.id"), index=True)
    large_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    small_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    width: Mapped[int]
    height: Mapped[int]
    alternative: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)

    large: Mapped[StoredFile] = relationship(foreign_keys=large_id)
    small: Mapped[StoredFile] = relationship(foreign_keys=small_id)
