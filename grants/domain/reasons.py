"""Why two projects should meet: each criterion compares two profiles as read and gives reasons true of both texts."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KINDS_ALONE = {"room": 0.4, "communication": 0.4, "volunteers": 0.2}
"""How well any offer of a kind meets any need of it; the other kinds need a word in common."""

WORD_IN_COMMON = 0.5
"""How well they meet as soon as they share a word; sharing all of them makes 1."""

SEASONED = 2
"""Earlier years of projects after which somebody can show the way to a newcomer."""

WORDS_SHOWN = 3
LEAST_TELLING = 0.35
"""A word is shown beside a more telling one when it weighs at least this share of it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each reason can add to a pair; the whole of the choice stands in these figures.

    Words bring two projects together above a likeness (0 to 1) of `faintest_subject` when one of them names a known
    subject, of `faintest_words` otherwise. `new_face` is what meeting anybody else is worth when nothing is known, so
    that nobody meets the same people twice. `known` is the part (0 to 1) that a pair loses when they already know one
    another.
    """

    need_meets_offer: float = 40.0
    words: float = 40.0
    faintest_subject: float = 0.06
    faintest_words: float = 0.12
    theme: float = 8.0
    same_quarter: float = 6.0
    near_quarter: float = 2.0
    audience: float = 9.0
    calendar: float = 3.0
    commons: float = 12.0
    newcomer: float = 3.0
    asked: float = 60.0
    known: float = 0.5
    new_face: float = 2.0


@dataclass(frozen=True, slots=True)
class Wish:
    """Something looked for or offered: its kind (room, equipment, skill…) and the sentence as written."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the applications say of one project, as far as it tells whom it should meet.

    `seasons` counts the earlier years in which the association carried a project.
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


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the first project should meet the second: a kind, what it adds, and the facts the sentence quotes."""

    kind: str
    weight: float
    params: Mapping[str, str | int | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WishRead:
    """A need or an offer with its meaningful words (term → as written)."""

    wish: Wish
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A profile read once: its rare words with their weights, whom it is for, its wishes."""

    profile: Profile
    vector: Mapping[str, float]
    shown: Mapping[str, str]
    subjects: frozenset[str]
    audiences: frozenset[str]
    quarters: frozenset[str]
    near: frozenset[str]
    themes: frozenset[str]
    needs: tuple[WishRead, ...]
    offers: tuple[WishRead, ...]


Rarity = Mapping[tuple[str, str], float]
"""How rare each theme and each audience is: (`theme` or `audience`, key) → 1 when two share it, 0 when all do."""


def reasons_between(mine: Reading, theirs: Reading, rarity: Rarity, weights: Weights) -> list[Reason]:
    """Return why these two should meet, from the side of `mine`, the weightiest first.

    None within one association, none that counts nothing.
    """
    if mine.profile.association == theirs.profile.association:
        return []
    found = [reason for criterion in _CRITERIA for reason in criterion(mine, theirs, rarity, weights)]
    return sorted((reason for reason in found if reason.weight > 0), key=lambda reason: (-reason.weight, reason.kind))


def _wishes(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    """Each need counts once, with the offer that meets it best."""
    return [
        *_met(mine.needs, theirs.offers, "need_met", weights),
        *_met(theirs.needs, mine.offers, "offer_meets", weights),
    ]


def _met(needs: Sequence[WishRead], offers: Sequence[WishRead], kind: str, weights: Weights) -> list[Reason]:
    found = []
    for need in needs:
        fits = [(_fit(need, offer), offer.wish.sentence) for offer in offers]
        fit, sentence = max(fits, default=(0.0, ""))
        if fit > 0:
            params = {"wish": need.wish.kind, "need": need.wish.sentence, "offer": sentence}
            found.append(Reason(kind, weights.need_meets_offer * fit, params))
    return found


def _fit(need: WishRead, offer: WishRead) -> float:
    if need.wish.kind != offer.wish.kind:
        return 0.0
    common = len(need.words.keys() & offer.words.keys())
    if not common:
        return KINDS_ALONE.get(need.wish.kind, 0.0)
    return WORD_IN_COMMON + (1 - WORD_IN_COMMON) * common / min(len(need.words), len(offer.words))


def _words(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    small, large = sorted((mine.vector, theirs.vector), key=len)
    products = {term: weight * large[term] for term, weight in small.items() if term in large}
    likeness = sum(products.values())
    on_a_subject = not mine.subjects.isdisjoint(products)
    if likeness < (weights.faintest_subject if on_a_subject else weights.faintest_words):
        return []
    telling = [
        term
        for term in sorted(products, key=lambda term: (-products[term], term))[:WORDS_SHOWN]
        if products[term] >= LEAST_TELLING * max(products.values())
    ]
    params = {
        "words": tuple(mine.shown[term] for term in telling),
        "their_words": tuple(theirs.shown[term] for term in telling),
    }
    return [Reason("words", weights.words * math.sqrt(likeness), params)]


def _themes(mine: Reading, theirs: Reading, rarity: Rarity, weights: Weights) -> list[Reason]:
    common = sorted(mine.themes & theirs.themes)
    return [Reason("theme", weights.theme * rarity["theme", key], {"theme": key}) for key in common]


def _places(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    same = sorted(mine.quarters & theirs.quarters)
    if same:
        return [Reason("same_quarter", weights.same_quarter, {"quarter": same[0]})]
    near = sorted(mine.near & theirs.quarters)
    if near:
        mine_near = sorted(mine.quarters)
        return [Reason("near_quarter", weights.near_quarter, {"quarter": mine_near[0], "their_quarter": near[0]})]
    return []


def _audience(mine: Reading, theirs: Reading, rarity: Rarity, weights: Weights) -> list[Reason]:
    common = sorted(mine.audiences & theirs.audiences)
    return [Reason("audience", weights.audience * rarity["audience", key], {"audience": key}) for key in common]


def _experience(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    if mine.profile.newcomer and theirs.profile.seasons >= SEASONED:
        return [Reason("newcomer", weights.newcomer, {"years": theirs.profile.seasons})]
    if theirs.profile.newcomer and mine.profile.seasons >= SEASONED:
        return [Reason("seasoned", weights.newcomer, {"years": mine.profile.seasons})]
    return []


_CRITERIA: tuple[Callable[[Reading, Reading, Rarity, Weights], list[Reason]], ...] = (
    _wishes,
    _words,
    _themes,
    _places,
    _audience,
    _experience,
)
