"""Who comes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base
from grants.projects.models import Project


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
