"""Whom people wish to meet, and whom they would rather not sit with."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base
from grants.plenary.models.people import Participant
from grants.projects.models import Project

ONE_OF_TWO = "(project_id IS NULL) <> (other_id IS NULL)"


class MeetingWish(Base):
    """Somebody (`participant_id`) wishes to meet the people of a project, or a guest (`other_id`)."""

    __tablename__ = "meeting_wish"
    __table_args__ = (
        UniqueConstraint("participant_id", "project_id"),
        UniqueConstraint("participant_id", "other_id"),
        CheckConstraint(ONE_OF_TWO, name="whom"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)

    project: Mapped[Project | None] = relationship()
    other: Mapped[Participant | None] = relationship(foreign_keys=[other_id])


class Veto(Base):
    """Somebody would rather not sit with the association of a project, or with a guest (`other_id`).

    Private: shown to its author alone, never in a list, an export or a reason; erased after the evening.
    """

    __tablename__ = "veto"
    __table_args__ = (
        UniqueConstraint("participant_id", "project_id"),
        UniqueConstraint("participant_id", "other_id"),
        CheckConstraint(ONE_OF_TWO, name="whom"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)

    project: Mapped[Project | None] = relationship()
    other: Mapped[Participant | None] = relationship(foreign_keys=[other_id])
