"""How much each reason to meet counts at one evening: few criteria by name, each with a level one can say aloud."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from grants.domain.reasons import Weights

if TYPE_CHECKING:
    from collections.abc import Mapping

CRITERIA: Final[dict[str, tuple[str, ...]]] = {
    "wishes": ("need_meets_offer",),
    "asked": ("asked",),
    "words": ("words",),
    "themes": ("theme",),
    "place": ("same_quarter", "near_quarter"),
    "audience": ("audience",),
    "calendar": ("calendar",),
    "commons": ("commons",),
    "experience": ("newcomer",),
    "known": ("known",),
}
"""What staff may change, in the order it is shown → the weights it moves."""

KINDS: Final[dict[str, str]] = {
    "need_met": "wishes",
    "offer_meets": "wishes",
    "subject_met": "wishes",
    "subject_meets": "wishes",
    "people_met": "wishes",
    "people_meet": "wishes",
    "asked": "asked",
    "asked_by": "asked",
    "asked_both": "asked",
    "words": "words",
    "near_words": "words",
    "theme": "themes",
    "same_quarter": "place",
    "near_quarter": "place",
    "audience": "audience",
    "calendar": "calendar",
    "commons_found": "commons",
    "commons_given": "commons",
    "newcomer": "experience",
    "seasoned": "experience",
}
"""The criterion of each kind of reason."""

LEVELS: Final[dict[str, float]] = {"none": 0.0, "little": 0.5, "usual": 1.0, "much": 2.0}
"""How much a criterion counts → what its weights are multiplied by."""

USUAL: Final = "usual"


def weights_for(levels: Mapping[str, str]) -> Weights:
    """Return the usual weights, moved as these levels say; an unknown name or level changes nothing.

    What is taken from a pair that already knows one another never passes the whole of it.
    """
    usual = Weights()
    moved = {
        weight: getattr(usual, weight) * LEVELS.get(levels.get(criterion, USUAL), 1.0)
        for criterion, weights in CRITERIA.items()
        for weight in weights
    }
    return replace(usual, **moved | {"known": min(moved["known"], 1.0)})
