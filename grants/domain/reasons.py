"""Why two projects should meet: each criterion compares two profiles as read and gives reasons true of both texts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from grants.domain.wishes import fit
from grants.domain.words import NEARBY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grants.domain.readings import Reading, WishRead

SUBJECT_IS_ENOUGH: Final = 0.4
"""How well a need is met by a project whose text is about what is looked for."""

PEOPLE_ARE_ENOUGH: Final = 0.3
"""How well a need of people is met by a project that is for them."""

KINDS_OF_SUBJECTS: Final = frozenset({"partner", "skill", "public"})

STRONG_SUBJECT: Final = 0.17
"""From this weight on (the vector is of length 1) a text is about a subject, and does not only name it."""

SEASONED: Final = 2
"""Earlier years of projects after which somebody can show the way to a newcomer."""

WORDS_SHOWN: Final = 3
LEAST_TELLING: Final = 0.35
"""A word is shown beside a more telling one when it weighs at least this share of it."""

LONGEST_TIME: Final = 6
"""Months beyond which two projects are at the same time by chance."""

BOTH_ASKED: Final = 1.5


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
    faintest_subject: float = 0.04
    faintest_words: float = 0.12
    theme: float = 8.0
    same_quarter: float = 5.0
    near_quarter: float = 2.0
    audience: float = 9.0
    calendar: float = 4.0
    commons: float = 8.0
    newcomer: float = 5.0
    asked: float = 60.0
    known: float = 0.5
    new_face: float = 2.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the first project should meet the second: a kind, what it adds, and the facts the sentence quotes."""

    kind: str
    weight: float
    params: Mapping[str, str | int | tuple[str, ...] | tuple[int, ...]] = field(default_factory=dict)


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


