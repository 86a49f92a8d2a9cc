"""The evening of one call: its day, its place, its sizes, its rooms and tables, its schedule."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.calls.models import Call
from grants.db import Base, now


class Plenary(Base):
    """The meeting of one call, from `starts_at` to `ends_at` in the town's zone; seats are bounds of each table.

    `tables` None lets the number of tables follow the people present; it counts only while no table is named.
    `revision` grows with each change of what is prepared: it tells two clerks apart, and calendars what is newer.
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
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    changed_at: Mapped[datetime | None] = mapped_column(default=now)

    call: Mapped[Call] = relationship()
    rooms: Mapped[list[Room]] = relationship(cascade="all, delete-orphan", order_by="Room.position")
    named_tables: Mapped[list[Table]] = relationship(cascade="all, delete-orphan", order_by="Table.number")
    blocks: Mapped[list[ScheduleBlock]] = relationship(cascade="all, delete-orphan", order_by="ScheduleBlock.position")


class Room(Base):
    """A room of the place, in the order in which they are filled; `note` says how one gets there."""

    __tablename__ = "plenary_room"
    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class Table(Base):
    """A table with its number, the room where it stands (None when not told), and its bounds of seats.

    `accessible`: a wheelchair comes to it.
    """

    __tablename__ = "plenary_table"
    __table_args__ = (
        UniqueConstraint("plenary_id", "number"),
        CheckConstraint("fewest >= 2 AND fewest <= most", name="seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("plenary_room.id", ondelete="SET NULL"), index=True)
    number: Mapped[int]
    fewest: Mapped[int]
    most: Mapped[int]
    accessible: Mapped[bool] = mapped_column(default=False)

    room: Mapped[Room | None] = relationship()


class ScheduleBlock(Base):
    """A line of the schedule, as `grants.domain.moments.Step`; an evening without any has the usual half day."""

    __tablename__ = "schedule_block"

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    minutes: Mapped[int | None]
    title: Mapped[str] = mapped_column(default="")
