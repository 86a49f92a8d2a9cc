"""Who follows what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, now
from grants.projects.models import Project

WEEKLY, MONTHLY = "weekly", "monthly"


class Following(Base):
    """An address (in small letters) that asked to be told what is new.

    `what` is the address of a list (`quartier=bellevue&theme=mer`, empty for every project) or `projet=<id>`. Until
    `confirmed_at` nothing is sent but the question itself; `told_at` is up to when the news was looked at.
    `token`, sent by mail alone, opens the page that confirms and stops.
    """

    __tablename__ = "following"
    __table_args__ = (
        UniqueConstraint("email", "what"),
        CheckConstraint("cadence IN ('weekly', 'monthly')", name="cadence"),
        CheckConstraint("(confirmed_at IS NULL) = (told_at IS NULL)", name="told_once_confirmed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    language: Mapped[str] = mapped_column(default="fr")
    what: Mapped[str] = mapped_column(default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    cadence: Mapped[str] = mapped_column(default=WEEKLY)
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None] = mapped_column(index=True)

    project: Mapped[Project | None] = relationship()
