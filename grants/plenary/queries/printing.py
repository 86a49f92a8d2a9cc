"""What the press has done for an evening, and what it still has to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db, now
from grants.plenary.models import Printed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.plenary.models import Plenary

PATIENCE = timedelta(minutes=10)
"""After that long without a print made, the press has stopped: the machine was turned off."""


def prints_of(plenary: Plenary) -> dict[str, Printed]:
    """Return what was ever asked of the press for an evening, by kind."""
    rows = db.session.scalars(select(Printed).where(Printed.plenary_id == plenary.id).order_by(Printed.kind))
    return {row.kind: row for row in rows}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the press is with what was last asked: prints made, of how many; `stuck` when it no longer moves."""

    made: int
    asked: int
    stuck: bool

    @property
    def going(self) -> bool:
        """Whether something is still to come."""
        return self.made < self.asked


def progress_of(rows: Iterable[Printed]) -> Progress:
    """Count what was asked together with the last thing asked, and what waits from before."""
    rows = list(rows)
    last = max((row.asked_at for row in rows), default=None)
    batch = [row for row in rows if row.asked_at == last or row.waits]
    moved = max((each for row in batch for each in (row.asked_at, row.made_at) if each), default=None)
    waiting = sum(row.waits for row in batch)
    stuck = bool(waiting) and moved is not None and now() - moved > PATIENCE
    return Progress(len(batch) - waiting, len(batch), stuck)
