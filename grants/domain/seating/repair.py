"""A day that is under way: some did not come, others came unannounced, and few should have to change seats.

A free programme of the rounds to come, forgetting the plan, tells what could be reached. Then, from the plan as it
can still be kept, each move has to pay its price; the price falls until nearly as much is reached, and last of all
every move that can be taken back is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.seating.board import Board, Scale
from grants.domain.seating.climb import Budget, Climb
from grants.domain.seating.fair import received
from grants.domain.seating.opening import first_places
from grants.domain.seating.wishes import broken_wishes, homes, weights

if TYPE_CHECKING:
    import numpy as np

    from grants.domain.seating.board import Places
    from grants.domain.seating.conditions import Conditions

NEARLY = 0.985
"""The part of the free programme's total that the repaired one has to reach."""
FREE = 0.5
"""The part of the budget spent on the free programme."""
PRICES = (3.0, 2.0, 1.4, 1.0, 0.7, 0.5, 0.3, 0.15, 0.0)
"""What one move has to bring, times the mean worth of a pair with some worth."""


def repaired(asked: Conditions, chance: np.random.Generator, budget: Budget) -> Places:
    """Return places for the rounds to come, close to `home` and nearly as good as if there were no plan."""
    planned = first_places(asked, chance)
    scale = Scale.of(asked.worth, int(asked.most.max()))
    worths = weights(asked, scale, asked.worth)
    free = Climb(Board(asked, planned, worths), chance)
    free.run(budget, FREE)
    goal = NEARLY * received(asked, free.best_places).sum()
    positive = asked.worth[asked.worth > 0]
    usual = float(positive.mean()) * scale.factor if positive.size else 0.0
    places = planned
    share = (1.0 - FREE) / len(PRICES)
    for number, price in enumerate(PRICES, start=1):
        if received(asked, places).sum() >= goal and not any(broken_wishes(asked, places)):
            return places
        climb = Climb(Board(asked, places, worths, homes(asked, round(price * usual))), chance)
        climb.run(budget, FREE + number * share)
        places = climb.best_places
    return places if received(asked, places).sum() >= goal else free.best_places
