"""Exact solvers of equal awards, each written another way, for small cases only.

`cent_by_cent` goes round under Hall's condition. `by_cuts` looks at every set of envelopes in exact fractions.
`by_programme` never speaks of sets: it solves linear programmes in fractions, the smallest award first, then the next
(lexicographic max-min; simplex with Bland's rule, as in Cormen, Leiserson, Rivest and Stein).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from grants.domain.awards import Request

Money = dict[str, int]
Names = frozenset[str]


def every_set(names: Names) -> list[Names]:
    """Return every set of envelopes."""
    return [frozenset(some) for size in range(len(names) + 1) for some in combinations(sorted(names), size)]


def cent_by_cent(requests: list[Request], envelopes: Money, cap: int) -> dict[object, int]:
    """Solve exactly: one cent to each in turn while no set of envelopes is asked for more than it holds."""
    sets = every_set(frozenset(envelopes))
    room = {some: sum(envelopes[name] for name in some) for some in sets}
    awarded: dict[object, int] = dict.fromkeys((r.key for r in requests), 0)
    going = list(requests)
    while going:
        rising = []
        for r in going:
            touched = [some for some in sets if r.envelopes <= some]
            if awarded[r.key] < min(r.requested, cap) and all(room[some] for some in touched):
                awarded[r.key] += 1
                for some in touched:
                    room[some] -= 1
                rising.append(r)
        going = rising
    return awarded


def by_cuts(requests: list[Request], envelopes: Money, cap: int, step: int) -> dict[object, int]:
    """Find which envelopes are used up first at which exact level, round it down, go on with the others."""
    awarded: dict[object, int] = {r.key: min(r.requested, cap) if r.envelopes else 0 for r in requests}
    rising = {r.key: (min(r.requested, cap), r.envelopes) for r in requests if awarded[r.key]}
    left = frozenset(envelopes)
    while rising:
        levels = {}
        for some in every_set(left):
            inside = [most for most, allowed in rising.values() if allowed & left <= some]
            level = level_of(inside, sum(envelopes[name] for name in some))
            if level is not None:
                levels[some] = level
        if not levels:
            break
        first = min(levels.values())
        tight = sorted((some for some in levels if levels[some] == first), key=len)
        waiting = [allowed & left for most, allowed in rising.values() if most > first]
        closing = [next((some for some in tight if allowed <= some), frozenset()) for allowed in waiting]
        closed: Names = frozenset().union(*closing)
        for key, (most, allowed) in list(rising.items()):
            if allowed & left <= closed:
                awarded[key] = min(most, rounded(first, step))
                del rising[key]
        left -= closed
    return awarded


def level_of(wants: list[int], money: int) -> Fraction | None:
    """Return the level at which wants use the money up exactly; None when they fit whole."""
    left = Fraction(money)
    for met, want in enumerate(sorted(wants)):
        share = left / (len(wants) - met)
        if want > share:
            return share
        left -= want
    return None


def rounded(level: Fraction, step: int) -> int:
    """Round a level down to the step, to the cent below one step."""
    cents = int(level)
    return cents - cents % step if cents >= step else cents


def by_programme(requests: list[Request], envelopes: Money, cap: int) -> dict[object, Fraction]:
    """Return the exact max-min awards, in fractions of a cent."""
    year = Year([r for r in requests if r.envelopes and min(r.requested, cap)], envelopes, cap)
    fixed: dict[int, Fraction] = {}
    while len(fixed) < len(year.people):
        free = [i for i in range(len(year.people)) if i not in fixed]
        level = year.highest(fixed, free)
        for i in free:
            if year.highest(fixed | {j: level for j in free if j != i}, [i]) == level:
                fixed[i] = level
    found: dict[object, Fraction] = {r.key: Fraction(0) for r in requests}
    return found | {year.people[i].key: cents for i, cents in fixed.items()}


@dataclass(frozen=True, slots=True)
class Year:
    """Who asks, the envelopes and the cap, as linear programmes see them: one variable for each possible draw."""

    people: list[Request]
    envelopes: Money
    cap: int

    def highest(self, least: dict[int, Fraction], free: list[int]) -> Fraction:
        """Return the highest level that all of `free` can have at once while the others have what is theirs."""
        draws = [(i, name) for i, r in enumerate(self.people) for name in sorted(r.envelopes)]
        rows = [[int(other == name) for _, other in draws] + [0] for name in self.envelopes]
        bounds = [Fraction(cents) for cents in self.envelopes.values()]
        for i, r in enumerate(self.people):
            mine = [int(j == i) for j, _ in draws]
            rows.append([*mine, 0])
            bounds.append(Fraction(min(r.requested, self.cap)))
            if i in free or i in least:
                rows.append([-cell for cell in mine] + [int(i in free)])
                bounds.append(Fraction(0) if i in free else -least[i])
        return Simplex([[Fraction(cell) for cell in row] for row in rows], bounds).most(len(draws))


class Simplex:
    """`rows · x ≤ bounds`, x ≥ 0, solved exactly; the programme must have a solution."""

    def __init__(self, rows: list[list[Fraction]], bounds: list[Fraction]) -> None:
        """Start with every variable at nothing, and a helper variable that relaxes every row."""
        self.helper = len(rows[0])
        self.table = [[*row, Fraction(-1), bound] for row, bound in zip(rows, bounds, strict=True)]
        self.basis = [self.helper + 1 + i for i in range(len(rows))]
        self.outside = list(range(self.helper + 1))
        self.target = [Fraction(0)] * self.helper + [Fraction(-1), Fraction(0)]

    def most(self, goal: int) -> Fraction:
        """Return the largest value of one variable."""
        self.begin()
        if goal in self.outside:
            self.target = [Fraction(other == goal) for other in self.outside] + [Fraction(0)]
        else:
            self.target = [-cell for cell in self.table[self.basis.index(goal)]]
        self.climb()
        return -self.target[-1]

    def begin(self) -> None:
        """Find a first solution, then do without the helper variable."""
        lowest = min(range(len(self.table)), key=lambda i: self.table[i][-1])
        if self.table[lowest][-1] < 0:
            self.pivot(lowest, self.helper)
            self.climb()
        if self.helper in self.basis:  # it may stand there at nothing
            row = self.basis.index(self.helper)
            self.pivot(row, next(j for j, cell in enumerate(self.table[row][:-1]) if cell))
        column = self.outside.index(self.helper)
        for line in (*self.table, self.outside):
            del line[column]

    def climb(self) -> None:
        """Improve the target until nothing can; Bland's rule, so that it ends."""
        while better := [j for j, cell in enumerate(self.target[:-1]) if cell > 0]:
            column = min(better, key=lambda j: self.outside[j])
            rows = [i for i, line in enumerate(self.table) if line[column] > 0]
            row = min(rows, key=lambda i: (self.table[i][-1] / self.table[i][column], self.basis[i]))
            self.pivot(row, column)

    def pivot(self, row: int, column: int) -> None:
        """Exchange a variable of the basis with one outside it."""
        by = self.table[row][column]
        mine = [cell / by for cell in self.table[row]]
        mine[column] = 1 / by
        self.table[row] = mine
        for line in (*self.table, self.target):
            if line is not mine and line[column]:
                factor, line[column] = line[column], Fraction(0)
                line[:] = [cell - factor * other for cell, other in zip(line, mine, strict=True)]
        self.basis[row], self.outside[column] = self.outside[column], self.basis[row]
