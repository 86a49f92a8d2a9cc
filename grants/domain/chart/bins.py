"""Many amounts at once: how many fall where, under a cap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from grants.domain.chart.scale import WHOLE, Mark, Scale, ticks

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """How many amounts are above `low` and at most `high` (nothing at all counts in the first), and where it stands."""

    low: int
    high: int
    number: int
    left: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """Where its bar begins, from above."""
        return round(WHOLE - self.height, 2)

    @property
    def middle(self) -> float:
        """Where its number is written."""
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bins side by side; `marks` are (amount, place) along the foot, `cap` is where the cap stands."""

    bins: list[Bin]
    marks: list[Mark]
    cap: float


def histogram(amounts: Iterable[int], cap: int, unit: int = 100) -> Histogram:
    """Count amounts (cents) in at most eleven bins of a round width, up to the cap or the largest amount.

    A bin holds its upper edge: those who receive exactly the cap stand just under it.
    """
    amounts = sorted(amounts)
    edges = ticks(max([cap, *amounts]), MOST_BINS, unit)
    scale = Scale(0, edges[-1])
    numbers = [sum(low < amount <= high or amount <= low == 0 for amount in amounts) for low, high in pairwise(edges)]
    highest = max([*numbers, 1])
    bins = [
        Bin(
            low, high, number, scale.at(low), round(scale.at(high) - scale.at(low), 2), round(number / highest * 100, 2)
        )
        for (low, high), number in zip(pairwise(edges), numbers, strict=True)
    ]
    marks = [mark for mark in ticks(edges[-1], 4, unit) if mark <= edges[-1]]
    return Histogram(bins, [(mark, scale.at(mark)) for mark in marks], scale.at(cap))


def _share(number: int, whole: int) -> float:
    """Return a part of a whole in percent."""
    return round(WHOLE * number / whole, 2)
