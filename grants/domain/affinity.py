"""Who should meet whom at the plenary, and why, in reasons that can be read and checked against the texts.

Needs meet offers, themes and quarters are shared or touch, the same people are spoken to, somebody new meets somebody
who knows the way, and rare words are common to both. The value of a pair is the sum of its reasons, nothing else.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING

from grants.domain.reasons import Profile, Reading, Reason, Weights, Wish, WishRead, reasons_between
from grants.domain.words import worn_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.domain.reasons import Rarity
    from grants.domain.words import Lexicon

SPREAD_TOO_WIDE = 3
"""A project in more quarters than this belongs to the whole town: its place brings nobody closer."""

SHORTEST_COMPARED = 3
SHARED_BY_TWO = 2
KINDS_OF_PEOPLE = frozenset({"public", "volunteers"})
"""Kinds of wishes where the people named are what is asked; elsewhere `books for children` is about books."""

NAME_WEIGHT = 0.8
"""What a word of the association's name counts beside a word of the project's text."""

OTHER_WORDS = 0.5
"""What a word counts when it names no known subject: it may be shared by chance."""


class Affinities:
    """All the pairs of a plenary. Places in `profiles` number the projects everywhere."""

    def __init__(self, readings: Sequence[Reading], rarity: Rarity, weights: Weights) -> None:
        """Keep the profiles as read, and how rare each theme and audience is (1 rare, near 0 everywhere)."""
        self._readings = readings
        self._rarity = rarity
        self._weights = weights

    def __len__(self) -> int:
        """Return the number of projects."""
        return len(self._readings)

    def reasons(self, one: int, other: int) -> list[Reason]:
        """Return why `one` should meet `other`, said from the side of `one`, the weightiest first."""
        return reasons_between(self._readings[one], self._readings[other], self._rarity, self._weights)

    def value(self, one: int, other: int) -> float:
        """Return the sum of the reasons of a pair: 0 within one association."""
        return sum(reason.weight for reason in self.reasons(one, other))

    @cached_property
    def values(self) -> dict[tuple[int, int], float]:
        """The value of every pair (smaller place first) that has a reason to meet."""
        worth = ((pair, self.value(*pair)) for pair in combinations(range(len(self)), 2))
        return {pair: value for pair, value in worth if value > 0}

    def matrix(self, groups: Sequence[Sequence[int]] | None = None) -> list[list[float]]:
        """Return the n×n symmetric table of values for the seating; `groups` are the projects each person comes for.

        Two people are worth the best pair of their projects, and a little as new faces; 0 within one association.
        """
        people = groups if groups is not None else [[place] for place in range(len(self))]
        homes = [{self._readings[place].profile.association for place in group} for group in people]
        table = [[0.0] * len(people) for _ in people]
        for one, other in combinations(range(len(people)), 2):
            if not homes[one] & homes[other]:
                best = max((self.known(*pair) for pair in product(people[one], people[other])), default=0.0)
                table[one][other] = table[other][one] = best + self._weights.new_face
        return table

    def best_pair(self, ones: Iterable[int], others: Iterable[int]) -> tuple[int, int] | None:
        """Return the two projects, one of each side, that most should meet; None when nothing speaks for it."""
        pairs = [pair for pair in product(ones, others) if self.known(*pair) > 0]
        return max(pairs, key=lambda pair: self.known(*pair), default=None)

    def known(self, one: int, other: int) -> float:
        """Return the value of a pair from the table of all pairs."""
        return self.values.get((one, other) if one < other else (other, one), 0.0)


def affinities(
    profiles: Sequence[Profile],
    lexicon: Lexicon,
    *,
    wish_lexicon: Lexicon | None = None,
    touches: Mapping[str, Iterable[str]] | None = None,
    weights: Weights | None = None,
) -> Affinities:
    """Read all profiles together, since a word is rare or common only among them.

    `touches` gives the neighbours of each quarter; `wish_lexicon` reads needs and offers (else the first one does).
    """
    reader = _Reader(profiles, lexicon, wish_lexicon or lexicon, touches or {})
    readings = [reader.read(profile) for profile in profiles]
    marks = Counter(mark for reading in readings for mark in _marks(reading))
    rarity = {mark: _rare(count, len(profiles)) for mark, count in marks.items()}
    return Affinities(readings, rarity, weights or Weights())


class _Reader:
    """Reads each profile knowing what all of them say."""

    def __init__(
        self,
        profiles: Sequence[Profile],
        lexicon: Lexicon,
        wish_lexicon: Lexicon,
        touches: Mapping[str, Iterable[str]],
    ) -> None:
        self._lexicon = lexicon
        self._wish_lexicon = wish_lexicon
        self._touches = touches
        self._worn = worn_phrases([(profile.association, _text(profile)) for profile in profiles])
        counts = Counter(term for profile in profiles for term in self._counted(profile)[0])
        self._rarity = {term: math.log(1 + len(profiles) / count) for term, count in counts.items()}

    def read(self, profile: Profile) -> Reading:
        counted, shown = self._counted(profile)
        spoken = [word.term for word in self._lexicon.words(profile.for_whom)]
        quarters = frozenset(profile.quarters) if len(profile.quarters) <= SPREAD_TOO_WIDE else frozenset()
        return Reading(
            profile=profile,
            vector=self._vector(counted),
            shown=shown,
            subjects=frozenset(term for term in counted if self._lexicon.is_of_the_trade(term)),
            audiences=self._lexicon.audiences([*spoken, *counted]),
            quarters=quarters,
            near=frozenset(near for quarter in quarters for near in self._touches.get(quarter, ())) - quarters,
            themes=frozenset(profile.themes),
            needs=tuple(self._read_wish(wish) for wish in profile.needs),
            offers=tuple(self._read_wish(wish) for wish in profile.offers),
        )

    def _counted(self, profile: Profile) -> tuple[dict[str, float], dict[str, str]]:
        """Return what each word of the text and of the name counts, and how it is written there."""
        words = self._lexicon.words(_text(profile), self._worn)
        names = self._lexicon.words(profile.name)
        times = Counter(word.term for word in words)
        counted = {word.term: NAME_WEIGHT for word in names}
        counted |= {term: 1 + math.log(count) for term, count in times.items()}
        return counted, {word.term: word.shown for word in reversed([*words, *names])}

    def _vector(self, counted: Mapping[str, float]) -> dict[str, float]:
        """Return the weights of the rare words, of length 1; audiences are compared apart."""
        raw = {
            term: weight * self._rarity[term] * (1.0 if self._lexicon.is_of_the_trade(term) else OTHER_WORDS)
            for term, weight in counted.items()
            if len(term) >= SHORTEST_COMPARED and not self._lexicon.audiences([term])
        }
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {term: weight / length for term, weight in raw.items()}

    def _read_wish(self, wish: Wish) -> WishRead:
        words = {word.term: word.shown for word in self._wish_lexicon.words(wish.sentence)}
        about_people = wish.kind in KINDS_OF_PEOPLE
        kept = {term: shown for term, shown in words.items() if about_people or not self._lexicon.audiences([term])}
        return WishRead(wish, kept)


def _text(profile: Profile) -> str:
    return f"{profile.title}\n{profile.purpose}"


def _rare(count: int, total: int) -> float:
    """Return 1 for what two projects share, falling to 0 for what all share."""
    if total <= SHARED_BY_TWO or count <= SHARED_BY_TWO:
        return 1.0
    return math.log(total / count) / math.log(total / SHARED_BY_TWO)


def _marks(reading: Reading) -> list[tuple[str, str]]:
    return [("theme", key) for key in reading.themes] + [("audience", key) for key in reading.audiences]
