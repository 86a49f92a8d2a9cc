"""The heads of both books as they were published, day after day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, now


class PublishedHead(Base):
    """The last line of each book on one day, in UTC: its number, hash and instant; a book without any has nothing."""

    __tablename__ = "published_head"

    day: Mapped[date] = mapped_column(primary_key=True)
    ledger_number: Mapped[int] = mapped_column(default=0)
    ledger_hash: Mapped[str] = mapped_column(default="")
    ledger_at: Mapped[datetime | None]
    audit_number: Mapped[int] = mapped_column(default=0)
    audit_hash: Mapped[str] = mapped_column(default="")
    audit_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(default=now)
