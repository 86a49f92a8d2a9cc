"""Where past grants came from: each file looked at, each line kept, what each reading made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, now


class HistoryImport(Base):
    """One reading of one file of past grants, from the moment it is given until it is undone.

    `state` is one of `grants.domain.history_choices.State`. `choices` say how the file is read, `report` is what the
    last trial or import found. `content` is kept only while the file may still be read; `done` lines of `total` are
    written or taken back; `moved_at` is when the work last moved; `trouble` is the code of what stopped it.
    """

    __tablename__ = "history_import"
    __table_args__ = (
        CheckConstraint(
            "state IN ('given', 'trying', 'tried', 'importing', 'imported', 'undoing', 'undone')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    report: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="imported", server_default="imported")
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = mapped_column(default=0, server_default="0")
    total: Mapped[int] = mapped_column(default=0, server_default="0")
    done: Mapped[int] = mapped_column(default=0, server_default="0")
    moved_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(default="", server_default="")
    actor: Mapped[str] = mapped_column(default="command", server_default="command")


class HistoryLine(Base):
    """One line of a file that became an award; `fingerprint` makes a second import change nothing."""

    __tablename__ = "history_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("history_import.id"), index=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    line: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(unique=True)


class HistoryMade(Base):
    """A call, an act or an association (`kind`) that an import had to make; it goes with it, once nothing uses it."""

    __tablename__ = "history_made"
    __table_args__ = (
        CheckConstraint("kind IN ('call', 'deliberation', 'association')", name="kind"),
        UniqueConstraint("kind", "row_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("history_import.id"), index=True)
    kind: Mapped[str]
    row_id: Mapped[int]


class HistoryMapping(Base):
    """What somebody said the columns of a table hold, kept for the next table with the same names of columns."""

    __tablename__ = "history_mapping"

    signature: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
