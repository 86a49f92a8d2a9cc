"""A workshop and the people who come to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.calls.models import Call
from grants.db import Base, now

SEATED, WAITING = "seated", "waiting"


class Workshop(Base):
    """A workshop of the town, about a call or about none. `kind` is one of `grants.domain.workshops.KINDS`.

    `uid` and `sequence` are those of its calendar file: a change keeps the first and adds one to the second.
    `taken` counts the seats given; the database holds it between none and `seats`.
    `latitude` and `longitude` say where exactly, in degrees (WGS 84), when somebody chose it.
    """

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= seats", name="taken"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"), index=True)
    territory: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accessible: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    call: Mapped[Call | None] = relationship()

    @property
    def left(self) -> int:
        """Seats left."""
        return self.seats - self.taken

    @property
    def is_over(self) -> bool:
        """Whether it has taken place."""
        return self.ends_at <= now()


class SignUp(Base):
    """Somebody who comes (`seated`) or waits for a seat (`waiting`), in the order of their ids; who cancels goes away.

    `token` opens the page that cancels, sent by mail alone. `needs` and `phone` are erased some days after.
    """

    __tablename__ = "workshop_sign_up"
    __table_args__ = (UniqueConstraint("workshop_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    token: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    association: Mapped[str] = mapped_column(default="")
    needs: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    state: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    reminded_at: Mapped[datetime | None]

    workshop: Mapped[Workshop] = relationship()

    @property
    def seated(self) -> bool:
        """Whether a seat is theirs."""
        return self.state == SEATED
