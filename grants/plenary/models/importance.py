"""How much staff let each reason to meet count."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base


class Importance(Base):
    """The level of one criterion at one evening (see `grants.domain.importance`); none kept means as usual."""

    __tablename__ = "importance"
    __table_args__ = (CheckConstraint("level IN ('none', 'little', 'much')", name="level"),)

    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
