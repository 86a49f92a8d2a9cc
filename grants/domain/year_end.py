"""The end of a budget year: what was voted and not ordered, and where it goes.

An expense whose right exists on 31 December and whose order has not left is either attached to the year
(*rattachement*) or carried over among what remains to be done (*restes à réaliser*: « dépenses engagées non mandatées
et non rattachées », code général des collectivités territoriales, art. R. 2311-11). A commitment with no object left
is released, and its credits end with the year. Instruction budgétaire et comptable M57, tome 2: a grant that was
notified is a right of the association, so it is attached; one that was only voted is carried over.

A repayment: an order cancelled in its own year lowers that year's expense, and the credits are free again; once the
year is over it is revenue (account 773), and the credits of the year that ended stay spent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Passing(StrEnum):
    """What becomes of what a file was voted and not ordered: attached to the year, carried to the next, released."""

    ATTACHED = "attached"
    CARRIED = "carried"
    RELEASED = "released"


class Return(StrEnum):
    """How money that came back is booked: the order cancelled in its own year, or revenue."""

    CANCELLATION = "cancellation"
    REVENUE = "revenue"


@dataclass(frozen=True, slots=True)
class Sums:
    """What the ledger says up to a day, in cents, of an envelope or of a file."""

    allocated: int = 0
    voted: int = 0
    released: int = 0
    ordered: int = 0
    paid: int = 0
    repaid: int = 0

    @property
    def committed(self) -> int:
        """Voted and not released."""
        return self.voted - self.released

    @property
    def unordered(self) -> int:
        """Voted, not released, not ordered: what the year end must settle."""
        return self.committed - self.ordered

    @property
    def unpaid(self) -> int:
        """Ordered and not paid yet."""
        return self.ordered - self.paid

    @property
    def unused(self) -> int:
        """Credits that nothing committed: they end with the year."""
        return self.allocated - self.committed

    def __add__(self, other: Sums) -> Sums:
        """Return both together."""
        return Sums(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def together(sums: Iterable[Sums]) -> Sums:
    """Return all of them together."""
    return sum(sums, Sums())


def proposed(notified_on: date | None, closes_on: date) -> Passing:
    """Return what is proposed for a file: attached when it was notified by that day, else carried over."""
    return Passing.ATTACHED if notified_on is not None and notified_on <= closes_on else Passing.CARRIED


def check_passing(passing: Passing, reason: str) -> None:
    """Ask why money is released; raises RuleError `release_reason_missing`."""
    if passing is Passing.RELEASED and not reason.strip():
        raise RuleError("release_reason_missing")


def returned(ordered_on: date | None, received_on: date) -> Return:
    """Return how a repayment is booked, by the year of the order it gives back."""
    if ordered_on is not None and ordered_on.year == received_on.year:
        return Return.CANCELLATION
    return Return.REVENUE


def check_return(booked: Return, ordered_on: date | None, received_on: date) -> None:
    """Hold a cancellation to the year of its order; raises RuleError `year_over` (year)."""
    if booked is Return.CANCELLATION and returned(ordered_on, received_on) is Return.REVENUE:
        raise RuleError("year_over", year=ordered_on.year if ordered_on else received_on.year)
