"""From conditions to a programme: open, climb, even out or repair, and say what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grants.domain.seating.board import Board, Scale
from grants.domain.seating.bound import upper_bound
from grants.domain.seating.climb import Climb
from grants.domain.seating.conditions import NOWHERE
from grants.domain.seating.fair import evened_out
from grants.domain.seating.infeasible import Infeasible
from grants.domain.seating.opening import first_places
from grants.domain.seating.programme import Seating, evenings, to_rounds
from grants.domain.seating.repair import repaired
from grants.domain.seating.wishes import broken_wishes, weights

if TYPE_CHECKING:
    from grants.domain.seating.board import Places
    from grants.domain.seating.climb import Budget
    from grants.domain.seating.conditions import Conditions

BEFORE_FAIRNESS = 0.8
"""The part of the budget after which one looks at who receives little."""


def find_programme(asked: Conditions, chance: np.random.Generator, budget: Budget, fair: float | None) -> Seating:
    """Return the best programme found within the budget; raise Infeasible when none keeps every wish."""
    if not len(asked.here):
        places = asked.home
    elif asked.repairs:
        places = repaired(asked, chance, budget)
    else:
        places = _searched(asked, chance, budget, fair)
    apart, together = broken_wishes(asked, places)
    if apart or together:
        raise Infeasible("not_found", apart=apart, together=together)
    return described(asked, places)


def _searched(asked: Conditions, chance: np.random.Generator, budget: Budget, fair: float | None) -> Places:
    scale = Scale.of(asked.worth, int(asked.most.max()))
    board = Board(asked, first_places(asked, chance), weights(asked, scale, asked.worth))
    climb = Climb(board, chance)
    if fair is None or len(asked.here) == 1:
        climb.run(budget, 1.0)
        return climb.best_places
    climb.run(budget, BEFORE_FAIRNESS)
    return evened_out(asked, climb.best_places, chance, budget, fair)


def described(asked: Conditions, places: Places) -> Seating:
    """Return the programme with its worth, counted afresh, and its bound."""
    to_come = to_rounds(places, asked.tables)
    rounds = [*asked.over, *to_come]
    evening = evenings(asked.affinity, rounds)
    value = float(evening.sum() / 2)
    coming = float(evenings(asked.worth, to_come).sum() / 2)
    bound = value - coming + upper_bound(asked, coming)
    seated = sorted({person for tables in rounds for table in tables for person in table})
    moved = (asked.home != NOWHERE) & asked.here & (asked.home != places)
    return Seating(
        rounds=rounds,
        value=value,
        bound=max(value, bound),
        poorest=float(evening[seated].min()) if seated else 0.0,
        past=len(asked.over),
        moved=int(np.count_nonzero(moved)) if asked.repairs else 0,
    )
