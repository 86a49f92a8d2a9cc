"""What was asked of the press for an evening, and what came out of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, now


class Printed(Base):
    """One print of an evening, of a kind of `grants.plenary.prints.catalogue.PRINTS` or the bundle of all.

    It waits while `asked_at` is later than `made_at`. `version` is the programme's it was made from, `mark` tells its
    content apart; `trouble` says in words why it could not be made.
    """

    __tablename__ = "plenary_print"

    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime | None]
    version: Mapped[int | None]
    mark: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(default="")

    @property
    def waits(self) -> bool:
        """Whether the press has not come to it yet."""
        return self.made_at is None or self.made_at < self.asked_at
