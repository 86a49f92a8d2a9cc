"""A day that is under way: some did not come, others came unannounced, and few should have to change seats.

A free programme of the rounds to come, forgetting the plan, tells what could be reached. Then, from the plan as it
can still be kept, each move has to pay its price, and pairs who were told they would meet count for more; the price
falls until nearly as much is reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.seating.board import Board, Scale
from grants.domain.seating.climb import Budget, Climb
from grants.domain.seating.fair import received
from grants.domain.seating.opening import first_places
from grants.domain.seating.programme import pairs_met, to_rounds
from grants.domain.seating.wishes import broken_wishes, homes, weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grants.domain.seating.board import Places
    from grants.domain.seating.conditions import Conditions

NEARLY = 0.97
"""The part of the free programme's total that the repaired one has to reach: those who stay seated matter more."""
FREE = 0.5
"""The part of the budget spent on the free programme."""
PRICES = (*(6.0 * 0.8**step for step in range(18)), 0.0)
"""What one move has to bring, times the mean worth of a pair with some worth."""
PROMISED = 0.2
"""How much more a pair counts whom the plan seats together in a round to come: they were told so."""


def promised(asked: Conditions) -> NDArray[np.bool_]:
    """Return which pairs the plan seats together in the rounds to come."""
    return pairs_met(to_rounds(asked.home, asked.tables), asked.people)


def repaired(asked: Conditions, chance: np.random.Generator, budget: Budget) -> Places:
    """Return places for the rounds to come, close to `home` and nearly as good as if there were no plan."""
    planned = first_places(asked, chance)
    scale = Scale.of(asked.worth, int(asked.most.max()))
    free = Climb(Board(asked, planned, weights(asked, scale, asked.worth)), chance)
    free.run(budget, FREE)
    goal = NEARLY * received(asked, free.best_places).sum()
    positive = asked.worth[asked.worth > 0]
    usual = float(positive.mean()) if positive.size else 0.0
    told = asked.worth * (1.0 + PROMISED * promised(asked))
    scale = Scale.of(told, int(asked.most.max()))
    worths = weights(asked, scale, told)
    places = planned
    share = (1.0 - FREE) / len(PRICES)
    for number, price in enumerate(PRICES, start=1):
        if received(asked, places).sum() >= goal and not any(broken_wishes(asked, places)):
            return places
        climb = Climb(Board(asked, places, worths, homes(asked, round(price * usual * scale.factor))), chance)
        climb.run(budget, FREE + number * share)
        places = climb.best_places
    return places if received(asked, places).sum() >= goal else free.best_places
