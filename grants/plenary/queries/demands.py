"""What staff ask of every programme of an evening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.plenary.models import Demand, Participant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary


def demands_of(plenary: Plenary) -> Sequence[Demand]:
    """Return what is asked, in the order in which it was."""
    return db.session.scalars(
        select(Demand)
        .options(joinedload(Demand.participant).joinedload(Participant.project))
        .options(joinedload(Demand.other).joinedload(Participant.project))
        .where(Demand.plenary_id == plenary.id)
        .order_by(Demand.id)
    ).all()


def demand_of(plenary: Plenary, number: int) -> Demand | None:
    """Return one thing asked."""
    return db.session.scalar(select(Demand).where(Demand.plenary_id == plenary.id, Demand.id == number))
