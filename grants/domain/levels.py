"""How far the level of equal awards can rise: groups of applications, and the envelopes that stop them.

Applications that may draw on the same envelopes form one group. The level rises for all groups alike; when a set of
envelopes is used up, the groups that have no other money stay where they are and the others rise on (Bochet, Ilkilic
and Moulin, Journal of Economic Theory 148, 2013).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from itertools import accumulate

from grants.domain.flow import Flow


@dataclass(frozen=True, slots=True)
class Member:
    """An application inside its group: its turn when cents go round, and the most it can receive."""

    turn: int
    key: Hashable
    most: int


@dataclass(slots=True)
class Group:
    """Applications that may draw on the same envelopes (given by position), in the order of their turns."""

    envelopes: frozenset[int]
    members: list[Member] = field(default_factory=list)
    ceilings: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)

    def prepare(self) -> None:
        """Sort the ceilings once, so that each level costs one bisection."""
        self.ceilings = sorted(member.most for member in self.members)
        self.sums = [0, *accumulate(self.ceilings)]

    def at_level(self, level: int) -> int:
        """Count the cents the group needs when each member receives at most `level`."""
        below = bisect_right(self.ceilings, level)
        return self.sums[below] + (len(self.ceilings) - below) * level

    def at_fraction(self, over: int, under: int) -> int:
        """Count, in parts of `under` of a cent, what the group needs at the level of `over / under` cents."""
        below = bisect_right(self.ceilings, over // under)
        return self.sums[below] * under + (len(self.ceilings) - below) * over

    def waiting(self, level: int) -> list[int]:
        """Give the turns of the members who could take one more cent above `level`."""
        return [member.turn for member in self.members if member.most > level]

    def stop(self, level: int, turn: int) -> None:
        """Fix the amounts: at most `level`, and one cent more for those before `turn`."""
        self.amounts = [min(member.most, level + (member.turn < turn)) for member in self.members]


_Rising = list[tuple[Group, frozenset[int]]]
"""Groups whose level still rises, with the envelopes in which there is money left for them."""


def fill(groups: list[Group], amounts: list[int]) -> dict[frozenset[int], int]:
    """Raise the level until every group is stopped; give the envelopes used up together, with their level."""
    tight: dict[frozenset[int], int] = {}
    rising = [(group, group.envelopes) for group in groups]
    while rising:
        top = max(group.ceilings[-1] for group, _ in rising)
        level, closed = _highest(rising, amounts, top, Group.at_level)
        if not closed:
            for group, _ in rising:
                group.stop(top, 0)
            break
        turn, closed = _highest_turn(rising, amounts, level)
        tight[closed] = level
        for group, envelopes in rising:
            if envelopes <= closed:
                group.stop(level, turn)
        rising = [(group, envelopes - closed) for group, envelopes in rising if envelopes - closed]
    return tight


def rounded_down(level: int, step: int) -> int:
    """Round a common cap (cents) down to a step; below one step it stays to the cent."""
    return level - level % step if level >= step else level


def fill_by_steps(groups: list[Group], amounts: list[int], step: int) -> dict[frozenset[int], int]:
    """Raise the exact level until every group is stopped, rounded down where money ends; give the levels as `fill`.

    Each group keeps only the envelopes in which there was money for it: what rounding leaves on others is not its own.
    """
    tight: dict[frozenset[int], int] = {}
    rising = [(group, group.envelopes) for group in groups]
    while rising:
        closed, exact = _first_used_up(rising, amounts)
        if not closed:
            for group, envelopes in rising:
                group.envelopes = envelopes
                group.stop(group.ceilings[-1], 0)
            break
        level = rounded_down(exact, step)
        tight[closed] = level
        for group, envelopes in rising:
            if envelopes <= closed:
                group.envelopes = envelopes
                group.stop(level, 0)
        rising = [(group, envelopes - closed) for group, envelopes in rising if envelopes - closed]
    return tight


def _first_used_up(rising: _Rising, amounts: list[int]) -> tuple[frozenset[int], int]:
    """Find the envelopes used up first while the level rises, and that level in whole cents; empty when all get all.

    Newton's method on cuts with an exact fraction `over / under`: all sums are counted in parts of `under` of a cent.
    """
    over, under = max(group.ceilings[-1] for group, _ in rising), 1
    while True:
        flow = Flow([envelopes for _, envelopes in rising], [cents * under for cents in amounts])
        needed = [group.at_fraction(over, under) for group, _ in rising]
        cut = next((found for i, parts in enumerate(needed) if (found := flow.draw(i, parts))), None)
        if cut is None:
            break
        inside = [group for group, envelopes in rising if envelopes <= cut]
        over, under = _bearable(inside, sum(amounts[i] for i in cut))
    waiting = [i for i, (group, _) in enumerate(rising) if group.ceilings[-1] * under > over]
    return min((flow.closed(i) for i in waiting), key=_narrow, default=frozenset()), over // under


def _narrow(closed: frozenset[int]) -> tuple[bool, int, list[int]]:
    """Order sets of envelopes: those that hold nothing more first, then the smallest."""
    return not closed, len(closed), sorted(closed)


def _bearable(inside: list[Group], money: int) -> tuple[int, int]:
    """Find the level, as an exact fraction of cents, at which groups that want more need exactly this money."""
    ceilings = sorted(most for group in inside for most in group.ceilings)
    sums = [0, *accumulate(ceilings)]
    below = bisect_right(range(len(ceilings)), money, key=lambda i: sums[i] + (len(ceilings) - i) * ceilings[i])
    return money - sums[below], len(ceilings) - below


def _highest_turn(rising: _Rising, amounts: list[int], level: int) -> tuple[int, frozenset[int]]:
    """Find how far one more cent above `level` can go round, and the envelopes that stop it."""
    waiting = {id(group): group.waiting(level) for group, _ in rising}
    last = max(turns[-1] for turns in waiting.values() if turns) + 1

    def needs(group: Group, turn: int) -> int:
        return group.at_level(level) + bisect_left(waiting[id(group)], turn)

    return _highest(rising, amounts, last, needs)


def _highest(
    rising: _Rising, amounts: list[int], top: int, needs: Callable[[Group, int], int]
) -> tuple[int, frozenset[int]]:
    """Find the largest value ≤ top at which all needs can be met, and the envelopes that close somebody in just above.

    `needs` grows with the value. Newton's method on cuts: each cut found lowers the value to what that cut can bear.
    """
    closed: frozenset[int] = frozenset()
    while found := _cut(rising, amounts, [needs(group, top) for group, _ in rising]):
        closed = found
        inside = [group for group, envelopes in rising if envelopes <= closed]
        money = sum(amounts[i] for i in closed)

        def needed(value: int, inside: list[Group] = inside) -> int:
            return sum(needs(group, value) for group in inside)

        top = bisect_right(range(top), money, key=needed) - 1
    return top, closed


def _cut(rising: _Rising, amounts: list[int], needed: list[int]) -> frozenset[int]:
    """Find the envelopes asked for more than they hold; empty when every group can draw what it needs."""
    flow = Flow([envelopes for _, envelopes in rising], amounts)
    for position, cents in enumerate(needed):
        if closed := flow.draw(position, cents):
            return closed
    return frozenset()
