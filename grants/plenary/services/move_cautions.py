"""What seats changed by hand break that held before: told, never in the way."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.plenary.services.planning import Plan

    Caution = dict[str, Any]

Seats = dict[tuple[int, int], int]
"""(round, participant's id) → number of the table."""


def move_cautions(plan: Plan, old: Seats, new: Seats) -> Iterator[Caution]:
    """Give what breaks, each a `code` with `people` (their ids) and `figures`."""
    ids = [person.id for person in plan.people]
    found = (_crowded, _friends, _hosts, _away, _doubled, _parted)
    return chain.from_iterable(step(plan, ids, old, new) for step in found)


def pairs_of(seats: Seats) -> set[tuple[int, int]]:
    """Return the pairs (ids, the smaller first) who share a table at least once."""
    return {pair for people in _tables(seats).values() for pair in combinations(people, 2)}


def _tables(seats: Seats) -> dict[tuple[int, int], list[int]]:
    """Return (round, table) → the ids of who sits there."""
    tables = defaultdict(list)
    for (number, person), table in sorted(seats.items()):
        tables[number, table].append(person)
    return dict(tables)


def _crowded(plan: Plan, _: list[int], old: Seats, new: Seats) -> Iterator[Caution]:
    """Too many at a table, or somebody alone."""
    were, most = _tables(old), {number: most for number, (_, most) in zip(plan.numbers, plan.tables, strict=True)}
    for (number, table), people in _tables(new).items():
        figures, known = {"round": number, "table": table}, were.get((number, table), [])
        if len(people) > max(most[table], len(known)):
            yield {"code": "crowded_table", "figures": {**figures, "people": len(people), "most": most[table]}}
        if len(people) == 1 and known != people:
            yield {"code": "alone_at_table", "people": people, "figures": figures}


def _friends(plan: Plan, ids: list[int], old: Seats, new: Seats) -> Iterator[Caution]:
    """People of one association at one table."""
    were = _tables(old)
    friends = [{ids[one], ids[other]} for one, other in plan.asked.friends]
    for (number, table), people in _tables(new).items():
        known = set(were.get((number, table), ()))
        for pair in friends:
            if pair <= set(people) and not pair <= known:
                yield {"code": "friends_at_table", "people": sorted(pair), "figures": {"round": number, "table": table}}


def _hosts(plan: Plan, ids: list[int], old: Seats, new: Seats) -> Iterator[Caution]:
    """Somebody who keeps a table and would leave it."""
    for person, at in plan.asked.hosts:
        kept = plan.numbers[at]
        for number in range(1, plan.rounds + 1):
            place = (number, ids[person])
            if old.get(place) == kept != new.get(place):
                yield {"code": "left_own_table", "people": [ids[person]], "figures": {"round": number, "table": kept}}


def _away(plan: Plan, ids: list[int], old: Seats, new: Seats) -> Iterator[Caution]:
    """Somebody seated while away, or who no longer sits."""
    for person, missed in plan.asked.absent:
        place = (missed + 1, ids[person])
        if place in new and place not in old:
            yield {"code": "not_there_yet", "people": [ids[person]], "figures": {"round": missed + 1}}
    for number, gone in sorted(old.keys() - new.keys()):
        yield {"code": "no_table_left", "people": [gone], "figures": {"round": number}}


def _doubled(plan: Plan, ids: list[int], old: Seats, new: Seats) -> Iterator[Caution]:
    """One human being at two tables at once."""
    for group in plan.same_people:
        for number in range(1, plan.rounds + 1):
            seated = [ids[place] for place in group if (number, ids[place]) in new]
            if len(seated) > 1 and any((number, person) not in old for person in seated):
                yield {"code": "seated_twice", "people": seated[:1], "figures": {"round": number}}


def _parted(plan: Plan, ids: list[int], old: Seats, new: Seats) -> Iterator[Caution]:
    """People who were to meet, and no longer do."""
    lost = pairs_of(old) - pairs_of(new)
    for one, other in plan.asked.together:
        pair = (min(ids[one], ids[other]), max(ids[one], ids[other]))
        if pair in lost:
            yield {"code": "no_longer_together", "people": list(pair)}
