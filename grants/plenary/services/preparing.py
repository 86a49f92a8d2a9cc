"""Opening the evening of a call, as usual or like another, and choosing its day, place and sizes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.running_order import LONGEST_PITCH
from grants.plenary.models import Plenary, Room, ScheduleBlock, Table
from grants.plenary.queries import plenary_of
from grants.plenary.services.announcing import invite_missing
from grants.plenary.services.importance import take_importance
from grants.plenary.services.revising import take_turn, write_down

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.calls.models import Call

MOST_ROUNDS = 12
SHORTEST_PITCH = 20
COPIED = (
    "starts_at", "ends_at", "place", "access", "rounds", "round_minutes", "pitch_seconds",
    "tables", "fewest_seats", "most_seats",
)  # fmt: skip
"""What one evening takes from another, beside its rooms, tables and schedule."""


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


def prepare(call: Call, like: Plenary | None = None, author: Person | None = None) -> Plenary:
    """Return the evening of a call, opened with the usual choices or those of another evening.

    Somebody is announced for every project that has nobody yet.
    """
    plenary = plenary_of(call)
    if plenary is None:
        plenary = Plenary(call=call, held_on=call.plenary_on)
        db.session.add(plenary)
        if like is not None:
            _take_from(like, plenary)
        db.session.flush()
        if like is not None:
            take_importance(plenary, like)
        if author is not None:
            write_down(plenary, author, "plenary_opened", _source(like))
    invite_missing(plenary)
    return plenary


def copy_evening(plenary: Plenary, like: Plenary, author: Person, seen: int | None = None) -> None:
    """Prepare an evening as another was: hours, place, sizes, rooms, tables, schedule; its day and people stay.

    Raises RuleError `prepared_meanwhile`.
    """
    take_turn(plenary, seen)
    plenary.named_tables, plenary.rooms, plenary.blocks = [], [], []
    db.session.flush()
    _take_from(like, plenary)
    db.session.flush()
    take_importance(plenary, like)
    write_down(plenary, author, "plenary_copied", _source(like))


def change(plenary: Plenary, choices: Choices, author: Person | None = None, seen: int | None = None) -> None:
    """Keep what staff chose; raises RuleError when it cannot be lived, or `prepared_meanwhile`."""
    if choices.ends_at <= choices.starts_at:
        raise RuleError("ends_before")
    if not 1 <= choices.rounds <= MOST_ROUNDS:
        raise RuleError("odd_rounds", most=MOST_ROUNDS)
    if not SHORTEST_PITCH <= choices.pitch_seconds <= 2 * LONGEST_PITCH:
        raise RuleError("odd_pitch", fewest=SHORTEST_PITCH, most=2 * LONGEST_PITCH)
    if not 2 <= choices.fewest_seats <= choices.most_seats:  # noqa: PLR2004 - a table is two people at least
        raise RuleError("odd_sizes", fewest=choices.fewest_seats, most=choices.most_seats)
    take_turn(plenary, seen)
    new = {name: getattr(choices, name) for name in choices.__dataclass_fields__}
    before = {name: getattr(plenary, name) for name, value in new.items() if getattr(plenary, name) != value}
    for name in before:
        setattr(plenary, name, new[name])
    db.session.flush()
    if before:
        told = {name: _written(value) for name, value in before.items()}
        after = {name: _written(new[name]) for name in before}
        write_down(plenary, author, "plenary_changed", {"before": told, "after": after})


def _take_from(like: Plenary, plenary: Plenary) -> None:
    for name in COPIED:
        setattr(plenary, name, getattr(like, name))
    rooms = {room.id: Room(position=room.position, name=room.name, note=room.note) for room in like.rooms}
    plenary.rooms = list(rooms.values())
    plenary.named_tables = [
        Table(
            number=table.number,
            fewest=table.fewest,
            most=table.most,
            accessible=table.accessible,
            room=rooms.get(table.room_id) if table.room_id else None,
        )
        for table in like.named_tables
    ]
    plenary.blocks = [
        ScheduleBlock(position=block.position, kind=block.kind, minutes=block.minutes, title=block.title)
        for block in like.blocks
    ]


def _source(like: Plenary | None) -> dict[str, int]:
    return {"like": like.call.year} if like is not None else {}


def _written(value: object) -> object:
    return f"{value:%H:%M}" if isinstance(value, time) else value
