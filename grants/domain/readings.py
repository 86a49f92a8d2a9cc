"""What the applications say of each project, read once so that any two can be compared."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.domain.openings import Opening, months_of, opening_of
from grants.domain.trade import SAID_ALONE
from grants.domain.wishes import sorts_of, suitable
from grants.domain.words import NEARBY, worn_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.domain.words import Lexicon

SPREAD_TOO_WIDE = 3
"""A project in more quarters than this belongs to the whole town: its place brings nobody closer."""

SHORTEST_COMPARED = 3
NAME_WEIGHT = 0.4
"""What a word of the association's name counts beside a word of the project's text."""

NAME_ALONE = 0.8
SHORT_TEXT = 12
"""Meaningful words below which a text says so little that the name counts more."""

TITLE_WEIGHT = 1.5
"""What a word of the title counts: people put there what they are about."""

OTHER_WORDS = 0.4
"""What a word counts when it names no known subject: it may be shared by chance."""

NEAR_SHARE = 0.5
"""What a subject near to one of the text counts beside the subject itself."""

KINDS_OF_PEOPLE = frozenset({"public", "volunteers"})
"""Kinds of wishes where the people named are what is asked; elsewhere `books for children` is about books."""


_WHAT_IT_IS_FOR = re.compile(r"\b(?:pour|par|où|avec|dans|chez|qui|afin|sur|près|de vos|de votre)\b", re.IGNORECASE)
"""What parts a thing from what is said of it: `a carpenter for ten shelves` is about a carpenter."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something looked for or offered: its kind (room, equipment, skill…) and the sentence as written."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the applications say of one project, as far as it tells whom it should meet.

    `seasons` counts the earlier years in which the association carried a project; `wished` are the keys of the projects
    whose people its own wish to meet; `commons` is what it will leave to everybody, `when` its time of the year.
    """

    key: Hashable
    association: Hashable
    name: str
    title: str
    purpose: str
    for_whom: str = ""
    quarters: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    needs: tuple[Wish, ...] = ()
    offers: tuple[Wish, ...] = ()
    newcomer: bool = False
    seasons: int = 0
    commons: str = ""
    when: str = ""
    wished: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class WishRead:
    """A need or an offer with its meaningful words (term → as written).

    `heads` are the words of the thing itself, before what it is for; `subjects` are its terms of the trade, `people`
    those that name an audience, `sorts` those of rooms; `opening` is when.
    """

    wish: Wish
    words: Mapping[str, str]
    heads: frozenset[str]
    subjects: frozenset[str]
    people: frozenset[str]
    audiences: frozenset[str]
    sorts: frozenset[str]
    opening: Opening


@dataclass(frozen=True, slots=True)
class Reading:
    """A profile read once: its words with their weights (the vector is of length 1), whom it is for, its wishes.

    `shown` says how the text writes each term; `subjects` are the terms of the trade, `commons` those of what it
    leaves to everybody, as written; `touches` are the neighbours of each of its quarters; `offers` are
    kept by the kind of need they may meet.
    """

    profile: Profile
    vector: Mapping[str, float]
    shown: Mapping[str, str]
    subjects: frozenset[str]
    commons: Mapping[str, str]
    audiences: frozenset[str]
    quarters: frozenset[str]
    touches: Mapping[str, frozenset[str]]
    themes: frozenset[str]
    months: frozenset[int]
    needs: tuple[WishRead, ...]
    offers: Mapping[str, tuple[WishRead, ...]]


@dataclass(frozen=True, slots=True)
class _Count:
    """What each word of a text counts, and how it is written there."""

    weights: dict[str, float]
    shown: dict[str, str]


class Reader:
    """Reads each profile knowing what all of them say, since a word is rare or common only among them."""

    def __init__(
        self,
        profiles: Sequence[Profile],
        lexicon: Lexicon,
        wish_lexicon: Lexicon,
        touches: Mapping[str, Iterable[str]],
    ) -> None:
        """Take all profiles, the reader of texts, that of needs and offers, and the neighbours of each quarter."""
        self._lexicon = lexicon
        self._wish_lexicon = wish_lexicon
        self._touches = _both_ways(touches)
        self._worn = worn_phrases([(profile.association, _text(profile)) for profile in profiles])
        self._counts = {profile.key: self._count(profile) for profile in profiles}
        times = Counter(term for count in self._counts.values() for term in count.weights)
        self._rarity = {term: math.log(1 + len(profiles) / count) for term, count in times.items()}

    def read(self, profile: Profile) -> Reading:
        """Return one of the profiles as read."""
        count = self._counts[profile.key]
        quarters = frozenset(profile.quarters) if len(profile.quarters) <= SPREAD_TOO_WIDE else frozenset()
        return Reading(
            profile=profile,
            vector=self._vector(count.weights),
            shown=count.shown,
            subjects=frozenset(term for term in count.weights if self._lexicon.is_of_the_trade(term)),
            commons=self._subjects_in(profile.commons),
            audiences=self._audiences(profile, count),
            quarters=quarters,
            touches={quarter: self._touches.get(quarter, frozenset()) - quarters for quarter in quarters},
            themes=frozenset(profile.themes),
            months=months_of(profile.when),
            needs=tuple(self._read_wish(wish) for wish in profile.needs),
            offers=suitable([self._read_wish(wish) for wish in profile.offers]),
        )

    def _count(self, profile: Profile) -> _Count:
        names = self._lexicon.words(profile.name)
        titles = self._lexicon.words(profile.title, self._worn)
        words = [*titles, *self._lexicon.words(profile.purpose, self._worn)]
        times = Counter(word.term for word in words)
        name_weight = NAME_ALONE if len(words) < SHORT_TEXT else NAME_WEIGHT
        weights = {word.term: name_weight for word in names}
        weights |= {term: 1 + math.log(count) for term, count in times.items()}
        for term in {word.term for word in titles}:
            weights[term] *= TITLE_WEIGHT
        shown = {word.term: word.shown for word in reversed([*words, *names])}
        for term, weight in sorted(weights.items(), key=lambda each: each[1]):
            for near in self._lexicon.near(term):
                weights[near] = max(weights.get(near, 0.0), weight * NEAR_SHARE)
                shown[near] = shown[term]
        return _Count(weights, shown)

    def _audiences(self, profile: Profile, count: _Count) -> frozenset[str]:
        """Return whom the project says it is for; when it does not say, whom its text and its name speak of."""
        if profile.for_whom.strip():
            return self._lexicon.people(f"{profile.for_whom}\n{profile.title}")
        return self._lexicon.audiences(count.weights) - SAID_ALONE

    def _vector(self, weights: Mapping[str, float]) -> dict[str, float]:
        """Return the weights of the rare words, of length 1; audiences that are no subject are compared apart."""
        raw = {
            term: weight * self._rarity[term] * (1.0 if self._is_subject(term) else OTHER_WORDS)
            for term, weight in weights.items()
            if self._is_subject(term) or (len(term) >= SHORTEST_COMPARED and not self._lexicon.audiences([term]))
        }
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {term: weight / length for term, weight in raw.items()}

    def _is_subject(self, term: str) -> bool:
        return self._lexicon.is_of_the_trade(term) or term.startswith(NEARBY)

    def _subjects_in(self, text: str) -> dict[str, str]:
        words = reversed(self._lexicon.words(text))
        return {word.term: word.shown for word in words if self._lexicon.is_of_the_trade(word.term)}

    def _read_wish(self, wish: Wish) -> WishRead:
        words = {word.term: word.shown for word in self._wish_lexicon.words(wish.sentence)}
        about_people = wish.kind in KINDS_OF_PEOPLE
        kept = {term: shown for term, shown in words.items() if about_people or not self._lexicon.audiences([term])}
        parts = (self._wish_lexicon.words(part) for part in _WHAT_IT_IS_FOR.split(wish.sentence))
        return WishRead(
            wish,
            kept,
            frozenset(next(({word.term for word in part} for part in parts if part), set())),
            frozenset(term for term in words if self._wish_lexicon.is_of_the_trade(term)),
            frozenset(term for term in words if self._lexicon.audiences([term])),
            self._lexicon.people(wish.sentence),
            sorts_of(wish.sentence),
            opening_of(wish.sentence),
        )


def _both_ways(touches: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Return the neighbours of each quarter: who touches one is touched by it, even if only one of them says so."""
    pairs = {(one, other) for one, others in touches.items() for other in others}
    pairs |= {(other, one) for one, other in pairs}
    return {quarter: frozenset(other for one, other in pairs if one == quarter) for quarter, _ in pairs}


def _text(profile: Profile) -> str:
    return f"{profile.title}\n{profile.purpose}"
