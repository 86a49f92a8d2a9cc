"""Opening the evening of a call and choosing its day, place and sizes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.running_order import LONGEST_PITCH
from grants.plenary.models import Plenary
from grants.plenary.queries import plenary_of
from grants.plenary.services.announcing import invite_missing

if TYPE_CHECKING:
    from grants.calls.models import Call

MOST_ROUNDS = 12
SHORTEST_PITCH = 20


@dataclass(frozen=True, slots=True)
class Choices:
    """What staff choose for an evening; `tables` None lets their number follow the people."""

    held_on: date
    starts_at: time
    ends_at: time
    place: str
    access: str
    rounds: int
    round_minutes: int
    pitch_seconds: int
    fewest_seats: int
    most_seats: int
    tables: int | None


def prepare(call: Call) -> Plenary:
    """Return the evening of a call, opened with the usual choices, with somebody announced for every project."""
    plenary = plenary_of(call)
    if plenary is None:
        plenary = Plenary(call=call, held_on=call.plenary_on)
        db.session.add(plenary)
        db.session.flush()
    invite_missing(plenary)
    return plenary


def change(plenary: Plenary, choices: Choices) -> None:
    """Keep what staff chose; raises RuleError when it cannot be lived."""
    if choices.ends_at <= choices.starts_at:
        raise RuleError("ends_before")
    if not 1 <= choices.rounds <= MOST_ROUNDS:
        raise RuleError("odd_rounds", most=MOST_ROUNDS)
    if not SHORTEST_PITCH <= choices.pitch_seconds <= 2 * LONGEST_PITCH:
        raise RuleError("odd_pitch", fewest=SHORTEST_PITCH, most=2 * LONGEST_PITCH)
    if not 2 <= choices.fewest_seats <= choices.most_seats:  # noqa: PLR2004 - a table is two people at least
        raise RuleError("odd_sizes", fewest=choices.fewest_seats, most=choices.most_seats)
    for name in choices.__dataclass_fields__:
        setattr(plenary, name, getattr(choices, name))
    db.session.flush()
