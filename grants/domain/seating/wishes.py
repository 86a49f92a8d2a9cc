"""What the search counts: worths as integers, and the wishes that weigh more than all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grants.domain.seating.board import Integers, Places, Scale
    from grants.domain.seating.conditions import Conditions


def weights(asked: Conditions, scale: Scale, worth: NDArray[np.float64]) -> Integers:
    """Return the integer worths of the search: a wish to meet weighs more than all else, one to stay apart less."""
    whole = scale.integers(worth)
    for pairs, broken in ((asked.together, scale.broken), (asked.apart, -scale.broken)):
        one, other = pairs[:, 0], pairs[:, 1]
        whole[one, other] += broken
        whole[other, one] += broken
    return whole


def broken_wishes(asked: Conditions, places: Places) -> tuple[int, int]:
    """Return how often people who must stay apart share a table, and how many pairs who should meet do not."""

    def shared(pairs: NDArray[np.intp]) -> NDArray[np.bool_]:
        at_one, at_other = places[:, pairs[:, 0]], places[:, pairs[:, 1]]
        both: NDArray[np.bool_] = (at_one == at_other) & (at_one < asked.tables)
        return both

    return int(shared(asked.apart).sum()), int((~shared(asked.together).any(axis=0)).sum())


def homes(asked: Conditions, price: int) -> Integers:
    """Return [round, table, person] → what it is worth to stay at the planned seat: the price of one move."""
    tables = np.arange(asked.tables)[:, None]
    bias: Integers = ((asked.home[:, None, :] == tables) * np.int32(price)).astype(np.int32)
    return bias
