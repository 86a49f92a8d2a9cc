"""The search: the best change of one round, then of the next, round after round, even when it costs.

A person who has just moved may not move again at once unless the other one may (a tabu list, in the words of the
trade); a change that gives the best programme so far is always allowed. Short rests are best: measured in `bench/`.
A walk that finds nothing better for a while is shaken: some people of its best programme change seats by chance, and
it goes on from there, keeping what is nearly as good (an iterated local search).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from grants.domain.seating.board import LOCKED, Board, Change
from grants.domain.seating.conditions import NOWHERE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grants.domain.seating.board import Integers, Places

CELLS = 100_000
"""How many swaps of a round are compared at once; beyond, those of some people drawn by chance."""
RESTING = 0.35
RESTING_ALONE = 0.6
"""Visits of rest after a move, times the square root of the number of people: with several rounds, with one."""
SHORTEST = 1.5
"""The rest in a small room, so that chance breaks the circles of changes that bring nothing."""
DRAWN = 4096
PATIENCE = 5
"""Visits without anything better before the walk is shaken, times people and rounds."""
SHAKEN = 0.3
"""Swaps by chance when it is shaken, times the number of people, spread over the rounds."""
NEARLY_AS_GOOD = 0.003
"""The part of the worth that a walk may lose and still be where the next one starts."""
STRIDE = 8
"""Changes tried between two looks at the clock."""


@dataclass(slots=True)
class Budget:
    """How long the search may last: seconds of a clock, or a number of changes that makes it repeatable."""

    seconds: float
    moves: int | None
    clock: Callable[[], float] = time.perf_counter
    made: int = 0
    started: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.started = self.clock()

    def stride(self, until: float) -> int:
        """Return how many changes to try before looking again: a clock is dear to read, a count is exact."""
        return STRIDE if self.moves is None else max(1, ceil(until * self.moves) - self.made)

    def used(self) -> float:
        """Return the part already used: 1.0 and above when nothing is left."""
        if self.moves is not None:
            return self.made / self.moves if self.moves > 0 else 1.0
        return (self.clock() - self.started) / self.seconds if self.seconds > 0 else 1.0


class Climb:
    """A walk over the programmes from one board, that remembers the best."""

    def __init__(self, board: Board, chance: np.random.Generator) -> None:
        """Stand at the board's programme."""
        self.board = board
        self.chance = chance
        asked = board.asked
        self.fixed = (asked.host != NOWHERE).astype(np.int32) * LOCKED
        self.loose = bool((asked.fewest < asked.most).any())
        self.doubles = [_substitutions(asked.groups, here, asked.host) for here in asked.here]
        self.sample = asked.people if asked.people**2 <= CELLS else max(8, CELLS // (2 * asked.people))
        self.resting = np.zeros(board.places.shape, dtype=np.int64)
        self.visits = 0
        self.patience = PATIENCE * board.places.size
        self.best = self.top = self.base = board.value
        self.best_places = self.top_places = self.base_places = board.places.copy()
        self.bettered = 0

    def run(self, budget: Budget, until: float) -> bool:
        """Walk until this part of the budget is used; return False when no change is possible at all."""
        asked = self.board.asked
        if not asked.people:
            return False
        base = (RESTING if len(self.board.places) > 1 else RESTING_ALONE) * asked.people**0.5
        base = max(base, SHORTEST)
        rests = (base * self.chance.uniform(0.6, 1.4, DRAWN) + 1).astype(np.int64)
        rounds = len(self.board.places)
        idle = look = 0
        while idle <= 2 * rounds:
            if not look:
                if budget.used() >= until:
                    return True
                look = budget.stride(until)
            look -= 1
            to_come = self.visits % rounds
            now = self.visits // rounds
            change = self._best_change(to_come, now)
            self.visits += 1
            budget.made += 1
            if self.visits - self.bettered > self.patience:
                self._shake()
                continue
            if change is None:
                idle += 1
                self.resting[to_come] = 0
                continue
            idle = 0
            self._make(change, now + int(rests[self.visits % DRAWN]))
        return False

    def _make(self, change: Change, rest: int) -> None:
        """Make a change, after which those who moved rest until then."""
        self.board.carry_out(change)
        self.resting[change.to_come, change.one] = rest
        if change.other != NOWHERE:
            self.resting[change.to_come, change.other] = rest
        if self.board.value > self.top:
            self._remember()

    def _remember(self) -> None:
        """Keep the programme as the best of this walk, and of all walks when it is."""
        self.top, self.top_places = self.board.value, self.board.places.copy()
        self.bettered = self.visits
        if self.top > self.best:
            self.best, self.best_places = self.top, self.top_places

    def _shake(self) -> None:
        """Start another walk from a programme nearly as good as any, some people of which swap seats by chance."""
        if self.top >= self.base - NEARLY_AS_GOOD * abs(self.base):
            self.base, self.base_places = self.top, self.top_places
        places = self.base_places.copy()
        free = self.fixed == 0
        for _ in range(max(2, round(SHAKEN * self.board.asked.people))):
            row = places[int(self.chance.integers(len(places)))]
            movable = (free & (row < self.board.asked.tables)).nonzero()[0]
            if len(movable):
                one, other = self.chance.choice(movable, 2)
                row[[one, other]] = row[[other, one]]
        self.board.sit(places)
        self.resting[:] = 0
        self._remember()

    def _best_change(self, to_come: int, now: int) -> Change | None:
        """Return the change of this round that brings most, or None when there is none."""
        row = self.board.places[to_come]
        gain = self.board.gain[to_come]
        own = gain[row, self.board.everybody]
        locked = own + self.fixed
        locked[row == self.board.asked.tables] = LOCKED
        rested = self.resting[to_come] <= now
        found = [self._best_swap(to_come, locked, rested)]
        if self.loose:
            found.append(self._best_single(to_come, locked, rested))
        if len(self.doubles[to_come]):
            found.append(self._best_substitution(to_come, own, rested))
        first = now % len(found)
        change = max(found[first:] + found[:first], key=lambda candidate: candidate.brings)
        return change if change.brings > -LOCKED // 2 else None

    def _best_swap(self, to_come: int, locked: Integers, rested: NDArray[np.bool_]) -> Change:
        row = self.board.places[to_come]
        gain = self.board.gain[to_come]
        if self.sample < len(row):
            drawn = self.chance.integers(len(row), size=self.sample)
            brings = self._sampled(gain, locked, row, drawn)
            brings -= 2 * self.board.new.take(drawn, axis=0)
        else:
            drawn = self.board.everybody
            brings = _all_swaps(gain, locked, row)
            brings -= self.board.new
            brings -= self.board.new
        width = len(row)
        chosen = self._allowed(brings, rested.take(drawn))
        line, other = divmod(chosen, width)
        one = int(drawn[line])
        return Change(to_come, one, other, int(row[other]), int(brings[line, other]))

    def _sampled(self, gain: Integers, locked: Integers, row: Places, drawn: Places) -> Integers:
        """Return what the swaps of the people drawn with everybody bring, before the pairs' own worth."""
        there = gain.take(drawn, axis=1) - locked.take(drawn)
        there[row.take(drawn), np.arange(len(drawn))] = -LOCKED
        brings: Integers = there.take(row, axis=0).T + gain.take(row.take(drawn), axis=0)
        brings -= locked
        return brings

    def _allowed(self, brings: Integers, rested: NDArray[np.bool_]) -> int:
        """Return the cell of the best swap; those who rest need a partner who does not, or a best programme."""
        best = int(brings.argmax())
        width = int(brings.shape[1])
        if rested.all() or rested[best // width]:
            return best
        if self.board.value + int(brings.flat[best]) > self.top:
            return best
        lines = rested.nonzero()[0]
        if not len(lines):
            return best
        among = brings[lines]
        line, other = divmod(int(among.argmax()), width)
        return int(lines[line]) * width + other

    def _best_single(self, to_come: int, locked: Integers, rested: NDArray[np.bool_]) -> Change:
        """Return the best move to a free seat."""
        asked = self.board.asked
        row, sizes = self.board.places[to_come], self.board.sizes[to_come]
        brings = self.board.gain[to_come] - locked
        brings[row, self.board.everybody] = -LOCKED
        brings[asked.tables] = -LOCKED
        brings[:-1][sizes >= asked.most] = -LOCKED
        stays = np.append(sizes <= asked.fewest, True)[row]
        brings[:, stays | ~rested] = -LOCKED
        table, one = divmod(int(brings.argmax()), len(row))
        return Change(to_come, one, NOWHERE, table, int(brings[table, one]))

    def _best_substitution(self, to_come: int, own: Integers, rested: NDArray[np.bool_]) -> Change:
        """Return the best exchange of somebody seated with another index of the same person."""
        row = self.board.places[to_come]
        away = self.board.asked.tables
        seated, waiting = self.doubles[to_come].T
        table = row[seated]
        brings = self.board.gain[to_come][table, waiting] - own[seated]
        possible = (table < away) & (row[waiting] == away) & rested[seated] & rested[waiting]
        brings = np.where(possible, brings, -LOCKED)
        chosen = int(brings.argmax())
        return Change(to_come, int(seated[chosen]), int(waiting[chosen]), away, int(brings[chosen]))


def _all_swaps(gain: Integers, locked: Integers, row: Places) -> Integers:
    """Return what every swap brings, before the pairs' own worth."""
    there = gain - locked
    there[row, np.arange(len(row))] = -LOCKED
    joins = there.take(row, axis=0)
    brings: Integers = joins + joins.T
    return brings


def _substitutions(
    groups: tuple[tuple[int, ...], ...], here: NDArray[np.bool_], host: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the ordered pairs of present indices that stand for one person; a host is never replaced."""
    pairs = []
    for group in groups:
        present = [person for person in group if here[person]]
        if not any(host[person] != NOWHERE for person in present):
            pairs += [(one, other) for one in present for other in present if one != other]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)
