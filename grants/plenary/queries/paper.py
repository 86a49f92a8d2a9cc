"""What the evening's papers say beside the booklet: who speaks about when, which table stands in which room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.moments import hour_of
from grants.domain.schedule import SETTLING
from grants.plenary import hours
from grants.plenary.prints import content as paper
from grants.plenary.queries.programmes import order_of
from grants.plenary.queries.tables import named_tables, rooms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grants.domain.moments import Moment, Schedule
    from grants.plenary.models import Plenary, Programme
    from grants.plenary.queries.programmes import Order, TableShown


def series_of(programme: Programme, day: Schedule, numbers: Mapping[int, int]) -> list[paper.Series]:
    """Return the presentations block by block, each with about when it starts; numbers: of the projects printed."""
    blocks = {order.block: order for order in order_of(programme)}
    return [
        _series(blocks[number], at, numbers)
        for moment in day.moments
        for number, at in _starts(moment, blocks)
        if number in blocks
    ]


def _starts(moment: Moment, blocks: Mapping[int, Order]) -> Iterator[tuple[int, float]]:
    """Give the blocks of a moment and the minute when each starts; those of several rooms start together."""
    at = float(moment.at + SETTLING)
    for first in range(0, len(moment.blocks), moment.rooms):
        together = moment.blocks[first : first + moment.rooms]
        yield from ((number, at) for number in together)
        at += max((_seconds(blocks[number]) for number in together if number in blocks), default=0) / 60


def _seconds(order: Order) -> int:
    return sum(passage.seconds for passage in order.passages)


def _series(order: Order, at: float, numbers: Mapping[int, int]) -> paper.Series:
    turns = []
    clock = at
    for passage in order.passages:
        if passage.project_id in numbers:
            turns.append((numbers[passage.project_id], hour_of(int(clock))))
        clock += passage.seconds / 60
    return paper.Series(hours.block_label(order.block), hour_of(int(at)), turns)


def rooms_on_paper(plenary: Plenary, rounds: Iterable[Sequence[TableShown]]) -> list[paper.Room]:
    """Return the rooms with the tables where somebody sits; those in no room come last, under no name."""
    seated: dict[int, int] = {}
    for table in (table for tables in rounds for table in tables):
        seated[table.number] = max(len(table.people), seated.get(table.number, 0))
    known = {table.number: table for table in named_tables(plenary)}
    notes = {room.name: room.note for room in rooms_of(plenary)}
    laid: dict[str, list[paper.Spot]] = {name: [] for name in notes}
    for number in sorted(seated):
        named = known.get(number)
        spot = paper.Spot(number, named.most, named.accessible) if named else paper.Spot(number, seated[number])
        laid.setdefault(named.room if named else "", []).append(spot)
    return [paper.Room(name, tables, notes.get(name, "")) for name, tables in laid.items() if tables]
