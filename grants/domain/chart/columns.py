"""Columns that stand, one a year, so that twenty-two years are taken in at a glance; what is not known stays a gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.domain.chart.scale import WHOLE, Scale

if TYPE_CHECKING:
    from collections.abc import Sequence

AIR = 0.24
"""The part of a column's place that stays empty."""
FEWEST_PLACES = 6
"""Fewer years than this leave room on the right: one column alone never fills the picture."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its amount (None: nobody knows), its left edge, width and height in percent."""

    label: str
    amount: int | None
    left: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """Where it begins, from above."""
        return round(WHOLE - self.height, 2)

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns on one scale; `told` are the places of those whose amount is written: the last, and the highest."""

    columns: tuple[Column, ...]
    told: frozenset[int]


def columns(pairs: Sequence[tuple[str, int | None]]) -> Columns:
    """Lay (words, amount) from left to right on one scale that holds them all."""
    known = [(amount, place) for place, (_, amount) in enumerate(pairs) if amount is not None]
    scale = Scale(0, max([1, *(amount for amount, _ in known)]))
    step = WHOLE / max(len(pairs), FEWEST_PLACES)
    laid = tuple(
        Column(
            label, amount, round(place * step + step * AIR / 2, 2), round(step * (1 - AIR), 2), scale.at(amount or 0)
        )
        for place, (label, amount) in enumerate(pairs)
    )
    told = {max(known, key=lambda each: (each[0], each[1]))[1], known[-1][1]} if known else set()
    near = {place for place in told if place != max(told) and max(told) - place < len(pairs) / 4}
    return Columns(laid, frozenset(told - near))
