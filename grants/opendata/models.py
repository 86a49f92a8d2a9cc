"""Where past grants came from: each file read, each line kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, now


class HistoryImport(Base):
    """One reading of one file of past grants, with its report."""

    __tablename__ = "history_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    report: Mapped[dict[str, Any]]


class HistoryLine(Base):
    """One line of a file that became an award; `fingerprint` makes a second import change nothing."""

    __tablename__ = "history_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("history_import.id"), index=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    line: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(unique=True)
