"""Seats changed by hand: somebody goes to a table, or two people change places, in one round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_MOVES = 60
"""Moves tried together, so that an address never grows beyond what browsers keep."""

_WRITTEN = re.compile(r"(\d{1,3})-(\d{1,9})-([tx])(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Move:
    """One change in a round (from 1): `person` goes to `table` (0: to no table), or changes places with `other`."""

    round: int
    person: int
    table: int = 0
    other: int | None = None

    def written(self) -> str:
        """Return the move as an address carries it: `2-15-t4`, `2-15-x18`."""
        return f"{self.round}-{self.person}-" + (f"t{self.table}" if self.other is None else f"x{self.other}")


def read_moves(texts: Iterable[str]) -> list[Move]:
    """Read moves as `written` writes them; raises RuleError `move_unreadable` or `too_many_moves` (most)."""
    moves = []
    for text in texts:
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise RuleError("move_unreadable")
        number, person, kind, target = int(found[1]), int(found[2]), found[3], int(found[4])
        moves.append(Move(number, person, other=target) if kind == "x" else Move(number, person, table=target))
    if len(moves) > MOST_MOVES:
        raise RuleError("too_many_moves", most=MOST_MOVES)
    return moves


def moved(seats: Mapping[tuple[int, int], int], moves: Iterable[Move]) -> dict[tuple[int, int], int]:
    """Return (round, person) → table once the moves are made, in their order; who has no table is not in it."""
    found = dict(seats)
    for move in moves:
        if move.other is None:
            found[move.round, move.person] = move.table
        else:
            here, there = (found.get((move.round, each), 0) for each in (move.person, move.other))
            found[move.round, move.person], found[move.round, move.other] = there, here
    return {place: table for place, table in found.items() if table}
