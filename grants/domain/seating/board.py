"""The state of the search: places, encounters, and what every change of seat would bring, kept up to date.

For each round a table `gain[round, table, person]` holds what the person would newly bring to each table: the summed
worth of those seated there whom the person does not meet in any other round. What a swap brings follows from four of
its entries and the worth of the pair itself, so all swaps of a round are compared with a few whole-table operations,
and a swap changes only two rows of its own round and a few entries of the others.

All worths are integers (see `Scale`), so the tables never drift and the same search gives the same result everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from grants.domain.seating.conditions import NOWHERE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grants.domain.seating.conditions import Conditions

    Integers = NDArray[np.int32]
    Places = NDArray[np.intp]

LOCKED = 1 << 29
"""What makes a change impossible: more than any change can bring."""
FINEST = 1 << 17
"""The largest worth of a pair in the search, unless tables are so big that sums would overflow."""
MOST_FACTOR = 1e300
"""Worths too small even for this factor (below 1e-295) count as nothing: a larger one would be infinite."""
ALWAYS_COUNTS = -100
"""Encounters of a pair that must stay apart start here, so that each further one costs as much as the first."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How worths become integers, and what a broken wish weighs among them."""

    factor: float
    broken: int

    @classmethod
    def of(cls, worth: NDArray[np.float64], most: int) -> Scale:
        """Choose the finest scale that cannot overflow; whole worths stay as they are when they fit."""
        largest = float(worth.max(initial=0.0))
        finest = min(FINEST, (1 << 26) // max(1, most) ** 2)
        whole = largest <= finest and bool((worth == np.round(worth)).all())
        factor = 1.0 if whole or largest == 0 else min(finest / largest, MOST_FACTOR)
        return cls(factor, 2 * max(1, most) * max(1, round(largest * factor)) + 1)

    def integers(self, worth: NDArray[np.float64]) -> Integers:
        """Return the worths on this scale."""
        return np.round(worth * self.factor).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of seat in one round: `one` goes to `other`'s seat, or to a free seat when `other` is NOWHERE."""

    to_come: int
    one: int
    other: int
    table: int
    brings: int


class Board:
    """Places in every round to come, and the tables that tell what each change would bring."""

    def __init__(self, asked: Conditions, places: Places, weights: Integers, bias: Integers | None = None) -> None:
        """Take the places and count; `weights` are worths with wishes, `bias[round, table, person]` is added."""
        self.asked = asked
        self.weights = weights
        self.bias = bias
        self.apart = asked.apart
        self.sit(places)

    def sit(self, places: Places) -> None:
        """Seat everybody anew and count everything from nothing."""
        people, tables = self.asked.people, self.asked.tables
        self.places = places.copy()
        rounds = len(places)
        encounters = np.zeros((people, people), dtype=np.int16)
        for row in self.places:
            encounters += self._same(row)
        self.value = int((self.weights * (encounters > 0)).sum(dtype=np.int64)) // 2
        one, other = self.apart[:, 0], self.apart[:, 1]
        again = np.maximum(encounters[one, other] - 1, 0)
        self.value += int((self.weights[one, other] * again).sum(dtype=np.int64))
        for pair in ((one, other), (other, one)):
            encounters[pair] += ALWAYS_COUNTS
        self.new = self.weights * (encounters <= 0)
        self.gain = np.zeros((rounds, tables + 1, people), dtype=np.int32)
        self.sizes = np.zeros((rounds, tables), dtype=np.intp)
        for row, gain, sizes in zip(self.places, self.gain, self.sizes, strict=True):
            counted = self.weights * (encounters - self._same(row) <= 0)
            for table in range(tables):
                gain[table] = counted[row == table].sum(axis=0)
            sizes[:] = np.bincount(row, minlength=tables + 1)[:tables]
        if self.bias is not None:
            self.gain[:, :tables] += self.bias
            seated = self.places < tables
            to_come, person = np.nonzero(seated)
            self.value += int(self.bias[to_come, self.places[seated], person].sum(dtype=np.int64))
        self.encounters = encounters.ravel()
        self.everybody = np.arange(people)

    def _same(self, row: Places) -> NDArray[np.bool_]:
        same: NDArray[np.bool_] = (row[:, None] == row) & (row < self.asked.tables)
        np.fill_diagonal(same, val=False)
        return same

    def carry_out(self, change: Change) -> None:
        """Make one change of seat and bring every table up to date."""
        row = self.places[change.to_come]
        one, other = change.one, change.other
        left, joined = int(row[one]), change.table
        mates, hosts = self._others(row, left, one), self._others(row, joined, other)
        moves = self._brought(one, mates)
        if other != NOWHERE:
            moves = moves - self._brought(other, hosts)
        gain = self.gain[change.to_come]
        gain[left] -= moves
        if joined < self.asked.tables:
            gain[joined] += moves
        self._recount(change, mates, hosts)
        row[one] = joined
        if other != NOWHERE:
            row[other] = left
        else:
            self.sizes[change.to_come, left] -= 1
            self.sizes[change.to_come, joined] += 1
        self.value += change.brings

    def _others(self, row: Places, table: int, person: int) -> Places:
        """Return who sits at a table besides a person; nobody sits at the table of those who are away."""
        if table >= self.asked.tables:
            return self.everybody[:0]
        seated: Places = (row == table).nonzero()[0]
        others: Places = seated[seated != person]
        return others

    def _brought(self, person: int, mates: Places) -> Integers:
        """Return what the person brings to everybody in this round: their worth unless they meet in another round."""
        brought: Integers = self.new[person].copy()
        cells = mates + person * self.asked.people
        brought[mates] = self.weights.ravel()[cells] * (self.encounters[cells] <= 1)
        return brought

    def _recount(self, change: Change, mates: Places, hosts: Places) -> None:
        """Bring encounters, new worths and the other rounds' gains up to date before the places change."""
        people = self.asked.people
        single = change.other == NOWHERE
        who, step = _encounters_changed(len(mates), len(hosts), single)
        ends = np.array((change.one, change.other)).take(who)
        others = np.concatenate((mates, hosts) if single else (mates, hosts, hosts, mates))
        cells = ends * people + others
        before = self.encounters.take(cells)
        weights = self.weights.ravel().take(cells)
        if len(self.places) > 1:
            self._recount_rounds(change.to_come, ends, others, (before, step, weights))
        after = before + step
        mirror = others * people + ends
        self.encounters[cells] = after
        self.encounters[mirror] = after
        weights = weights * (after <= 0)
        new = self.new.ravel()
        new[cells] = weights
        new[mirror] = weights

    def _recount_rounds(
        self,
        changed: int,
        ends: Places,
        others: Places,
        counts: tuple[NDArray[np.int16], NDArray[np.int16], Integers],
    ) -> None:
        """Adjust what these pairs bring in the rounds that do not change."""
        before, step, weights = counts
        at_one, at_other = self.places.take(ends, axis=1), self.places.take(others, axis=1)
        elsewhere = before - ((at_one == at_other) & (at_one < self.asked.tables))
        turned = (elsewhere + step <= 0).view(np.int8) - (elsewhere <= 0).view(np.int8)
        turned[changed] = 0
        to_come, pair = turned.nonzero()
        if not len(pair):
            return
        tables, people = self.gain.shape[1:]
        start = to_come * (tables * people)
        amounts = turned[to_come, pair] * weights[pair]
        cells = np.concatenate(
            (
                start + at_one[to_come, pair] * people + others[pair],
                start + at_other[to_come, pair] * people + ends[pair],
            )
        )
        np.add.at(self.gain.ravel(), cells, np.concatenate((amounts, amounts)))


@lru_cache(maxsize=4096)
def _encounters_changed(mates: int, hosts: int, single: bool) -> tuple[Places, NDArray[np.int16]]:  # noqa: FBT001
    """Return who of the two loses (-1) or gains (+1) an encounter: mates left, then hosts joined, then the others."""
    ends = ((0, mates, -1), (0, hosts, 1)) if single else ((0, mates, -1), (1, hosts, -1), (0, hosts, 1), (1, mates, 1))
    who = np.concatenate([np.full(count, end, dtype=np.intp) for end, count, _ in ends])
    step = np.concatenate([np.full(count, sign, dtype=np.int16) for _, count, sign in ends])
    return who, step
