"""What a few known values let one expect of the next one: a band, wider the less is known.

Values are taken as normal around an unknown mean with an unknown spread, held by a weak prior (the normal-inverse-gamma
family); the next one then follows Student's distribution (Gelman and others, Bayesian Data Analysis, 3rd edition,
§ 3.3). With six years at hand it hardly feels the prior; with none the band is as wide as the prior says.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random


@dataclass(frozen=True, slots=True)
class Prior:
    """What is thought before anything is known: a mean worth `weight` values, a spread worth `degrees` values."""

    mean: float
    spread: float
    weight: float = 0.2
    degrees: float = 3.0


@dataclass(frozen=True, slots=True)
class Expected:
    """The distribution of the next value: Student's, with `degrees` of freedom, moved to `mean`, wide as `spread`."""

    mean: float
    spread: float
    degrees: float

    def draw(self, rng: Random) -> float:
        """Draw one value."""
        tail = rng.gammavariate(self.degrees / 2, 2 / self.degrees)
        return self.mean + self.spread * rng.gauss() / sqrt(tail)

    def met_with(self, other: Expected) -> Expected:
        """Return what two independent ways of expecting the same value say together, each weighed by its precision."""
        mine, theirs = 1 / self.spread**2, 1 / other.spread**2
        mean = (self.mean * mine + other.mean * theirs) / (mine + theirs)
        return Expected(mean, 1 / sqrt(mine + theirs), min(self.degrees, other.degrees))


@dataclass(frozen=True, slots=True)
class Band:
    """Whole numbers (files, or cents): eight times in ten the truth is from `low` to `high`."""

    low: int
    central: int
    high: int

    def rounded(self, step: int) -> Band:
        """Return the band without false precision: outwards to a step; what is certain stays as it is."""
        if self.low == self.high:
            return self
        return Band(self.low // step * step, round(self.central / step) * step, -(-self.high // step) * step)


SHARE = 0.8
"""How often a band should hold the truth."""


def expect(known: Sequence[float], prior: Prior) -> Expected:
    """Return what is expected of the next value after those known."""
    count = len(known)
    mean = sum(known) / count if count else prior.mean
    weight, degrees = prior.weight + count, prior.degrees + count
    squares = prior.degrees * prior.spread**2 + sum((value - mean) ** 2 for value in known)
    squares += prior.weight * count / weight * (mean - prior.mean) ** 2
    centre = (prior.weight * prior.mean + count * mean) / weight
    return Expected(centre, sqrt(squares / degrees * (1 + 1 / weight)), degrees)


def quantile(ordered: Sequence[int], share: float) -> int:
    """Return the smallest value that at least `share` of the values do not pass; raise ValueError without any."""
    if not ordered:
        msg = "no value to read a share of"
        raise ValueError(msg)
    return ordered[min(max(ceil(share * len(ordered)), 1), len(ordered)) - 1]


def band(values: Iterable[int]) -> Band:
    """Return the band of drawn values; raise ValueError without any."""
    ordered = sorted(values)
    beside = (1 - SHARE) / 2
    return Band(quantile(ordered, beside), quantile(ordered, 0.5), quantile(ordered, 1 - beside))
