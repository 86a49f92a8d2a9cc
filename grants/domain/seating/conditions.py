"""What is asked of an evening, checked and laid out in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from grants.domain.seating.infeasible import Infeasible
from grants.domain.seating.programme import Rounds, Seating, pairs_met, to_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Pairs = Iterable[tuple[int, int]]

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Conditions:
    """One evening to seat: only the rounds to come are searched, those over are given.

    `worth` is the affinity of the pairs that still can meet and have not met yet; the rest is zero. `here` says
    (round to come, person) who is present; `host` the table a person keeps, `home` the seat of `keep`, or NOWHERE.
    """

    affinity: NDArray[np.float64]
    worth: NDArray[np.float64]
    over: Rounds
    fewest: NDArray[np.intp]
    most: NDArray[np.intp]
    here: NDArray[np.bool_]
    host: NDArray[np.intp]
    home: NDArray[np.intp]
    groups: tuple[tuple[int, ...], ...]
    apart: NDArray[np.intp]
    together: NDArray[np.intp]
    repairs: bool

    @property
    def people(self) -> int:
        """How many people there are, present or not."""
        return len(self.affinity)

    @property
    def tables(self) -> int:
        """How many tables there are."""
        return len(self.most)

    def sitting(self, to_come: int) -> int:
        """Return how many sit in a round to come: those present, each group for one."""
        here = self.here[to_come]
        doubles = sum(max(0, int(here[list(group)].sum()) - 1) for group in self.groups)
        return int(here.sum()) - doubles


def checked_affinity(affinity: object) -> NDArray[np.float64]:
    """Return the affinities as an array; raise ValueError unless square, symmetric, finite and not negative."""
    table = np.array(affinity, dtype=np.float64)
    if table.size == 0:
        table = table.reshape(0, 0)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:  # noqa: PLR2004
        msg = "affinity must be a square table"
        raise ValueError(msg)
    if not np.isfinite(table).all() or (table < 0).any():
        msg = "affinity must be finite and never negative"
        raise ValueError(msg)
    if not np.allclose(table, table.T):
        msg = "affinity must be the same both ways"
        raise ValueError(msg)
    np.fill_diagonal(table, 0.0)
    return table


def checked_tables(tables: Sequence[tuple[int, int]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the fewest and the most seats of each table; raise ValueError unless 0 ≤ fewest ≤ most."""
    if not tables or any(not 0 <= fewest <= most for fewest, most in tables):
        msg = "there must be a table, and each needs 0 ≤ fewest ≤ most seats"
        raise ValueError(msg)
    bounds = np.array(tables, dtype=np.intp)
    return bounds[:, 0].copy(), bounds[:, 1].copy()


def checked_pairs(pairs: Pairs, people: int) -> NDArray[np.intp]:
    """Return distinct pairs, smaller index first; raise Infeasible for a person who does not exist."""
    found = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    for pair in found:
        for person in pair:
            known_person(person, people)
    return np.array(found, dtype=np.intp).reshape(-1, 2)


def known_person(person: int, people: int) -> None:
    """Raise Infeasible unless the person exists."""
    if not 0 <= person < people:
        raise Infeasible("unknown_person", person=person, people=people)


def presence(absent: Pairs, rounds: int, people: int) -> NDArray[np.bool_]:
    """Return (round, person) → present."""
    here = np.ones((rounds, people), dtype=np.bool_)
    for person, missed in absent:
        known_person(person, people)
        if not 0 <= missed < rounds:
            raise Infeasible("unknown_round", round=missed + 1, rounds=rounds)
        here[missed, person] = False
    return here


def host_tables(hosts: Mapping[int, int] | Pairs, people: int, tables: int) -> NDArray[np.intp]:
    """Return the table each person hosts, or NOWHERE."""
    found = np.full(people, NOWHERE, dtype=np.intp)
    for person, table in hosts.items() if hasattr(hosts, "items") else hosts:
        known_person(person, people)
        if not 0 <= table < tables:
            raise Infeasible("unknown_table", table=table + 1, tables=tables)
        if found[person] not in (NOWHERE, table):
            raise Infeasible("host_of_two_tables", person=person, table=int(found[person]) + 1, other=table + 1)
        found[person] = table
    return found


