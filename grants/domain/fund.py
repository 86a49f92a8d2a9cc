"""Whether a fund can give everybody the call's cap, and how far it falls when it cannot.

Envelopes may be kept for some files only. By Hall's condition (P. Hall, On representatives of subsets, 1935, in its
form for money: the greatest flow is the smallest cut) everybody can be paid exactly when no set of files asks for more
than all the envelopes open to one of them hold together. Only sets of whole kinds of files need be looked at, where a
kind is the files that may draw on the same envelopes: a handful, whatever the number of files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPEN, PRIORITY = "none", "priority"
"""Earmarks: open to every file, or kept for those of priority areas."""


@dataclass(frozen=True, slots=True)
class Purse:
    """One envelope: its key, its credits in cents, and for which files it is kept."""

    key: str
    cents: int
    earmark: str = OPEN


@dataclass(frozen=True)
class Fund:
    """The envelopes of a year and the cap of its call, in cents.

    Files are of two kinds: those of priority areas (True), which may draw on every envelope, and the others (False).
    """

    cap: int
    purses: tuple[Purse, ...]

    @property
    def credits(self) -> int:
        """All the credits, in cents."""
        return sum(purse.cents for purse in self.purses)

    def open_to(self, *, priority: bool) -> frozenset[str]:
        """Return the keys of the envelopes a file may draw on."""
        return frozenset(purse.key for purse in self.purses if priority or purse.earmark == OPEN)

    @cached_property
    def cuts(self) -> tuple[tuple[frozenset[bool], int], ...]:
        """Sets of kinds, each with the cents of the envelopes open to one of them, the widest set for each sum."""
        kinds = {kind: self.open_to(priority=kind) for kind in (False, True)}
        return widest(kinds, {purse.key: purse.cents for purse in self.purses})


def widest(kinds: Mapping[bool, frozenset[str]], money: Mapping[str, int]) -> tuple[tuple[frozenset[bool], int], ...]:
    """Return, for each set of envelopes some kinds reach together, all the kinds closed in by it, and its cents."""
    reached: dict[frozenset[str], frozenset[bool]] = {}
    for size in range(1, len(kinds) + 1):
        for chosen in combinations(sorted(kinds), size):
            reach = frozenset[str]().union(*(kinds[kind] for kind in chosen))
            reached[reach] = frozenset(chosen)
    return tuple((group, sum(money[key] for key in reach)) for reach, group in reached.items())


def missing(fund: Fund, asked: Mapping[bool, int]) -> int:
    """Return the cents of credits open to all that are missing for everybody to have what they ask under the cap.

    `asked`: cents under the cap, by kind. Below zero it is what could be taken away from credits open to all.
    """
    return max(sum(asked[kind] for kind in group) - money for group, money in fund.cuts)


def common_cap(fund: Fund, asked: Mapping[bool, Sequence[int]]) -> int:
    """Return the lowest common cap, in cents: the most everybody can receive, or the call's cap when it holds.

    `asked`: the cents of each file under the cap, by kind. It is the lowest of `equal_awards(...).common_caps`.
    """
    lowest = fund.cap
    for group, money in fund.cuts:
        level = highest_level(sorted(cents for kind in group for cents in asked[kind]), money)
        lowest = lowest if level is None else min(lowest, level)
    return lowest


def highest_level(ordered: Sequence[int], money: int) -> int | None:
    """Return the highest whole level at which Σ min(asked, level) ≤ money; None when all can be met whole."""
    left, waiting = money, len(ordered)
    for cents in ordered:
        if left < cents * waiting:
            return left // waiting
        left -= cents
        waiting -= 1
    return None
