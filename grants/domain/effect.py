"""What becomes of affinities when a criterion counts more or less: every pair is read once, levels only multiply."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

from grants.domain.importance import CRITERIA, KINDS, LEVELS, USUAL, weights_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.domain.affinity import Affinities

CLOSEST: Final = 5
"""How many others are looked at for each project: what a few rounds of tables can give."""


class Parts:
    """What each criterion adds to each pair when everything counts as usual; places number the projects."""

    def __init__(self, affinities: Affinities) -> None:
        """Read every pair once."""
        self._usual = affinities.weighing(weights_for({"known": "none"}))
        self._parts: dict[tuple[int, int], dict[str, float]] = {}
        self._shares: dict[tuple[int, int], float] = {}
        for pair in combinations(range(len(affinities)), 2):
            parts: dict[str, float] = defaultdict(float)
            for reason in self._usual.reasons(*pair):
                parts[KINDS[reason.kind]] += reason.weight
            if parts:
                self._parts[pair] = parts
                self._shares[pair] = affinities.acquaintance(*pair).share

    def of(self, pair: tuple[int, int], levels: Mapping[str, str]) -> dict[str, float]:
        """Return what each criterion adds to a pair at these levels."""
        left = 1.0 - weights_for(levels).known * self._shares[pair]
        found = {
            criterion: part * LEVELS[levels.get(criterion, USUAL)] * (1.0 if criterion == "asked" else left)
            for criterion, part in self._parts[pair].items()
        }
        return {criterion: part for criterion, part in found.items() if part > 0}

    def values(self, levels: Mapping[str, str]) -> dict[tuple[int, int], float]:
        """Return what every pair is worth at these levels, the pairs worth nothing left out."""
        worth = {pair: sum(self.of(pair, levels).values()) for pair in self._parts}
        return {pair: value for pair, value in worth.items() if value > 0}


def closest(values: Mapping[tuple[int, int], float], count: int = CLOSEST) -> dict[int, tuple[int, ...]]:
    """Return, for each project that has a reason to meet somebody, those it has most reasons to meet."""
    others: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (one, other), value in values.items():
        others[one].append((-value, other))
        others[other].append((-value, one))
    return {place: tuple(other for _, other in sorted(found)[:count]) for place, found in others.items()}


def shares(parts: Parts, levels: Mapping[str, str]) -> dict[str, int]:
    """Return what part of the reasons to meet, in percent, each criterion gives among the closest pairs."""
    near = closest(parts.values(levels))
    pairs = {(min(place, other), max(place, other)) for place, others in near.items() for other in others}
    sums = dict.fromkeys(CRITERIA, 0.0)
    for pair in pairs:
        for criterion, part in parts.of(pair, levels).items():
            sums[criterion] += part
    whole = sum(sums.values()) or 1.0
    return {criterion: round(100 * part / whole) for criterion, part in sums.items()}


def moved(
    parts: Parts, before: Mapping[str, str], after: Mapping[str, str]
) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return, for each project whose closest ones change, those that come in and those that go out."""
    was, now = closest(parts.values(before)), closest(parts.values(after))
    changes = {
        place: (
            tuple(other for other in now.get(place, ()) if other not in was.get(place, ())),
            tuple(other for other in was.get(place, ()) if other not in now.get(place, ())),
        )
        for place in sorted(was.keys() | now.keys())
    }
    return {place: change for place, change in changes.items() if any(change)}
