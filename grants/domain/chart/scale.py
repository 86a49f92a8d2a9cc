"""From values to places in a drawing, with round numbers along the edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Mark = tuple[float, float]

WHOLE = 100.0
ROUND_STEPS = (1, 2, 5, 10)
"""What a step between two marks may be, at any power of ten: numbers people count by."""
NEAR = 9.0
"""Two words closer than this share of the drawing's height would be written over each other."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from `low` to `high` told in percent; a scale without length puts everything at its start."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Return where a value stands, in percent, kept inside the drawing."""
        if self.high <= self.low:
            return 0.0
        return round(min(max((value - self.low) / (self.high - self.low), 0.0), 1.0) * WHOLE, 2)


def ticks(most: int, wanted: int = 4, unit: int = 1) -> list[int]:
    """Return round numbers from 0 to `most` or just above it, in about `wanted` steps, all multiples of `unit`.

    `unit` is the smallest step that means something: 1 for projects, 100 for sums in cents. Raises ValueError when
    `wanted` or `unit` is below 1.
    """
    if wanted < 1 or unit < 1:
        raise ValueError
    most = max(most, unit)
    power = unit
    while True:
        for times in ROUND_STEPS[:-1]:
            step = power * times
            steps = -(-most // step)
            if steps <= wanted:
                return [step * each for each in range(steps + 1)]
        power *= ROUND_STEPS[-1]


def apart(marks: Sequence[Mark], kept: Sequence[Mark]) -> list[Mark]:
    """Return the marks (value, place) that no kept one, more telling, stands too near to."""
    return [mark for mark in marks if all(abs(mark[1] - other[1]) >= NEAR for other in kept)]
