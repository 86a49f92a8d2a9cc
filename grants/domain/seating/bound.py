"""What no programme can beat: everybody meets the people dearest to them, as many as seats allow.

Let each person i meet at most dᵢ others in all (the seats beside them, round after round) and let all pairs that
share a table be at most K. Dropping everything else leaves a matching with bounded degrees; for any prices u ≥ 0 and
v ≥ 0 its dual Σ dᵢuᵢ + Kv + Σ max(0, wᵢⱼ - uᵢ - uⱼ - v) is above every programme, so the descent may stop anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grants.domain.seating.conditions import Conditions

STEPS = 400
WORK = 60_000_000
"""Cells the descent may visit in all: large rooms take fewer steps."""
PATIENCE = 8


def full_sizes(asked: Conditions, to_come: int) -> NDArray[np.intp]:
    """Return how many sit at each table when those with the best use of each seat fill first."""
    sizes = asked.fewest.copy()
    left = asked.sitting(to_come) - int(sizes.sum())
    for table in np.argsort(-(asked.fewest + asked.most), kind="stable").tolist():
        taken = min(left, int(asked.most[table] - sizes[table]))
        sizes[table] += taken
        left -= taken
    return sizes


def most_pairs(asked: Conditions, to_come: int) -> float:
    """Return a figure that the pairs who share a table in one round cannot pass.

    A table with some of its free seats taken counts for that part of what it would bring full, which is never less
    than what it brings.
    """
    fewest, taken = asked.fewest, full_sizes(asked, to_come) - asked.fewest
    return float((fewest * (fewest - 1) / 2 + taken * (fewest + asked.most - 1) / 2).sum())


def neighbours(asked: Conditions) -> NDArray[np.float64]:
    """Return how many others each person can sit with in all the rounds to come."""
    largest = int(asked.most.max())
    beside = np.where(asked.host >= 0, asked.most[asked.host], largest) - 1
    sitting = np.array([asked.sitting(to_come) - 1 for to_come in range(len(asked.here))])
    each: NDArray[np.float64] = np.maximum(np.minimum(beside, sitting[:, None]), 0).sum(axis=0, where=asked.here) * 1.0
    return each


def upper_bound(asked: Conditions, known: float) -> float:
    """Return a figure that the worth of the rounds to come cannot pass; `known` is a programme's worth."""
    worth = asked.worth
    people = len(worth)
    if people == 0 or not worth.any():
        return 0.0
    degrees = neighbours(asked)
    pairs = sum(most_pairs(asked, to_come) for to_come in range(len(asked.here)))
    prices = _first_prices(worth, degrees)
    overall = 0.0
    best = np.inf
    reach, since = 1.0, 0
    for _ in range(int(np.clip(WORK // people**2, 20, STEPS))):
        left = worth - prices[:, None] - prices - overall
        counted = left > 0
        bound = float((degrees * prices).sum() + pairs * overall + left[counted].sum() / 2)
        since = 0 if bound < best else since + 1
        best = min(best, bound)
        if since >= PATIENCE:
            reach, since = reach / 2, 0
        slope = degrees - counted.sum(axis=1)
        overall_slope = pairs - counted.sum() / 2
        length = float((slope**2).sum() + overall_slope**2)
        if length == 0 or bound <= known:
            break
        step = reach * (bound - known) / length
        prices = np.maximum(prices - step * slope, 0.0)
        overall = max(overall - step * overall_slope, 0.0)
    return max(best, known)


def _first_prices(worth: NDArray[np.float64], degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return half of the worth each person would have to give up first if seats beside them were one fewer."""
    ordered = -np.sort(-worth, axis=1)
    place = np.minimum(degrees.astype(np.intp), len(worth) - 1)
    prices: NDArray[np.float64] = ordered[np.arange(len(worth)), place] / 2
    return prices
