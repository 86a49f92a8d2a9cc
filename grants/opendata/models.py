"""How much was published, day after day: a later file that holds less must say so."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base


class PublishedCount(Base):
    """What an open file held on a day: its records, and the grants it had no place for."""

    __tablename__ = "published_count"

    name: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    records: Mapped[int]
    left_out: Mapped[int] = mapped_column(default=0)
