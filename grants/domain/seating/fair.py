"""Nobody goes home with next to nothing: what one person receives is held against the median evening."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grants.domain.seating.board import Board, Scale
from grants.domain.seating.bound import neighbours
from grants.domain.seating.climb import Climb
from grants.domain.seating.programme import evenings, to_rounds
from grants.domain.seating.wishes import weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grants.domain.seating.board import Places
    from grants.domain.seating.climb import Budget
    from grants.domain.seating.conditions import Conditions

PRICE = 0.01
"""The part of the total that fairness may cost at most."""
STEP = 0.05
"""The part of the budget between two looks at who receives little."""
LARGEST_LIFT = 6.0


def received(asked: Conditions, places: Places) -> NDArray[np.float64]:
    """Return what each person receives over the whole evening, rounds over included."""
    return evenings(asked.affinity, [*asked.over, *to_rounds(places, asked.tables)])


def shortfalls(asked: Conditions, evening: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return the part each person lacks of what is due: `share` of the median evening, or all that one can receive.

    Somebody who fits with few is due no more than those few; the absent are due nothing.
    """
    dearest = -np.sort(-asked.affinity, axis=1)
    seats = neighbours(asked).astype(np.intp)
    if asked.over:
        seats += sum(np.array([len(table) for table in tables]).max() for tables in asked.over)
    reach = np.where(np.arange(len(dearest)) < seats[:, None], dearest, 0.0).sum(axis=1)
    there = asked.here.any(axis=0)
    median = float(np.median(evening[there])) if there.any() else 0.0
    due = np.where(there, np.minimum(share * median, reach), 0.0)
    lacking: NDArray[np.float64] = np.maximum(due - evening, 0.0) / np.where(due > 0, due, 1.0)
    return lacking


def evened_out(asked: Conditions, places: Places, chance: np.random.Generator, budget: Budget, share: float) -> Places:
    """Return the fairest programme found near this one, at most `PRICE` of the total dearer.

    Those who lack something count for more and more in the search until they have what is due to them.
    """
    evening = received(asked, places)
    dearest = evening.sum()
    lacking = shortfalls(asked, evening, share)
    lifts = np.zeros(asked.people)
    kept, kept_key, current = places, (lacking.sum(), -dearest), places
    while budget.used() < 1.0 and lacking.any():
        lifts = np.minimum(lifts + np.where(lacking > 0, 0.25 + lacking, 0.0), LARGEST_LIFT)
        worth = asked.worth * (1.0 + lifts[:, None] + lifts)
        scale = Scale.of(worth, int(asked.most.max()))
        climb = Climb(Board(asked, current, weights(asked, scale, worth)), chance)
        climb.run(budget, budget.used() + STEP)
        current = climb.best_places
        evening = received(asked, current)
        lacking = shortfalls(asked, evening, share)
        key = (lacking.sum(), -evening.sum())
        if key < kept_key and evening.sum() >= (1 - PRICE) * dearest:
            kept, kept_key = current, key
    return kept
