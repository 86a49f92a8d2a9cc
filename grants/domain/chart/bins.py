"""Many amounts at once: how many fall where, and how high each stands under a cap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from grants.domain.chart.scale import WHOLE, Mark, Scale, apart, ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    marks: list[tuple[int, float]]
    cap: float


@dataclass(frozen=True, slots=True)
class Level:
    """One file: what it asked and what it has, cents, and how high both stand, from above."""

    key: str
    asked: int
    given: int
    left: float
    width: float
    asked_top: float
    given_top: float


@dataclass(frozen=True, slots=True)
class Levels:
    """Files side by side, the smallest request first; `caps` are (amount, place from above)."""

    levels: list[Level]
    caps: list[Mark]
    marks: list[Mark]


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


def levels(files: Sequence[tuple[str, int, int]], caps: Iterable[int], unit: int = 100) -> Levels:
    """Stand (key, asked, given) side by side, the smallest request first, with the caps that hold them (cents)."""
    caps = sorted(set(caps))
    marks = ticks(max([asked for _, asked, _ in files] + [given for *_, given in files] + caps + [1]), 4, unit)
    scale = Scale(0, marks[-1])
    width = WHOLE / max(len(files), 1)
    stood = [
        Level(
            key,
            asked,
            given,
            round(place * width, 2),
            round(width, 2),
            _from_above(scale, asked),
            _from_above(scale, given),
        )
        for place, (key, asked, given) in enumerate(sorted(files, key=lambda file: (file[1], file[2], file[0])))
    ]
    told: list[Mark] = [(cap, _from_above(scale, cap)) for cap in caps]
    return Levels(stood, told, apart([(mark, _from_above(scale, mark)) for mark in marks], told))


def _share(number: int, whole: int) -> float:
    """Return a part of a whole in percent."""
    return round(WHOLE * number / whole, 2)


def _from_above(scale: Scale, amount: int) -> float:
    """Return how far below the top of the drawing an amount stands."""
    return round(WHOLE - scale.at(amount), 2)
