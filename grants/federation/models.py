"""Whom we read, the projects they publish, and those of ours they are cousins of."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, CheckConstraint, Float, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, now

ASKED: Final = "asked"
SEEN: Final = "seen"
LINKED: Final = "linked"
ENDED: Final = "ended"
"""Of a neighbour: its address is being looked at; ten of its entries wait for a yes; it is read; it is gone."""


class Neighbour(Base):
    """Another territory, or anybody who publishes projects in a form we read.

    `kind` is one of `grants.domain.feeds.KINDS`, empty until its content was seen; `licence` and `home` are its own
    words, kept as they came. `failures` count since the last good answer, `trouble` is the code of the last one.
    `related_at`: the last change of a project of ours that was there when its projects were compared with ours.
    `missing`: projects it no longer gives, which we keep; `left_out`: entries of its last answer that had no title.
    `preview` holds ten entries until staff say yes. `added_by` is a reference (`person:3`).
    """

    __tablename__ = "neighbour"
    __table_args__ = (CheckConstraint("state IN ('asked', 'seen', 'linked', 'ended')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    home: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ASKED)
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    last_fetched: Mapped[datetime | None]
    next_fetch: Mapped[datetime | None]
    related_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(default="")
    paused: Mapped[bool] = mapped_column(default=False)
    missing: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    preview: Mapped[dict[str, Any]] = mapped_column(default=dict)
    added_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Cousin(Base):
    """A project of elsewhere as its territory tells it: `key` is its name there, unique with the neighbour.

    Empty texts and None are what the source does not say; `updated` is the source's own instant, as written there.
    """

    __tablename__ = "cousin"
    __table_args__ = (UniqueConstraint("neighbour_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    neighbour_id: Mapped[int] = mapped_column(ForeignKey("neighbour.id", ondelete="CASCADE"))
    key: Mapped[str]
    url: Mapped[str]
    title: Mapped[str]
    hook: Mapped[str] = mapped_column(default="")
    association: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    themes: Mapped[str] = mapped_column(default="")
    cents: Mapped[int | None] = mapped_column(BigInteger)
    licence: Mapped[str] = mapped_column(default="")
    updated: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime] = mapped_column(default=now)

    neighbour: Mapped[Neighbour] = relationship()


class Cousinage(Base):
    """A project of elsewhere that does much the same as one of ours: the words both use, the rarest first."""

    __tablename__ = "cousinage"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    cousin_id: Mapped[int] = mapped_column(ForeignKey("cousin.id", ondelete="CASCADE"), primary_key=True, index=True)
    nearness: Mapped[float] = mapped_column(Float)
    words: Mapped[list[str]]

    cousin: Mapped[Cousin] = relationship()
