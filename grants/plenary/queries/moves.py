"""What a repaired programme changes: who moves where, who is new, which promised meetings stay."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.domain.words import plain
from grants.plenary.models import Seat
from grants.plenary.queries.programmes import Guest, guests_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.plenary.models import Programme

Seats = dict[int, dict[int, int]]
"""The table of each participant in each round."""


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody whose tables change: before and now, round by round (0: no seat); `new` when they had none at all."""

    guest: Guest
    before: tuple[int, ...]
    now: tuple[int, ...]
    new: bool

    @property
    def changed(self) -> tuple[int, ...]:
        """The rounds, from 1, in which the table is another."""
        return tuple(
            number for number, (old, new) in enumerate(zip(self.before, self.now, strict=True), 1) if old != new
        )


@dataclass(frozen=True, slots=True)
class Moves:
    """Those who move and those who are new, by name; those who had a seat to come and have none any more.

    `promised` counts the meetings with a reason, of the rounds to come, between people who are there; `kept` those that
    still take place.
    """

    moved: tuple[Move, ...]
    new: tuple[Move, ...]
    away: tuple[Move, ...]
    promised: int
    kept: int
    rounds: int
    past: int


def moves_between(base: Programme, repaired: Programme, past: int) -> Moves:
    """Compare two versions over the rounds to come; `past` rounds are over."""
    before, now = _seats(base), _seats(repaired)
    rounds = int(repaired.notes["rounds"])
    guests = guests_of(base) | guests_of(repaired)
    changed = [_move(guests[who], before.get(who, {}), now.get(who, {}), rounds) for who in guests]
    to_come = range(past, rounds)
    there = [each for each in changed if any(each.now[place] for place in to_come)]
    moved = [
        each
        for each in there
        if not each.new and any(each.now[at] and each.before[at] != each.now[at] for at in to_come)
    ]
    away = [each for each in changed if each not in there and any(each.before[place] for place in to_come)]
    promised, kept = _promises(base, now, past)
    return Moves(
        _by_name(moved), _by_name(each for each in there if each.new), _by_name(away), promised, kept, rounds, past
    )


def _move(guest: Guest, before: dict[int, int], now: dict[int, int], rounds: int) -> Move:
    numbers = range(1, rounds + 1)
    return Move(guest, tuple(before.get(n, 0) for n in numbers), tuple(now.get(n, 0) for n in numbers), not before)


def _promises(base: Programme, now: Seats, past: int) -> tuple[int, int]:
    """Count the meetings promised to people who are there, and those kept, in whatever round to come."""
    rows = db.session.execute(
        select(Seat.participant_id, Seat.round, Seat.meets).where(Seat.programme_id == base.id, Seat.round > past)
    )
    there = {who for who, seats in now.items() if any(number > past for number in seats)}
    promised = {
        frozenset((who, each["who"]))
        for who, _, meets in rows
        for each in meets.get("people", ())
        if who in there and each["who"] in there
    }
    return len(promised), len(promised & _together(now, past))


def _together(seats: Seats, past: int) -> set[frozenset[int]]:
    """Return the pairs that share a table in a round to come."""
    tables: dict[tuple[int, int], list[int]] = {}
    for who, mine in seats.items():
        for number, table in mine.items():
            if number > past:
                tables.setdefault((number, table), []).append(who)
    return {frozenset(pair) for people in tables.values() for pair in combinations(people, 2)}


def _seats(programme: Programme) -> Seats:
    rows = db.session.execute(
        select(Seat.participant_id, Seat.round, Seat.table).where(Seat.programme_id == programme.id)
    )
    found: Seats = {}
    for who, number, table in rows:
        found.setdefault(who, {})[number] = table
    return found


def _by_name(moves: Iterable[Move]) -> tuple[Move, ...]:
    return tuple(sorted(moves, key=lambda each: (plain(each.guest.participant.name), each.guest.participant.id)))
