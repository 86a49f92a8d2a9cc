"""Who sits with whom: people at tables over several rounds, so that those who should meet do meet."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from grants.domain.seating.climb import Budget
from grants.domain.seating.conditions import prepare
from grants.domain.seating.feasible import check_feasible
from grants.domain.seating.infeasible import Infeasible
from grants.domain.seating.programme import Seating
from grants.domain.seating.search import find_programme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike

__all__ = ["Infeasible", "Seating", "seat"]


def seat(  # noqa: PLR0913
    affinity: ArrayLike,
    rounds: int,
    tables: Sequence[tuple[int, int]],
    *,
    absent: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
    together: Iterable[tuple[int, int]] = (),
    same_person: Iterable[Iterable[int]] = (),
    hosts: Mapping[int, int] | Iterable[tuple[int, int]] = (),
    met: Iterable[tuple[int, int]] = (),
    keep: Seating | None = None,
    seed: int = 0,
    seconds: float = 2.0,
    moves: int | None = None,
    fair: float | None = 0.6,
    clock: Callable[[], float] = time.perf_counter,
) -> Seating:
    """Seat people at tables over several rounds so that those who should meet do meet.

    affinity: n×n, symmetric, never negative. tables: (fewest, most) seats of each table, the same in every round.
    A pair counts once, however often it meets; `met` pairs count nothing. absent: (person, round), from zero.
    apart / together: pairs that never / at least once share a table. same_person: groups of indices of which exactly
    one sits in each round (none if all are absent). hosts: person → table, kept in every round.
    keep: a programme to repair: its first `keep.past` rounds stay as lived (without those declared absent then), what
    was met there is met, and the rounds to come change as few seats as a good programme needs; people added since
    follow the old ones in `affinity`. Say how many rounds are over with `keep.after(past)`.
    seconds: the most the search may take, by `clock`; with `moves` (changes of seat tried) the clock is not read and
    the result depends on the inputs and the seed alone.
    fair: over several rounds, nobody should receive less than this part of the median evening (or than all that
    person can receive), at the price of at most 1 % of the total; None looks at the total alone, and so does a single
    round. A repair does not look at it again.

    Raises Infeasible with the reason in words, ValueError for figures that mean nothing.
    """
    asked = prepare(
        affinity,
        rounds,
        tables,
        absent=absent,
        apart=apart,
        together=together,
        same_person=same_person,
        hosts=hosts,
        met=met,
        keep=keep,
    )
    check_feasible(asked)
    return find_programme(asked, np.random.default_rng(seed), Budget(seconds, moves, clock), fair)
