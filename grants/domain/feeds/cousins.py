"""Projects of elsewhere that do much the same as one of ours, with the words both use: a reason anybody can check."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grants.domain.words import Lexicon

CLOSEST: Final = 3
"""Cousins of one project in one territory."""
LEAST_WORDS: Final = 3
"""In common; one fewer when both titles hold one of them."""
LEAST_NEARNESS: Final = 5.0
"""The sum of how rare the words in common are (natural logarithms of projects for one that uses the word)."""
MOST_WORDS: Final = 40
"""Words of one project that are compared, the rarest first."""
MOST_USES: Final = 400
"""A word used by more projects than this brings none together."""
COMMON_SHARE: Final = 0.15
COMMON_LEAST: Final = 8
SHOWN: Final = 4
TITLE: Final = 1.5
"""What a word counts when both titles hold it."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared of a project."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Tie:
    """One of ours, one of theirs, how near they are, and the words in common as ours writes them, the rarest first."""

    ours: int
    theirs: int
    nearness: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A project's words: as they compare and as they are shown; those of its title."""

    shown: dict[str, str]
    title: frozenset[str]


def ties(ours: Mapping[int, Text], theirs: Mapping[int, Text], lexicon: Lexicon) -> Iterator[Tie]:
    """Give the closest of theirs to each of ours; nothing for those that share too little."""
    here = {key: _read(text, lexicon) for key, text in ours.items()}
    there = {key: _read(text, lexicon) for key, text in theirs.items()}
    uses = Counter(term for each in (*here.values(), *there.values()) for term in each.shown)
    most = min(MOST_USES, max(COMMON_LEAST, COMMON_SHARE * (len(here) + len(there))))
    rarity = {term: math.log((len(here) + len(there)) / count) for term, count in uses.items() if count <= most}
    holders: dict[str, list[int]] = defaultdict(list)
    for key, each in there.items():
        for term in each.shown.keys() & rarity.keys():
            holders[term].append(key)
    for key, each in here.items():
        yield from _closest(key, each, there, holders, rarity)


def _read(text: Text, lexicon: Lexicon) -> _Read:
    """Read the words of a project that say something."""
    title = lexicon.words(text.title)
    shown: dict[str, str] = {}
    for word in (*title, *lexicon.words(text.body)):
        shown.setdefault(word.term, word.shown)
    return _Read(shown, frozenset(word.term for word in title))


def _closest(
    key: int, mine: _Read, there: Mapping[int, _Read], holders: Mapping[str, list[int]], rarity: Mapping[str, float]
) -> Iterator[Tie]:
    """Give the projects of theirs that share most with one of ours."""
    rarest = sorted((term for term in mine.shown if term in rarity), key=lambda term: (-rarity[term], term))
    nearness: dict[int, float] = defaultdict(float)
    common: dict[int, list[str]] = defaultdict(list)
    titled: set[int] = set()
    for term in rarest[:MOST_WORDS]:
        for other in holders.get(term, ()):
            both = term in mine.title and term in there[other].title
            titled |= {other} if both else set()
            nearness[other] += rarity[term] * (TITLE if both else 1.0)
            common[other].append(mine.shown[term])
    near = [
        other
        for other, words in common.items()
        if len(words) + (other in titled) >= LEAST_WORDS and nearness[other] >= LEAST_NEARNESS
    ]
    for other in sorted(near, key=lambda other: (-nearness[other], other))[:CLOSEST]:
        yield Tie(key, other, round(nearness[other], 3), tuple(common[other][:SHOWN]))
