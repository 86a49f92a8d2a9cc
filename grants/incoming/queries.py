"""Reads about files of past years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.domain.history_choices import OPEN
from grants.incoming.models import HistoryImport, HistoryMapping

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

MOST_SHOWN = 200


def imports() -> Sequence[HistoryImport]:
    """Return the last files, the newest first."""
    return db.session.scalars(select(HistoryImport).order_by(HistoryImport.id.desc()).limit(MOST_SHOWN)).all()


def import_numbered(number: int) -> HistoryImport | None:
    """Return a file by its number."""
    return db.session.get(HistoryImport, number)


def files_before(instant: datetime) -> Sequence[HistoryImport]:
    """Return the files given before an instant that were not imported."""
    waiting = select(HistoryImport).where(HistoryImport.state.in_(OPEN), HistoryImport.at < instant)
    return db.session.scalars(waiting.order_by(HistoryImport.id)).all()


def mapping_of(signature: str) -> HistoryMapping | None:
    """Return what was said last time of a table with these columns."""
    return db.session.get(HistoryMapping, signature)
