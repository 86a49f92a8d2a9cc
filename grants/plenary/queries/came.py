"""Who really came, as the door noted it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.domain.day.arrivals import ABSENT, WAITED
from grants.plenary.models import Participant
from grants.plenary.queries.door import standings_of

if TYPE_CHECKING:
    from grants.plenary.models import Plenary


def stayed_away(plenary: Plenary) -> set[int]:
    """Return the ids of those who did not come: once somebody was ticked at the door, whoever was not seen there."""
    stand = standings_of(plenary)
    people = db.session.scalars(select(Participant.id).where(Participant.plenary_id == plenary.id)).all()
    absent = {number for number, standing in stand.items() if standing.state in (ABSENT, WAITED)}
    return absent | (set(people) - stand.keys()) if stand else set()
