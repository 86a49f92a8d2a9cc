"""How tables follow those who came: numbers stay on the tables, some close, others open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SLACK = 1
"""Seats by which a table may be fuller than an even one, so that fewer people move."""


@dataclass(frozen=True, slots=True)
class Room:
    """Seats of each table by its place, those opened last; `closed` are places at (0, 0), `chairs` are to be found."""

    tables: tuple[tuple[int, int], ...]
    closed: tuple[int, ...]
    opened: int
    chairs: int


def tables_of_the_day(
    planned: Sequence[tuple[int, int]],
    spare: Sequence[tuple[int, int]],
    sitting: Sequence[int],
    sat: Sequence[int],
    held: Collection[int] = (),
) -> Room:
    """Return the tables that suit the people of each round to come.

    `planned` are the (fewest, most) seats of the tables in use, `spare` those of tables that may be added. `sitting`
    counts the people round by round, `sat` those whom the plan has at each table: the emptiest table closes first, so
    that few people move; tables `held` by somebody stay open.
    """
    least, most = min(sitting, default=0), max(sitting, default=0)
    tables = list(planned)
    places = list(range(len(planned)))
    while (place := _closing(tables, places, sat, held)) is not None and _too_many(tables, places, place, least, most):
        places.remove(place)
    added = list(spare)
    while added and most > sum(tables[place][1] for place in places):
        places.append(len(tables))
        tables.append(added.pop(0))
    chairs = max(0, most - sum(tables[place][1] for place in places)) if places else 0
    for nth in range(chairs):
        place = places[nth % len(places)]
        tables[place] = (tables[place][0], tables[place][1] + 1)
    closed = tuple(place for place in range(len(planned)) if place not in places)
    return Room(tuple(_evened(tables, places, least, most)), closed, len(tables) - len(planned), chairs)


def _closing(
    tables: Sequence[tuple[int, int]], places: Sequence[int], sat: Sequence[int], held: Collection[int]
) -> int | None:
    """Return the table that would close next: the one fewest people lose."""
    free = [place for place in places if place not in held]
    return min(free, key=lambda place: (sat[place], tables[place][1], -place)) if len(places) > 1 and free else None


def _too_many(tables: Sequence[tuple[int, int]], places: Sequence[int], closing: int, least: int, most: int) -> bool:
    """Tell whether tables are too many for the people, and enough would be left without this one."""
    fewest = sum(tables[place][0] for place in places)
    return least < fewest and most <= sum(tables[place][1] for place in places if place != closing)


def _evened(tables: Sequence[tuple[int, int]], places: Sequence[int], least: int, most: int) -> list[tuple[int, int]]:
    """Bound each open table so that none is left small while others are full; closed ones seat nobody."""
    kept = [(0, 0)] * len(tables)
    for place in places:
        kept[place] = tables[place]
    while places and least < sum(fewest for fewest, _ in kept):
        place = max(places, key=lambda each: (kept[each][0], each))
        kept[place] = (kept[place][0] - 1, kept[place][1])
    level = dict.fromkeys(places, 0)
    for _ in range(most):
        place = min((each for each in places if level[each] < kept[each][1]), key=lambda each: (level[each], each))
        level[place] += 1
    for place in places:
        fewest, seats = kept[place]
        kept[place] = (fewest, max(fewest, min(seats, level[place] + SLACK)))
    return kept