def _asked(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    wished = theirs.profile.key in mine.profile.wished
    wanted = mine.profile.key in theirs.profile.wished
    if wished and wanted:
        return [Reason("asked_both", weights.asked * BOTH_ASKED)]
    return [Reason("asked" if wished else "asked_by", weights.asked)] if wished or wanted else []


def _wishes(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    """Each need counts once, with what meets it best."""
    found = [_met(need, theirs, ("need_met", "subject_met", "people_met"), weights) for need in mine.needs]
    found += [_met(need, mine, ("offer_meets", "subject_meets", "people_meet"), weights) for need in theirs.needs]
    return [reason for reason in found if reason]


def _met(need: WishRead, giver: Reading, kinds: tuple[str, str, str], weights: Weights) -> Reason | None:
    """Return what meets a need best: an offer, else what the other project is about, else whom it is for."""
    best, told = 0.0, ("", "", "")
    for offer in giver.offers.get(need.wish.kind, ()):
        if (worth := fit(need, offer)) > best:
            best, told = worth, (kinds[0], "offer", offer.wish.sentence)
    if best < SUBJECT_IS_ENOUGH and need.wish.kind in KINDS_OF_SUBJECTS:
        about = [term for term in sorted(need.subjects & need.heads) if giver.vector.get(term, 0.0) >= STRONG_SUBJECT]
        if about:
            word = max(about, key=lambda term: giver.vector[term])
            best, told = SUBJECT_IS_ENOUGH, (kinds[1], "word", giver.shown[word])
    if best < PEOPLE_ARE_ENOUGH and need.wish.kind == "public" and not need.subjects:
        for people in sorted(need.audiences & giver.audiences):
            best, told = PEOPLE_ARE_ENOUGH, (kinds[2], "audience", people)
    if not best:
        return None
    params = {"wish": need.wish.kind, "need": need.wish.sentence, told[1]: told[2]}
    return Reason(told[0], weights.need_meets_offer * best, params)


def _words(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    small, large = sorted((mine.vector, theirs.vector), key=len)
    products = {term: weight * large[term] for term, weight in small.items() if term in large}
    if not products:
        return []
    likeness = sum(products.values())
    said = {term: weight for term, weight in products.items() if not term.startswith(NEARBY)}
    on_a_subject = not mine.subjects.isdisjoint(said) or len(said) < len(products)
    if likeness < (weights.faintest_subject if on_a_subject else weights.faintest_words):
        return []
    kind, shown = ("words", said) if said else ("near_words", products)
    return [Reason(kind, weights.words * math.sqrt(likeness), _told(mine, theirs, shown))]


def _told(mine: Reading, theirs: Reading, products: Mapping[str, float]) -> dict[str, tuple[str, ...]]:
    """Return the most telling words, as each of the two texts writes them."""
    telling = [
        term
        for term in sorted(products, key=lambda term: (-products[term], term))[:WORDS_SHOWN]
        if products[term] >= LEAST_TELLING * max(products.values())
    ]
    pairs = list(dict.fromkeys((mine.shown[term], theirs.shown[term]) for term in telling))
    return {"words": tuple(one for one, _ in pairs), "their_words": tuple(other for _, other in pairs)}


def _themes(mine: Reading, theirs: Reading, rarity: Rarity, weights: Weights) -> list[Reason]:
    if mine.themes.isdisjoint(theirs.themes):
        return []
    common = sorted(mine.themes & theirs.themes)
    return [Reason("theme", weights.theme * rarity["theme", key], {"theme": key}) for key in common]


def _places(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    same = sorted(mine.quarters & theirs.quarters)
    if same:
        return [Reason("same_quarter", weights.same_quarter, {"quarter": same[0]})]
    for quarter in sorted(mine.quarters):
        near = sorted(mine.touches.get(quarter, frozenset()) & theirs.quarters)
        if near:
            return [Reason("near_quarter", weights.near_quarter, {"quarter": quarter, "their_quarter": near[0]})]
    return []


def _audience(mine: Reading, theirs: Reading, rarity: Rarity, weights: Weights) -> list[Reason]:
    if mine.audiences.isdisjoint(theirs.audiences):
        return []
    common = sorted(mine.audiences & theirs.audiences)
    return [Reason("audience", weights.audience * rarity["audience", key], {"audience": key}) for key in common]


def _calendar(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    """Two projects that last a few months can do something together when those are the same."""
    if mine.months.isdisjoint(theirs.months):
        return []
    common = sorted(mine.months & theirs.months)
    longest = max(len(mine.months), len(theirs.months))
    if longest > LONGEST_TIME:
        return []
    return [Reason("calendar", weights.calendar * len(common) / longest, {"months": tuple(common)})]


def _commons(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    return [
        *_useful(mine, theirs, "commons_given", weights),
        *_useful(theirs, mine, "commons_found", weights),
    ]


def _useful(giver: Reading, taker: Reading, kind: str, weights: Weights) -> list[Reason]:
    """Tell when what one leaves to everybody is looked for by the other, or what their text is about."""
    if not giver.commons:
        return []
    looked_for = {term for need in taker.needs for term in need.subjects}
    uses = {term: 1.0 for term in giver.commons if term in looked_for}
    for term in giver.commons.keys() - looked_for:
        if taker.vector.get(term, 0.0) >= STRONG_SUBJECT:
            uses[term] = min(1.0, 2 * taker.vector[term])
    if not uses:
        return []
    term = max(sorted(uses), key=lambda each: uses[each])
    params = {"commons": giver.profile.commons, "word": giver.commons[term]}
    return [Reason(kind, weights.commons * uses[term], params)]


def _experience(mine: Reading, theirs: Reading, _: Rarity, weights: Weights) -> list[Reason]:
    if mine.profile.newcomer and theirs.profile.seasons >= SEASONED:
        return [Reason("newcomer", weights.newcomer, {"years": theirs.profile.seasons})]
    if theirs.profile.newcomer and mine.profile.seasons >= SEASONED:
        return [Reason("seasoned", weights.newcomer, {"years": mine.profile.seasons})]
    return []


_CRITERIA: Final[tuple[Callable[[Reading, Reading, Rarity, Weights], Sequence[Reason]], ...]] = (
    _asked,
    _wishes,
    _words,
    _themes,
    _places,
    _audience,
    _calendar,
    _commons,
    _experience,
)
