"""Naming the rooms of an evening and their tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.tables import FEWEST_TO_MEET
from grants.domain.words import plain
from grants.plenary.models import Room, Table
from grants.plenary.services.revising import take_turn, write_down

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.accounts.models import Person
    from grants.plenary.models import Plenary

MOST_TABLES = 500
MOST_ROOMS = 60
MOST_SEATS = 100
HIGHEST_NUMBER = 9999


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room as typed: `id` 0 for a new one, `more` tables to put in it."""

    id: int
    name: str
    note: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table as typed; `room` is the id of a room, 0 for none."""

    id: int
    number: int
    room: int
    fewest: int
    most: int
    accessible: bool


@dataclass(frozen=True, slots=True)
class Places:
    """All the rooms and tables of an evening as typed; `more` tables stand in no room."""

    rooms: Sequence[RoomLine]
    tables: Sequence[TableLine]
    more: int = 0


def name_places(plenary: Plenary, places: Places, author: Person | None = None, seen: int | None = None) -> None:
    """Keep these rooms and tables and no other; tables to add take the next numbers and the evening's usual seats.

    Raises RuleError `room_unnamed`, `room_twice` (room), `table_twice` (number), `odd_table` (number, most),
    `odd_number` (most), `tables_beyond` (most), `rooms_beyond` (most), `prepared_meanwhile`.
    """
    _check_rooms(places.rooms)
    _check_tables(places)
    take_turn(plenary, seen)
    rooms = _keep_rooms(plenary, places.rooms)
    _keep_tables(plenary, places.tables, {room.id: room for room in rooms})
    for room, line in zip(rooms, places.rooms, strict=True):
        _add_tables(plenary, line.more, room)
    _add_tables(plenary, places.more, None)
    db.session.flush()
    _tell(plenary, author)


def lay_out(plenary: Plenary, places: Places, author: Person) -> None:
    """Lay the rooms and tables of an evening that has none; a table's room is the place of its line, from 1.

    Raises RuleError as `name_places` does.
    """
    _check_rooms(places.rooms)
    _check_tables(places)
    rooms = _keep_rooms(plenary, places.rooms)
    plenary.named_tables = [
        Table(
            number=line.number,
            fewest=line.fewest,
            most=line.most,
            accessible=line.accessible,
            room=rooms[line.room - 1] if line.room else None,
        )
        for line in places.tables
    ]
    db.session.flush()
    _tell(plenary, author)


def _tell(plenary: Plenary, author: Person | None) -> None:
    """Write the rooms and the number of places down in the log."""
    seats = [
        sum(bounds) for bounds in zip(*((table.fewest, table.most) for table in plenary.named_tables), strict=True)
    ]
    rooms = [room.name for room in plenary.rooms]
    write_down(
        plenary, author, "rooms_changed", {"rooms": rooms, "tables": len(plenary.named_tables), "seats": seats or [0]}
    )


def _check_rooms(lines: Sequence[RoomLine]) -> None:
    if len(lines) > MOST_ROOMS:
        raise RuleError("rooms_beyond", most=MOST_ROOMS)
    if any(not line.name for line in lines):
        raise RuleError("room_unnamed")
    twice = _twice(plain(line.name) for line in lines)
    if twice:
        raise RuleError("room_twice", room=next(line.name for line in lines if plain(line.name) == twice))


def _check_tables(places: Places) -> None:
    more = places.more + sum(line.more for line in places.rooms)
    if len(places.tables) + more > MOST_TABLES:
        raise RuleError("tables_beyond", most=MOST_TABLES)
    for line in places.tables:
        if not 1 <= line.number <= HIGHEST_NUMBER:
            raise RuleError("odd_number", most=HIGHEST_NUMBER)
        if not FEWEST_TO_MEET <= line.fewest <= line.most <= MOST_SEATS:
            raise RuleError("odd_table", number=line.number, most=MOST_SEATS)
    twice = _twice(str(line.number) for line in places.tables)
    if twice:
        raise RuleError("table_twice", number=twice)


def _twice(values: Iterable[str]) -> str:
    return next((value for value, count in Counter(values).items() if count > 1), "")


def _keep_rooms(plenary: Plenary, lines: Sequence[RoomLine]) -> list[Room]:
    """Write the rooms in their order, those left out gone; a line of a room gone meanwhile makes it anew."""
    known = {room.id: room for room in plenary.rooms}
    rooms = [known.get(line.id) or Room() for line in lines]
    for position, (room, line) in enumerate(zip(rooms, lines, strict=True), start=1):
        room.position, room.name, room.note = position, line.name, line.note
    for table in plenary.named_tables:
        if table.room not in rooms:
            table.room = None
    plenary.rooms = rooms
    db.session.flush()
    return rooms


def _keep_tables(plenary: Plenary, lines: Sequence[TableLine], rooms: dict[int, Room]) -> None:
    """Write the tables, those left out gone; numbers are freed first, so that two tables may swap theirs."""
    known = {table.id: table for table in plenary.named_tables}
    wanted = {line.id for line in lines}
    plenary.named_tables = [table for table in plenary.named_tables if table.id in wanted]
    for table in plenary.named_tables:
        table.number = -table.number
    db.session.flush()
    for line in lines:
        kept = known.get(line.id)
        if kept is not None:
            kept.number, kept.room = line.number, rooms.get(line.room)
            kept.fewest, kept.most, kept.accessible = line.fewest, line.most, line.accessible


def _add_tables(plenary: Plenary, count: int, room: Room | None) -> None:
    first = max((table.number for table in plenary.named_tables), default=0) + 1
    plenary.named_tables.extend(
        Table(number=number, room=room, fewest=plenary.fewest_seats, most=plenary.most_seats)
        for number in range(first, first + count)
    )
