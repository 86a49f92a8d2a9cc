"""What an association receives in a year from one authority, all schemes together, and what the law asks then.

An agreement is compulsory when the yearly amount exceeds 23,000 € (loi n° 2000-321 du 12 avril 2000, art. 10; décret
n° 2001-495 du 6 juin 2001, art. 1). Money and help in kind are added up: a subsidy is a contribution « de toute
nature » (art. 9-1 of the same law), and so is its amount. A regional audit chamber may look at the accounts of a body
helped above 1,500 € (code des juridictions financières, art. L. 211-8). The association is the legal person: all the
establishments of one SIREN count together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from grants.domain.identifiers import IdentifierError, siret

if TYPE_CHECKING:
    from collections.abc import Iterable

AGREEMENT_ABOVE: Final = 2_300_000
"""Cents; the agreement is compulsory above, not at."""
NOTICE_FROM: Final = AGREEMENT_ABOVE * 9 // 10
"""Cents: from here on staff are told, early enough to prepare the agreement."""
AUDIT_ABOVE: Final = 150_000
"""Cents."""


class Mark(StrEnum):
    """What a yearly sum calls for."""

    NONE = "none"
    AUDIT = "audit"
    NEAR = "near"
    AGREEMENT = "agreement"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Received:
    """What one legal person was voted in a year, in cents."""

    money: int = 0
    in_kind: int = 0

    @property
    def whole(self) -> int:
        """Money and kind together."""
        return self.money + self.in_kind

    def __add__(self, other: Received) -> Received:
        """Return both together."""
        return Received(self.money + other.money, self.in_kind + other.in_kind)


def mark(received: Received, *, agreed: bool) -> Mark:
    """Return what a yearly sum calls for; `agreed`: an agreement is recorded for that year."""
    if received.whole > AGREEMENT_ABOVE:
        return Mark.ANSWERED if agreed else Mark.AGREEMENT
    if received.whole >= NOTICE_FROM:
        return Mark.ANSWERED if agreed else Mark.NEAR
    return Mark.AUDIT if received.whole > AUDIT_ABOVE else Mark.NONE


HEAVIEST_LAST: Final = (Mark.NONE, Mark.AUDIT, Mark.ANSWERED, Mark.NEAR, Mark.AGREEMENT)


def heaviest(marks: Iterable[Mark]) -> Mark:
    """Return what several associations that receive together call for: that of whom most is asked."""
    return max(marks, key=HEAVIEST_LAST.index, default=Mark.NONE)


def legal_person(number: str | None, association_id: int) -> str:
    """Return what stands for a legal person: its SIREN, else the association as it is known here."""
    try:
        return siret(number or "")[:9]
    except IdentifierError:
        return f"association:{association_id}"
