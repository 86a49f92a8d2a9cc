"""Whether what one project offers is what another looks for: by kind, by words, by sort of room, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grants.domain.trade import ROOMS
from grants.domain.words import plain, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.domain.readings import WishRead

ANY_WILL_DO: Final = {"communication": 0.3, "volunteers": 0.25}
"""How well any offer of a kind meets a need that names no thing (`some help`); other kinds need a word in common."""

WORD_IN_COMMON: Final = 0.6
"""How well they meet as soon as they share a word; sharing all of them makes 1."""

OTHER_WORD_IN_COMMON: Final = 0.4
"""How well at most when no word names a known subject."""

PLAIN_ROOMS: Final = 0.5
SAME_SORT: Final = 0.9
LARGER_THAN_ASKED: Final = 0.35
"""A room for something else (a kitchen, a dance floor) where any room would do."""

PEOPLE_OF_SOMETHING_ELSE: Final = 0.15
"""The people are the same, but what is asked of them is not in the offer."""

ANOTHER_DAY: Final = 0.4
"""What is left when the days named cannot be the same."""

AKIN: Final = 0.4
AKIN_KINDS: Final = frozenset(
    kinds
    for one, other in (("equipment", "other"), ("equipment", "skill"), ("skill", "volunteers"), ("partner", "public"))
    for kinds in ((one, other), (other, one))
)
"""Kinds between which people hesitate: a word of the trade in common is then needed."""

INDOORS: Final = frozenset({"cuisine", "danse", "sport"})


def suitable(offers: Sequence[WishRead]) -> dict[str, tuple[WishRead, ...]]:
    """Return, for each kind of need, the offers of kinds that may meet it."""
    kinds = {offer.wish.kind for offer in offers}
    asked = kinds | {one for one, other in AKIN_KINDS if other in kinds}
    return {
        kind: tuple(offer for offer in offers if offer.wish.kind == kind or (kind, offer.wish.kind) in AKIN_KINDS)
        for kind in asked
    }


def fit(need: WishRead, offer: WishRead) -> float:
    """Return how well an offer meets a need, from 0 (not at all) to 1."""
    found = _by_kind(need, offer)
    return found if not found or need.opening.fits(offer.opening) else found * ANOTHER_DAY


def _by_kind(need: WishRead, offer: WishRead) -> float:
    asked, given = need.wish.kind, offer.wish.kind
    if asked == given:
        if asked == "room":
            return _by_room(need, offer)
        return _by_words(need, offer) if need.words else ANY_WILL_DO.get(asked, 0.0)
    if (asked, given) in AKIN_KINDS and not need.subjects.isdisjoint(offer.words):
        return AKIN * _by_words(need, offer)
    return 0.0


def _by_words(need: WishRead, offer: WishRead) -> float:
    if need.words.keys().isdisjoint(offer.words):
        return 0.0
    common = need.words.keys() & offer.words.keys()
    if need.wish.kind != "volunteers" and not common & need.heads & offer.heads:
        return 0.0
    if need.subjects and common <= need.people:
        return PEOPLE_OF_SOMETHING_ELSE
    share = len(common) / min(len(need.words), len(offer.words))
    if common & need.subjects:
        return WORD_IN_COMMON + (1 - WORD_IN_COMMON) * share
    return OTHER_WORD_IN_COMMON * share


def _by_room(need: WishRead, offer: WishRead) -> float:
    asked, given = need.sorts, offer.sorts
    if asked:
        return SAME_SORT if asked & given else 0.0
    if not given:
        return PLAIN_ROOMS
    return LARGER_THAN_ASKED if given <= INDOORS else 0.0


def sorts_of(sentence: str) -> frozenset[str]:
    """Return the sorts of room a sentence names (keys of `ROOMS`), none for a plain one."""
    words = {plain(word).removesuffix("s") for word in tokens(sentence)}
    return frozenset(sort for sort, names in ROOMS.items() if not words.isdisjoint(names.split()))
