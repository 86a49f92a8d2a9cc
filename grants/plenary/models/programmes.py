"""What was computed for an evening: where each sits, who speaks when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, now
from grants.plenary.models.evening import Plenary
from grants.plenary.models.people import Participant
from grants.projects.models import Project


class Programme(Base):
    """One version of an evening: its value, the bound no programme can beat, and how it was made.

    `origin` says how: computed anew, moved by hand, or repaired during the day; the last two come from the version
    `based_on`. `once` is the key of the form that kept it, so that a second click keeps nothing more.
    """

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("plenary_id", "version"),
        CheckConstraint("origin IN ('computed', 'moved', 'repaired')", name="origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    seed: Mapped[int]
    value: Mapped[float]
    bound: Mapped[float]
    poorest: Mapped[float]
    notes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    origin: Mapped[str] = mapped_column(default="computed")
    based_on: Mapped[int | None]
    published_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(unique=True)

    plenary: Mapped[Plenary] = relationship()
    seats: Mapped[list[Seat]] = relationship(cascade="all, delete-orphan")
    passages: Mapped[list[Passage]] = relationship(cascade="all, delete-orphan", order_by="Passage.position")


class Seat(Base):
    """Where one participant sits in one round (rounds and tables count from 1).

    `meets` holds, under `people`, each one at the table worth meeting, with the reasons as they stood that day.
    """

    __tablename__ = "seat"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    table: Mapped[int]
    meets: Mapped[dict[str, Any]] = mapped_column(default=dict)

    participant: Mapped[Participant] = relationship()


class Passage(Base):
    """The turn of a project to be presented: its block, its place in the order, its length in seconds.

    `link` is the reason that leads here from the project before, empty when nothing does.
    """

    __tablename__ = "passage"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    block: Mapped[int]
    seconds: Mapped[int]
    link: Mapped[dict[str, Any]] = mapped_column(default=dict)

    project: Mapped[Project] = relationship()
