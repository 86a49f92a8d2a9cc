"""How tables follow those who came: numbers stay on the tables, some close, one more may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_TO_MEET = 2


@dataclass(frozen=True, slots=True)
class Room:
    """Seats of each table by its place, closed ones at (0, 0); tables opened beyond the plan, chairs to be found."""

    tables: tuple[tuple[int, int], ...]
    closed: tuple[int, ...]
    opened: int
    chairs: int


def tables_of_the_day(
    planned: Sequence[tuple[int, int]], sitting: Sequence[int], sat: Sequence[int], *, fixed: bool = False
) -> Room:
    """Return the tables that suit the people of each round to come.

    `sitting` counts them round by round, `sat` those whom the plan has at each table in these rounds: the emptiest
    table closes first, so that few people move. `fixed`: the tables are those of the room, none is added; chairs are.
    """
    least, most = min(sitting, default=0), max(sitting, default=0)
    open_places = list(range(len(planned)))
    tables = [(fewest, seats) for fewest, seats in planned]
    while len(open_places) > 1 and least < sum(tables[place][0] for place in open_places):
        if most > sum(tables[place][1] for place in open_places) - _largest(tables, open_places, sat):
            break
        open_places.remove(_emptiest(tables, open_places, sat))
    opened = 0
    while not fixed and tables and most > sum(tables[place][1] for place in open_places):
        tables.append(tables[0])
        open_places.append(len(tables) - 1)
        opened += 1
    chairs = 0
    while open_places and most > sum(tables[place][1] for place in open_places):
        place = min(open_places, key=lambda each: (tables[each][1], each))
        tables[place] = (tables[place][0], tables[place][1] + 1)
        chairs += 1
    tables = _loosened(tables, open_places, least)
    closed = tuple(place for place in range(len(tables)) if place not in open_places)
    return Room(tuple(tables), closed, opened, chairs)


def _emptiest(tables: Sequence[tuple[int, int]], places: Sequence[int], sat: Sequence[int]) -> int:
    """Return the table that the fewest people lose."""
    return min(places, key=lambda place: (sat[place] if place < len(sat) else 0, tables[place][1], -place))


def _largest(tables: Sequence[tuple[int, int]], places: Sequence[int], sat: Sequence[int]) -> int:
    """Return the seats of the table that would close."""
    return tables[_emptiest(tables, places, sat)][1]


def _loosened(tables: list[tuple[int, int]], places: Sequence[int], least: int) -> list[tuple[int, int]]:
    """Let tables be smaller where too few people come to fill them all; closed ones seat nobody."""
    kept = [(0, 0)] * len(tables)
    for place in places:
        kept[place] = tables[place]
    while least < sum(fewest for fewest, _ in kept):
        place = max(range(len(kept)), key=lambda each: (kept[each][0], each))
        kept[place] = (kept[place][0] - 1, kept[place][1])
    return kept
