"""The evening of one call: its day, its place, its sizes."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.calls.models import Call
from grants.db import Base


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
