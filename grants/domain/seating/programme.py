"""A programme of an evening: who sits where in every round, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Rounds = list[list[list[int]]]
"""Rounds, their tables, and the sorted indices of the people who sit there."""


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits where, and what it is worth.

    `value` sums the affinity of every pair that meets, once each. No programme under the same conditions is worth more
    than `bound`. `poorest` is the least sum any one person present receives. `past` counts the rounds already over when
    the seating is given back as `keep`; `moved` counts the seats (one person in one round) that differ from it.
    """

    rounds: Rounds
    value: float
    bound: float
    poorest: float
    past: int = 0
    moved: int = 0

    def after(self, past: int) -> Seating:
        """Return the same programme with its first `past` rounds over, to be repaired through `keep`."""
        return replace(self, past=past)


def pairs_met(rounds: Rounds, people: int) -> NDArray[np.bool_]:
    """Return a symmetric table that says who shares a table with whom at least once; nobody meets oneself."""
    met = np.zeros((people, people), dtype=np.bool_)
    for tables in rounds:
        for seated in tables:
            met[np.ix_(seated, seated)] = True
    np.fill_diagonal(met, val=False)
    return met


def evenings(worth: NDArray[np.float64], rounds: Rounds) -> NDArray[np.float64]:
    """Return what each person receives: the summed worth of those met."""
    received: NDArray[np.float64] = np.where(pairs_met(rounds, len(worth)), worth, 0.0).sum(axis=1)
    return received


def to_rounds(places: NDArray[np.intp], tables: int) -> Rounds:
    """Return rounds of sorted tables from places (round, person) → table; places beyond the tables are away."""
    return [[np.flatnonzero(row == table).tolist() for table in range(tables)] for row in places]


def to_places(rounds: Sequence[Sequence[Sequence[int]]], people: int, tables: int) -> NDArray[np.intp]:
    """Return (round, person) → table, or -1 for who has no seat at one of the first `tables` tables."""
    places = np.full((len(rounds), people), -1, dtype=np.intp)
    for row, round_tables in zip(places, rounds, strict=True):
        for table, seated in enumerate(round_tables[:tables]):
            row[[person for person in seated if person < people]] = table
    return places
