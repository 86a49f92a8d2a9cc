"""What a programme has to hold to besides the affinities."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base
from grants.plenary.models.people import Participant


class Demand(Base):
    """Something staff ask of every programme of an evening, about one person or two.

    `host`: keeps the table `number` all along. `together`: meets `other` at least once; `met`: already knows `other`,
    so that meeting counts for nothing.
    """

    __tablename__ = "seating_demand"
    __table_args__ = (
        CheckConstraint("kind IN ('host', 'together', 'met')", name="kind"),
        CheckConstraint("(number IS NULL) != (other_id IS NULL)", name="about"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    kind: Mapped[str]
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    number: Mapped[int | None]

    participant: Mapped[Participant] = relationship(foreign_keys=participant_id)
    other: Mapped[Participant | None] = relationship(foreign_keys=other_id)
