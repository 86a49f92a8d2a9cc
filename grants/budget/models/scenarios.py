"""Scenarios staff compare before deciding. Nothing real hangs on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.accounts.models import Person
from grants.calls.models import Call
from grants.db import Base, now


class Scenario(Base):
    """A change tried on a year's sharing: the change, what it was tried on, what came out, by whom and when.

    `version` grows with each change, so that two clerks never overwrite each other unseen. `once` is the one-time key
    of the form that made it.
    """

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("call_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    name: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)
    once: Mapped[str | None] = mapped_column(unique=True)
    change: Mapped[dict[str, Any]]
    inputs: Mapped[dict[str, Any]]
    results: Mapped[dict[str, Any]]

    call: Mapped[Call] = relationship()
    person: Mapped[Person] = relationship()
