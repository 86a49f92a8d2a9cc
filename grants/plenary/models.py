"""The evening: who comes, where they sit, who speaks when."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.calls.models import Call
from grants.db import Base, now
from grants.projects.models import Project


class Plenary(Base):
    """The meeting of one call, from `starts_at` to `ends_at` in the town's zone; seats are bounds of each table.

    `tables` None lets the number of tables follow the people present.
    """

    __tablename__ = "plenary"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    held_on: Mapped[date]
    starts_at: Mapped[time] = mapped_column(default=time(13, 45))
    ends_at: Mapped[time] = mapped_column(default=time(17, 30))
    place: Mapped[str] = mapped_column(default="")
    access: Mapped[str] = mapped_column(default="")
    rounds: Mapped[int] = mapped_column(default=3)
    round_minutes: Mapped[int] = mapped_column(default=20)
    pitch_seconds: Mapped[int] = mapped_column(default=75)
    tables: Mapped[int | None]
    fewest_seats: Mapped[int] = mapped_column(default=4)
    most_seats: Mapped[int] = mapped_column(default=6)
    published_version: Mapped[int | None]

    call: Mapped[Call] = relationship()


class Participant(Base):
    """Somebody who comes, for a project or as a guest; `token` opens the personal programme without an account.

    `person_id` tells that several lines are one human being, who sits only once in a round.
    """

    __tablename__ = "participant"
    __table_args__ = (CheckConstraint("kind IN ('project', 'guest')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="project")
    token: Mapped[str] = mapped_column(unique=True)
    coming: Mapped[bool] = mapped_column(default=True)

    project: Mapped[Project | None] = relationship()


class Programme(Base):
    """One computed evening: its value, the bound no programme can beat, and how it was made."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("plenary_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    seed: Mapped[int]
    value: Mapped[float]
    bound: Mapped[float]
    poorest: Mapped[float]
    notes: Mapped[dict[str, Any]] = mapped_column(default=dict)

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
