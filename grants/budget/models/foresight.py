"""What is known of the years before the product: typed in from a spreadsheet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, now


class PastSeason(Base):
    """An earlier year of a town's call: its files, the cents they asked, and how many had come weeks before closing.

    What nobody knows any more stays empty. `actor` is who wrote it last.
    """

    __tablename__ = "past_season"
    __table_args__ = (
        UniqueConstraint("territory", "scheme", "year"),
        CheckConstraint("files > 0", name="files"),
        CheckConstraint("requested_cents > 0", name="requested"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory: Mapped[str]
    scheme: Mapped[str]
    year: Mapped[int]
    files: Mapped[int]
    requested_cents: Mapped[int] = mapped_column(BigInteger)
    priority_files: Mapped[int | None]
    at_8_weeks: Mapped[int | None]
    at_4_weeks: Mapped[int | None]
    at_2_weeks: Mapped[int | None]
    at_1_week: Mapped[int | None]
    actor: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(default=now)
