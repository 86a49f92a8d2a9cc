"""Who comes."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base
from grants.projects.models import Project


class Participant(Base):
    """Somebody who comes, for a project or as a guest; `token` opens their own pages without an account.

    `coming` holds for those who did not answer yet too (`answered_at` None): they are expected until they say no.
    `guest_kind`: one of `grants.domain.coming.GUEST_KINDS`, empty when staff did not say; `organisation` is a guest's.
    `person_id`, else `same_as_id`, tells that several lines are one human being, who sits only once in a round.
    `needs` are read by staff alone and erased after the evening; `contact` is given to those met who give theirs.
    `arrives_at` and `leaves_at`: when somebody misses the beginning or the end. `told`: the day, hours and place last
    written to them; `last_reminder` the last stage reminded; `diary` how often their calendar file changed.
    """

    __tablename__ = "participant"
    __table_args__ = (CheckConstraint("kind IN ('project', 'guest')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="project")
    guest_kind: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    token: Mapped[str] = mapped_column(unique=True)
    coming: Mapped[bool] = mapped_column(default=True)
    email: Mapped[str] = mapped_column(default="", index=True)
    language: Mapped[str] = mapped_column(default="fr")
    needs: Mapped[str] = mapped_column(default="")
    accessible_seat: Mapped[bool] = mapped_column(default=False)
    arrives_at: Mapped[time | None]
    leaves_at: Mapped[time | None]
    shares_contact: Mapped[bool] = mapped_column(default=False)
    contact: Mapped[str] = mapped_column(default="")
    invited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    last_reminder: Mapped[str] = mapped_column(default="")
    told: Mapped[str] = mapped_column(default="")
    diary: Mapped[int] = mapped_column(default=0)

    project: Mapped[Project | None] = relationship()

    @property
    def human(self) -> tuple[str, int]:
        """Whoever stands behind this line: the same for all the lines of one human being."""
        return ("line", self.same_as_id or self.id) if self.person_id is None else ("person", self.person_id)
