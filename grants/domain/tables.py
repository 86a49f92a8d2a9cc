"""How many tables an evening needs, which of the named ones are laid, and how many people each seats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from grants.domain.cautions import Caution
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_TO_MEET = 2


@dataclass(frozen=True, slots=True)
class TableSeats:
    """A table: its number, its room (empty when not told), its bounds of seats, whether a wheelchair comes to it."""

    number: int
    room: str
    fewest: int
    most: int
    accessible: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """The tables that so many people need, by number, with how many sit at each; and what staff should read."""

    tables: tuple[TableSeats, ...]
    cautions: tuple[Caution, ...]


def tables_for(people: int, *, fewest: int = 4, most: int = 6, count: int | None = None) -> list[tuple[int, int]]:
    """Return the (fewest, most) seats of each table so that all tables are as even as can be.

    Without `count` the number of tables follows the people, aiming between `fewest` and `most` seats. Raises RuleError:
    `nobody_comes`, `somebody_alone`, `odd_sizes` (fewest, most), `too_few_seats` (people, tables, most, missing,
    enough), `too_many_tables` (people, tables, enough).
    """
    check_people(people)
    if not FEWEST_TO_MEET <= fewest <= most:
        raise RuleError("odd_sizes", fewest=fewest, most=most)
    needed = -(-people // most)
    if count is None:
        count = wished_tables(people, fewest, most)
    if count < needed:
        missing = people - count * most
        raise RuleError("too_few_seats", people=people, tables=count, most=most, missing=missing, enough=needed)
    if people < count * FEWEST_TO_MEET:
        raise RuleError("too_many_tables", people=people, tables=count, enough=max(1, people // fewest))
    return [(people // count, -(-people // count))] * count


def check_people(people: int) -> None:
    """Raise RuleError `nobody_comes` or `somebody_alone`."""
    if people == 0:
        raise RuleError("nobody_comes")
    if people < FEWEST_TO_MEET:
        raise RuleError("somebody_alone")


def wished_tables(people: int, fewest: int, most: int) -> int:
    """Return how many tables of such bounds seat so many people best."""
    return max(-(-people // most), min(round(2 * people / (fewest + most)), people // fewest))


def usual_tables(count: int, fewest: int, most: int) -> list[TableSeats]:
    """Return tables that nobody named: numbered from 1, all of one size."""
    return [TableSeats(number, "", fewest, most, accessible=False) for number in range(1, count + 1)]


def laid_tables(people: int, named: Sequence[TableSeats]) -> Laid:
    """Choose among the named tables, and seat so many people at them as evenly as their bounds let.

    Accessible tables are always laid; the others in the order given, as many as come closest to the middle of their
    bounds. Whatever was named, everybody has a seat: when seats are short a chair is added at each table, then tables
    without a room, and a caution says so (`extra_chairs`, `extra_tables`); tables too many stay free (`spare_tables`).
    Raises RuleError `nobody_comes` or `somebody_alone`.
    """
    check_people(people)
    order = sorted(named, key=lambda table: not table.accessible)
    seats = sum(table.most for table in order)
    if people > seats:
        return _with_more(people, order, seats)
    count = _count_laid(people, order)
    if count * FEWEST_TO_MEET > people > FEWEST_TO_MEET:
        order = order[: count - 1]
        return _with_more(people, order, sum(table.most for table in order))
    spare = sorted(table.number for table in order[count:])
    cautions = [Caution("spare_tables", {"tables": len(spare), "numbers": _listed(spare)})] if spare else []
    return Laid(_evened(people, order[:count]), tuple(cautions))


def _count_laid(people: int, order: Sequence[TableSeats]) -> int:
    """Return how many of the tables to lay: two people at least at each if it can be, the fill nearest to the middle.

    Only tables of two and an odd number of people leave somebody alone.
    """
    most = list(accumulate(table.most for table in order))
    middle = list(accumulate(table.fewest + table.most for table in order))
    enough = [count for count, seats in enumerate(most, start=1) if seats >= people]
    possible = [count for count in enough if count * FEWEST_TO_MEET <= people] or enough[:1]
    return min(possible, key=lambda count: (abs(middle[count - 1] - 2 * people), count))


def _with_more(people: int, order: Sequence[TableSeats], seats: int) -> Laid:
    """Add a chair at each table if that is enough, or else tables."""
    missing = people - seats
    figures: dict[str, int | str] = {"people": people, "seats": seats, "missing": missing}
    if missing <= len(order):
        wider = [replace(table, most=table.most + (place < missing)) for place, table in enumerate(order)]
        return Laid(_evened(people, wider), (Caution("extra_chairs", figures),))
    like = replace(order[-1], most=max(order[-1].most, FEWEST_TO_MEET + 1))
    first = max(table.number for table in order) + 1
    more = range(first, first - (-missing // like.most))
    added = [replace(like, number=number, room="", accessible=False) for number in more]
    figures |= {"more": len(more), "numbers": _listed(more)}
    return Laid(_evened(people, [*order, *added]), (Caution("extra_tables", figures),))


def _evened(people: int, tables: Sequence[TableSeats]) -> tuple[TableSeats, ...]:
    """Narrow the bounds of the tables, by number, so that nobody sits at a crowded one beside an empty one."""
    if sum(table.fewest for table in tables) > people:
        tables = [replace(table, fewest=min(table.fewest, FEWEST_TO_MEET)) for table in tables]
    level, top = 0, max(table.most for table in tables)
    while level < top and sum(_held(table, level + 1) for table in tables) <= people:
        level += 1
    narrowed = [replace(table, fewest=_held(table, level), most=_held(table, level + 1)) for table in tables]
    return tuple(sorted(narrowed, key=lambda table: table.number))


def _held(table: TableSeats, level: int) -> int:
    return min(table.most, max(table.fewest, level))


def _listed(numbers: Sequence[int]) -> str:
    """Write numbers in order, those that follow one another as a stretch: `3, 7–12`."""
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][-1] + 1:
            stretches[-1].append(number)
        else:
            stretches.append([number])
    return ", ".join(f"{each[0]}–{each[-1]}" if len(each) > 1 else str(each[0]) for each in stretches)