def merged_groups(same_person: Iterable[Iterable[int]], people: int) -> tuple[tuple[int, ...], ...]:
    """Return disjoint groups of indices that stand for one person: groups that overlap are one."""
    merged: list[set[int]] = []
    for group in same_person:
        joined = set(group)
        for person in joined:
            known_person(person, people)
        for other in [other for other in merged if other & joined]:
            joined |= other
            merged.remove(other)
        merged.append(joined)
    return tuple(tuple(sorted(group)) for group in merged if len(group) > 1)


def past_rounds(keep: Seating | None, here: NDArray[np.bool_], people: int) -> Rounds:
    """Return the rounds over as they were lived: those who were absent after all met nobody."""
    if keep is None:
        return []
    return [
        [[person for person in seated if person < people and here[number, person]] for seated in tables]
        for number, tables in enumerate(keep.rounds[: keep.past])
    ]


def checked_past(keep: Seating | None, rounds: int) -> int:
    """Return how many rounds are over; raise ValueError when fewer rounds, or none, are asked for."""
    past = keep.past if keep else 0
    if rounds < max(1, past):
        msg = "there must be a round, and no fewer rounds than are over"
        raise ValueError(msg)
    return past


def planned_seats(keep: Seating | None, to_come: int, people: int, tables: int) -> NDArray[np.intp]:
    """Return (round to come, person) → the table planned, or NOWHERE."""
    home = np.full((to_come, people), NOWHERE, dtype=np.intp)
    if keep:
        planned = to_places(keep.rounds[keep.past : keep.past + to_come], people, tables)
        home[: len(planned)] = planned
    return home


def clear(table: NDArray[np.float64] | NDArray[np.bool_], pairs: NDArray[np.intp]) -> None:
    """Write zero for these pairs, both ways."""
    table[pairs[:, 0], pairs[:, 1]] = 0
    table[pairs[:, 1], pairs[:, 0]] = 0


def can_meet(here: NDArray[np.bool_], host: NDArray[np.intp], groups: Iterable[Sequence[int]]) -> NDArray[np.bool_]:
    """Return which pairs could share a table in some round to come."""
    presence_counts = here.astype(np.float32)
    possible: NDArray[np.bool_] = (presence_counts.T @ presence_counts) > 0
    keeps = host != NOWHERE
    possible &= ~(keeps[:, None] & keeps & (host[:, None] != host))
    for group in groups:
        for one, other in combinations(group, 2):
            possible[one, other] = possible[other, one] = False
    np.fill_diagonal(possible, val=False)
    return possible


def prepare(  # noqa: PLR0913
    affinity: object,
    rounds: int,
    tables: Sequence[tuple[int, int]],
    *,
    absent: Pairs,
    apart: Pairs,
    together: Pairs,
    same_person: Iterable[Iterable[int]],
    hosts: Mapping[int, int] | Pairs,
    met: Pairs,
    keep: Seating | None,
) -> Conditions:
    """Lay out what is asked; raise ValueError for figures that mean nothing and Infeasible for unknown people."""
    wanted = checked_affinity(affinity)
    people, past = len(wanted), checked_past(keep, rounds)
    here = presence(absent, rounds, people)
    over = past_rounds(keep, here, people)
    fewest, most = checked_tables(tables)
    clear(wanted, checked_pairs(met, people))
    host = host_tables(hosts, people, len(most))
    groups = merged_groups(same_person, people)
    separate = checked_pairs(apart, people)
    already = pairs_met(over, people)
    possible = can_meet(here[past:], host, groups)
    clear(possible, separate)
    wished = checked_pairs(together, people)
    return Conditions(
        affinity=wanted,
        worth=np.where(possible & ~already, wanted, 0.0),
        over=over,
        fewest=fewest,
        most=most,
        here=here[past:],
        host=host,
        home=planned_seats(keep, rounds - past, people, len(most)),
        groups=groups,
        apart=separate,
        together=wished[~already[wished[:, 0], wished[:, 1]]],
        repairs=keep is not None,
    )
