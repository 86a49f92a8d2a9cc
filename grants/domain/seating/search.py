"""From conditions to a programme: open, climb, make the evenings fair, and say what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grants.domain.seating.board import Board, Scale
from grants.domain.seating.bound import upper_bound
from grants.domain.seating.climb import Budget, Climb
from grants.domain.seating.conditions import NOWHERE, Conditions
from grants.domain.seating.infeasible import Infeasible
from grants.domain.seating.opening import first_places
from grants.domain.seating.programme import Seating, evenings, pairs_met, to_rounds

if TYPE_CHECKING:
    from grants.domain.seating.board import Integers, Places


def find_programme(asked: Conditions, chance: np.random.Generator, budget: Budget) -> Seating:
    """Return the best programme found within the budget; raise Infeasible when none keeps every wish."""
    places = first_places(asked, chance)
    if len(places):
        scale = Scale.of(asked.worth, int(asked.most.max()))
        climb = Climb(Board(asked, places, weights(asked, scale)), chance)
        climb.run(budget, 1.0)
        places = climb.best_places
    return described(asked, places)


def weights(asked: Conditions, scale: Scale) -> Integers:
    """Return the integer worths of the search: a wish to meet weighs more than all else, one to stay apart less."""
    whole = scale.integers(asked.worth)
    for pairs, broken in ((asked.together, scale.broken), (asked.apart, -scale.broken)):
        one, other = pairs[:, 0], pairs[:, 1]
        whole[one, other] += broken
        whole[other, one] += broken
    return whole


def described(asked: Conditions, places: Places) -> Seating:
    """Return the programme with its worth, counted afresh, and its bound; raise Infeasible if a wish is broken."""
    to_come = to_rounds(places, asked.tables)
    met = pairs_met(to_come, asked.people)
    apart = sum(
        int(((row[asked.apart[:, 0]] == row[asked.apart[:, 1]]) & (row[asked.apart[:, 0]] < asked.tables)).sum())
        for row in places
    )
    together = int((~met[asked.together[:, 0], asked.together[:, 1]]).sum())
    if apart or together:
        raise Infeasible("not_found", apart=apart, together=together)
    rounds = [*asked.over, *to_come]
    received = evenings(asked.affinity, rounds)
    coming = evenings(asked.worth, to_come).sum() / 2
    value = float(received.sum() / 2)
    bound = value - coming + upper_bound(asked, float(coming)) if len(places) else value
    seated = sorted({person for tables in rounds for table in tables for person in table})
    moved = (asked.home != NOWHERE) & asked.here & (asked.home != places)
    return Seating(
        rounds=rounds,
        value=value,
        bound=max(value, float(bound)),
        poorest=float(received[seated].min(initial=np.inf)) if seated else 0.0,
        past=len(asked.over),
        moved=int(moved.sum()) if asked.repairs else 0,
    )
