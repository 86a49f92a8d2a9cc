"""The day itself: who was seen at the door, and where the evening stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, now


class Tick(Base):
    """What one device noted of somebody at the door; lines are only added, the last instant tells where they stand.

    `at` is the instant of the gesture, by the town's clock; `key` is made on the device, so that a tick sent twice is
    kept once. `round` is the first round somebody late sits in, or the last one of somebody who leaves.
    """

    __tablename__ = "tick"
    __table_args__ = (CheckConstraint("state IN ('waited', 'here', 'late', 'left', 'absent')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    state: Mapped[str]
    round: Mapped[int | None]
    at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    device: Mapped[str] = mapped_column(default="")
    key: Mapped[str] = mapped_column(unique=True)


class EveningClock(Base):
    """Where an evening stands: the moment under way (counted from 0 in the day's order), since when, paused or not.

    `change` counts every command, so that two hands do not both move it on. `extra_seconds` was added to the moment.
    `began` says when each moment began (`{"3": "2027-01-30T13:25:00+00:00"}`), `speakers` who speaks in each room
    (`{"1": {"position": 4, "at": …}}`).
    """

    __tablename__ = "evening_clock"

    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), primary_key=True)
    change: Mapped[int] = mapped_column(default=0)
    moment: Mapped[int | None]
    started_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    extra_seconds: Mapped[int] = mapped_column(default=0)
    began: Mapped[dict[str, Any]] = mapped_column(default=dict)
    speakers: Mapped[dict[str, Any]] = mapped_column(default=dict)
