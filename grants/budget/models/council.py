"""The council: who sits there, what ties them to associations, and the two months a request may wait."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, now


class Councillor(Base):
    """A member of the town's council, from a day until another (None: in office). Nobody is ever removed."""

    __tablename__ = "councillor"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]

    interests: Mapped[list[Interest]] = relationship(back_populates="councillor", order_by="Interest.id")


class Interest(Base):
    """What ties a councillor to an association, never removed: it ends on a day.

    `association` is its name as typed; `association_id` that of the directory when it is known there.
    """

    __tablename__ = "interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    councillor_id: Mapped[int] = mapped_column(ForeignKey("councillor.id"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"), index=True)
    association: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")

    councillor: Mapped[Councillor] = relationship(back_populates="interests")


class RegisterLine(Base):
    """One line of the history of the councillors' register: who (an address) wrote what; never changed."""

    __tablename__ = "register_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    councillor_id: Mapped[int] = mapped_column(ForeignKey("councillor.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str]
    kind: Mapped[str]
    details: Mapped[dict[str, Any]]
    once: Mapped[str | None] = mapped_column(unique=True)


class SilenceNotice(Base):
    """What was done about a file whose two months run out, once each: staff warned, a holding letter dated `day`."""

    __tablename__ = "silence_notice"
    __table_args__ = (
        UniqueConstraint("application_id", "kind"),
        CheckConstraint("kind IN ('warning', 'holding')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str]
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str] = mapped_column(default="")
