"""A first programme: everybody present has a seat and every table its people; nothing else is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grants.domain.seating.bound import full_sizes
from grants.domain.seating.conditions import NOWHERE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grants.domain.seating.conditions import Conditions


def first_places(asked: Conditions, chance: np.random.Generator) -> NDArray[np.intp]:
    """Return (round to come, person) → table; those who do not sit get the number of tables.

    People keep their `home` where there is one with room; the others fill the emptiest tables in a random order, or,
    with a single round, as many tables as can be: full tables make more pairs, and a search that starts from even ones
    seldom finds the way there. Needs conditions that passed `check_feasible`.
    """
    places = np.full(asked.here.shape, asked.tables, dtype=np.intp)
    for to_come, row in enumerate(places):
        _seat_round(asked, to_come, row, chance)
    return places


def _representatives(asked: Conditions, to_come: int, chance: np.random.Generator) -> NDArray[np.intp]:
    """Return those who sit, in a random order: of each group the host, else who has a home, else anyone present."""
    here = asked.here[to_come].copy()
    home = asked.home[to_come]
    for group in asked.groups:
        present = [person for person in group if here[person]]
        if len(present) > 1:
            hosts = [person for person in present if asked.host[person] != NOWHERE]
            seated = [person for person in present if home[person] != NOWHERE]
            chosen = (hosts or seated or [present[int(chance.integers(len(present)))]])[0]
            here[present] = False
            here[chosen] = True
    return chance.permutation(np.flatnonzero(here))


def _seat_round(asked: Conditions, to_come: int, row: NDArray[np.intp], chance: np.random.Generator) -> None:
    sitting = _representatives(asked, to_come, chance).tolist()
    hosts = [person for person in sitting if asked.host[person] != NOWHERE]
    row[hosts] = asked.host[hosts]
    sizes = np.bincount(row[hosts], minlength=asked.tables)
    later = []
    for person in sitting:
        home = asked.home[to_come, person]
        if asked.host[person] != NOWHERE:
            continue
        if home != NOWHERE and sizes[home] < asked.most[home]:
            row[person] = home
            sizes[home] += 1
        else:
            later.append(person)
    wobble = chance.random(asked.tables)
    usual = asked.most if asked.repairs or len(asked.here) > 1 else full_sizes(asked, to_come)
    for person in later:
        need = np.where(sizes < asked.fewest, -asked.people, 0) + np.where(sizes < usual, 0, asked.people)
        need = need + sizes + wobble
        table = int(np.where(sizes < asked.most, need, np.inf).argmin())
        row[person] = table
        sizes[table] += 1
    _fill_short_tables(asked, row, sizes)


def _fill_short_tables(asked: Conditions, row: NDArray[np.intp], sizes: NDArray[np.intp]) -> None:
    """Bring people from the fullest tables to those that have too few."""
    free = asked.host == NOWHERE
    for table in np.flatnonzero(sizes < asked.fewest):
        while sizes[table] < asked.fewest[table]:
            movable = np.bincount(row[free & (row < asked.tables)], minlength=asked.tables)
            spare = np.where(movable > 0, sizes - asked.fewest, -1)
            giver = int(spare.argmax())
            person = int(np.flatnonzero((row == giver) & free)[-1])
            row[person] = table
            sizes[giver] -= 1
            sizes[table] += 1
