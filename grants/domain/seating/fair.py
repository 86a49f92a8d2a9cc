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
STEP = 0.04
"""The part of the budget between two looks at who receives little."""
OWN = 0.8
"""The part of their own best evening due to those who cannot have an ordinary one."""
CARE = 4.0
"""How much what somebody lacks of what is due weighs against the total."""
EASING = 0.9
LEAST_LIFT = 0.02


def received(asked: Conditions, places: Places) -> NDArray[np.float64]:
    """Return what each person receives over the whole evening, rounds over included."""
    return evenings(asked.affinity, [*asked.over, *to_rounds(places, asked.tables)])


def missing(asked: Conditions, evening: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return what each person lacks of what is due: `share` of the median evening, or `OWN` of all one can receive.

    Somebody who fits with few is due no more than most of those few; the absent are due nothing.
    """
    dearest = -np.sort(-asked.affinity, axis=1)
    seats = neighbours(asked).astype(np.intp)
    seats += sum(max((len(seated) for seated in tables), default=0) for tables in asked.over)
    reach = np.where(np.arange(len(dearest)) < seats[:, None], dearest, 0.0).sum(axis=1)
    there = asked.here.any(axis=0)
    median = float(np.median(evening[there])) if there.any() else 0.0
    lacking: NDArray[np.float64] = np.maximum(np.minimum(share * median, OWN * reach) - evening, 0.0) * there
    return lacking


def evened_out(asked: Conditions, places: Places, chance: np.random.Generator, budget: Budget, share: float) -> Places:
    """Return the best programme found near this one when what is lacking weighs `CARE` times as much as what is met.

    It is worth at most `PRICE` less than the best one met on the way. Those who lack something count for more and more
    in the search until they have what is due to them, then for less again.
    """
    climb = None
    lifts = np.zeros(asked.people)
    evening = received(asked, places)
    lacking = missing(asked, evening, share)
    total = evening.sum()
    kept, kept_worth = places, total - CARE * lacking.sum()
    while (used := budget.used()) < 1.0:
        if climb is None or lifts.any() or lacking.any():
            ease = np.where(lacking > 0, lifts + 0.1 + lacking / np.maximum(evening + lacking, 1e-9), lifts * EASING)
            lifts = np.minimum(np.where(ease > LEAST_LIFT, ease, 0.0), CARE)
            worth = asked.worth * (1.0 + lifts[:, None] + lifts)
            scale = Scale.of(worth, int(asked.most.max()))
            climb = Climb(Board(asked, climb.best_places if climb else places, weights(asked, scale, worth)), chance)
        if not climb.run(budget, min(1.0, used + STEP)):
            break
        evening = received(asked, climb.best_places)
        lacking = missing(asked, evening, share)
        total = max(total, evening.sum())
        weighed = evening.sum() - CARE * lacking.sum()
        if weighed > kept_worth and evening.sum() >= (1 - PRICE) * total:
            kept, kept_worth = climb.best_places, weighed
    return kept
