"""What must be there before finance can pay a file.

An accountant pays on documents: the decision, the identity and the account of whoever is paid, and the agreement when
the law asks for one (code général des collectivités territoriales, art. D. 1617-19 and its annex of supporting
documents). A file that lacks one of them is told apart with the reason; it is never left out in silence.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from grants.domain import identifiers
from grants.domain.states import State
from grants.domain.thresholds import Mark

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS: Final[dict[str, Callable[[str], str]]] = {"iban": identifiers.iban, "siret": identifiers.siret}


class Obstacle(StrEnum):
    """Why a file cannot be ordered today."""

    WITHDRAWN = "withdrawn"
    IBAN_MISSING = "iban_missing"
    IBAN_WRONG = "iban_wrong"
    SIRET_MISSING = "siret_missing"
    SIRET_WRONG = "siret_wrong"
    AGREEMENT = "agreement"


def obstacles(state: State, iban: str, siret: str, mark: Mark) -> tuple[Obstacle, ...]:
    """Return everything that stands between a voted file and its payment order; `mark` is that of its yearly sum."""
    found = [Obstacle.WITHDRAWN] if state is State.WITHDRAWN else []
    found += [each for key, text in (("iban", iban), ("siret", siret)) if (each := _obstacle(key, text))]
    if mark is Mark.AGREEMENT:
        found.append(Obstacle.AGREEMENT)
    return tuple(found)


def _obstacle(key: str, text: str) -> Obstacle | None:
    """Hold one number to its check digits."""
    if not text.strip():
        return Obstacle(f"{key}_missing")
    try:
        NUMBERS[key](text)
    except identifiers.IdentifierError:
        return Obstacle(f"{key}_wrong")
    return None
