"""Who should meet whom at the plenary, and why, in reasons that can be read and checked against the texts.

Needs meet offers, themes and quarters are shared or touch, the same people are spoken to, somebody new meets somebody
who knows the way, and rare words are common to both. The value of a pair is the sum of its reasons, less the part that
a pair who already know one another lose on all but their own wish to meet.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from grants.domain.mentions import named_in_texts
from grants.domain.readings import Reader
from grants.domain.reasons import Weights, reasons_between

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from grants.domain.readings import Profile, Reading
    from grants.domain.reasons import Rarity, Reason
    from grants.domain.words import Lexicon

SHARED_BY_TWO: Final = 2
A_TABLE: Final = 0.6
"""How well those who shared a table know one another; a second one makes up the rest."""

OWN_WISH: Final = frozenset({"asked", "asked_by", "asked_both"})
"""Reasons that those who know one another keep whole."""


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """How two associations already know one another: years of tables shared, years of encounters that went on.

    `named`: the text of one names the other.
    """

    tables: tuple[int, ...] = ()
    suites: tuple[int, ...] = ()
    named: bool = False

    @property
    def share(self) -> float:
        """How well, from 0 (strangers) to 1."""
        return 1.0 if self.named or self.suites else min(1.0, A_TABLE * len(self.tables))


STRANGERS: Final = Acquaintance()


class Affinities:
    """All the pairs of a plenary. Places in `profiles` number the projects everywhere."""

    def __init__(
        self,
        readings: Sequence[Reading],
        rarity: Rarity,
        weights: Weights,
        known: Mapping[frozenset[Hashable], Acquaintance],
    ) -> None:
        """Keep the profiles as read, how rare each theme and audience is, and which associations know one another."""
        self._readings = readings
        self._rarity = rarity
        self._weights = weights
        self._known = known
        self._worth: dict[tuple[int, int], float] = {}

    def __len__(self) -> int:
        """Return the number of projects."""
        return len(self._readings)

    def weighing(self, weights: Weights) -> Affinities:
        """Return the same projects, as already read, with other weights."""
        return Affinities(self._readings, self._rarity, weights, self._known)

    def reasons(self, one: int, other: int) -> list[Reason]:
        """Return why `one` should meet `other`, said from the side of `one`, the weightiest first."""
        found = reasons_between(self._readings[one], self._readings[other], self._rarity, self._weights)
        left = 1.0 - self._weights.known * self.acquaintance(one, other).share
        if left == 1.0 or not found:
            return found
        lessened = [each if each.kind in OWN_WISH else replace(each, weight=each.weight * left) for each in found]
        return sorted((each for each in lessened if each.weight > 0), key=lambda each: (-each.weight, each.kind))

    def acquaintance(self, one: int, other: int) -> Acquaintance:
        """Return how the associations of two projects already know one another."""
        if not self._known:
            return STRANGERS
        pair = frozenset(self._readings[place].profile.association for place in (one, other))
        return self._known.get(pair, STRANGERS)

    def value(self, one: int, other: int) -> float:
        """Return the sum of the reasons of a pair: 0 within one association."""
        return sum(reason.weight for reason in self.reasons(one, other))

    @cached_property
    def values(self) -> dict[tuple[int, int], float]:
        """The value of every pair (smaller place first) that has a reason to meet."""
        worth = ((pair, self.known(*pair)) for pair in combinations(range(len(self)), 2))
        return {pair: value for pair, value in worth if value > 0}

    def matrix(self, groups: Sequence[Sequence[int]] | None = None) -> list[list[float]]:
        """Return the n×n symmetric table of values for the seating; `groups` are the projects each person comes for.

        Two people are worth the best pair of their projects, and a little as new faces; 0 within one association.
        What two projects bring each other is shared among the people they send: nobody should meet the same partner
        twice for one reason.
        """
        people = groups if groups is not None else [[place] for place in range(len(self))]
        sent = sent_for(people)
        table = [[0.0] * len(people) for _ in people]
        for one, other in combinations(range(len(people)), 2):
            table[one][other] = table[other][one] = self.between(people[one], people[other], sent)
        return table

    def between(self, ones: Sequence[int], others: Sequence[int], sent: Mapping[int, int]) -> float:
        """Return what two people are worth to one another, from the projects each comes for; see `matrix`.

        `sent` counts the people each project sends.
        """
        homes = [{self._readings[place].profile.association for place in group} for group in (ones, others)]
        if homes[0] & homes[1]:
            return 0.0
        pairs = product(ones, others)
        best = max((self.known(*pair) / (sent[pair[0]] * sent[pair[1]]) for pair in pairs), default=0.0)
        return best + self._weights.new_face

    def best_pair(self, ones: Iterable[int], others: Iterable[int]) -> tuple[int, int] | None:
        """Return the two projects, one of each side, that most should meet; None when nothing speaks for it."""
        pairs = [pair for pair in product(ones, others) if self.known(*pair) > 0]
        return max(pairs, key=lambda pair: self.known(*pair), default=None)

    def known(self, one: int, other: int) -> float:
        """Return the value of a pair, found once."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._worth:
            self._worth[pair] = self.value(*pair)
        return self._worth[pair]


def sent_for(people: Iterable[Iterable[int]]) -> Mapping[int, int]:
    """Count how many people come for each project, from the projects each person comes for."""
    return Counter(place for group in people for place in group)


def affinities(  # noqa: PLR0913 - each is another source of what is known
    profiles: Sequence[Profile],
    lexicon: Lexicon,
    *,
    wish_lexicon: Lexicon | None = None,
    touches: Mapping[str, Iterable[str]] | None = None,
    weights: Weights | None = None,
    known: Mapping[frozenset[Hashable], Acquaintance] | None = None,
) -> Affinities:
    """Read all profiles together, since a word is rare or common only among them.

    `touches` gives the neighbours of each quarter; `wish_lexicon` reads needs and offers (else the first one does);
    `known` tells which associations know one another, beside those that the texts name.
    """
    reader = Reader(profiles, lexicon, wish_lexicon or lexicon, touches or {})
    readings = [reader.read(profile) for profile in profiles]
    marks = Counter(mark for reading in readings for mark in _marks(reading))
    rarity = {mark: _rare(count, len(profiles)) for mark, count in marks.items()}
    return Affinities(readings, rarity, weights or Weights(), _acquaintances(profiles, known or {}))


def _acquaintances(
    profiles: Sequence[Profile], known: Mapping[frozenset[Hashable], Acquaintance]
) -> dict[frozenset[Hashable], Acquaintance]:
    """Add to the memory those who are named in a text."""
    found = dict(known)
    for places in named_in_texts(profiles):
        pair = frozenset(profiles[place].association for place in places)
        found[pair] = replace(found.get(pair, STRANGERS), named=True)
    return found


def _rare(count: int, total: int) -> float:
    """Return 1 for what two projects share, falling to 0 for what all share."""
    if total <= SHARED_BY_TWO or count <= SHARED_BY_TWO:
        return 1.0
    return math.log(total / count) / math.log(total / SHARED_BY_TWO)


def _marks(reading: Reading) -> list[tuple[str, str]]:
    return [("theme", key) for key in reading.themes] + [("audience", key) for key in reading.audiences]
