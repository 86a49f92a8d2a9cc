"""A search for programmes that works by itself, so that its page can be left and found again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, now
from grants.plenary.models.evening import Plenary


class Search(Base):
    """`wanted` versions asked for at once, each from another draw and looked for during `seconds`.

    `found` holds the `versions` kept so far and, when a rule was in the way, its `code` and `figures`.
    """

    __tablename__ = "programme_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int]
    seed: Mapped[int]
    wanted: Mapped[int]
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    once: Mapped[str | None] = mapped_column(unique=True)

    plenary: Mapped[Plenary] = relationship()
