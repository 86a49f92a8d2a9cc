"""The rooms and tables of an evening, and which of them so many people need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.domain.cautions import Caution
from grants.domain.tables import Laid, TableSeats, laid_tables, usual_tables, wished_tables
from grants.plenary.models import Room, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.domain.moments import Schedule
    from grants.plenary.models import Plenary

__all__ = [
    "TableSeats",
    "accessible_caution",
    "laid_for",
    "named_tables",
    "room_cautions",
    "rooms_at_once",
    "rooms_of",
    "tables_of",
]


def rooms_of(plenary: Plenary) -> Sequence[Room]:
    """Return the rooms, in the order in which they are filled."""
    return db.session.scalars(select(Room).where(Room.plenary_id == plenary.id).order_by(Room.position, Room.id)).all()


def named_tables(plenary: Plenary) -> list[TableSeats]:
    """Return the tables staff named, room by room as they are filled, those without a room last."""
    rows = db.session.execute(
        select(Table, Room.name)
        .outerjoin(Table.room)
        .where(Table.plenary_id == plenary.id)
        .order_by(Room.position.is_(None), Room.position, Table.number)
    )
    return [TableSeats(row.number, room or "", row.fewest, row.most, row.accessible) for row, room in rows]


def tables_of(plenary: Plenary, people: int) -> list[TableSeats]:
    """Return the tables to lay for so many people, by number, with how many sit at each; see `laid_for`."""
    return list(laid_for(plenary, people).tables)


def laid_for(plenary: Plenary, people: int) -> Laid:
    """Return the tables to lay for so many people and what staff should read; when none is named, as many as it takes.

    Raises RuleError `nobody_comes` or `somebody_alone`.
    """
    fewest, most = plenary.fewest_seats, plenary.most_seats
    count = plenary.tables or max(1, wished_tables(people, fewest, most))
    return laid_tables(people, named_tables(plenary) or usual_tables(count, fewest, most))


def rooms_at_once(day: Schedule, rooms: Sequence[Room]) -> Caution | None:
    """Say that presentations take more rooms at once than there are; one room needs no name."""
    needed = max((moment.rooms for moment in day.moments), default=1)
    short = needed > max(1, len(rooms))
    return Caution("rooms_at_once", {"needed": needed, "rooms": len(rooms)}) if short else None


def room_cautions(rooms: Sequence[Room], tables: Sequence[TableSeats]) -> list[Caution]:
    """Say which rooms have no table."""
    filled = {table.room for table in tables}
    return [Caution("room_without_tables", {"room": room.name}) for room in rooms if room.name not in filled]


def accessible_caution(needing: int, tables: Sequence[TableSeats]) -> Caution | None:
    """Say that more people need an accessible table than sit at one, or that no table is told to be accessible."""
    seats = sum(table.most for table in tables if table.accessible)
    if needing > seats:
        return Caution("accessible_short", {"people": needing, "seats": seats})
    return Caution("no_accessible_table") if tables and not seats else None
