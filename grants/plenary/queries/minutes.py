"""Reads about the minutes: what was written, and the figures that open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.db import db
from grants.plenary.models import Encounter, MinuteEntry, Passage, Seat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary, Programme


@dataclass(frozen=True, slots=True)
class EveningFigures:
    """What the programme and the slips say of an evening: presentations, people seated, rounds, encounters going on."""

    presented: int
    seated: int
    rounds: int
    encounters: int


def minutes_of(plenary: Plenary) -> Sequence[MinuteEntry]:
    """Return every paragraph, hidden ones included: the town's first, then the additions in their order."""
    chosen = select(MinuteEntry).where(MinuteEntry.plenary_id == plenary.id)
    return db.session.scalars(chosen.order_by(MinuteEntry.by_town.desc(), MinuteEntry.id)).all()


def minute_entry(plenary: Plenary, number: int) -> MinuteEntry | None:
    """Return one paragraph."""
    return db.session.scalar(select(MinuteEntry).filter_by(plenary_id=plenary.id, id=number))


def evening_figures(plenary: Plenary, programme: Programme | None) -> EveningFigures:
    """Count what took place, as the published programme planned it."""
    made = programme.id if programme else 0
    presented = select(func.count()).select_from(Passage).where(Passage.programme_id == made)
    seated = select(func.count(Seat.participant_id.distinct())).where(Seat.programme_id == made)
    rounds = select(func.count(Seat.round.distinct())).where(Seat.programme_id == made)
    going = select(func.count(Encounter.id)).where(Encounter.plenary_id == plenary.id, Encounter.agreed_at.is_not(None))
    return EveningFigures(*(db.session.scalar(each) or 0 for each in (presented, seated, rounds, going)))
