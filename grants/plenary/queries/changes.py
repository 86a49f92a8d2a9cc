"""What changes from one version of a programme to another, person by person and presentation by presentation."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.domain.words import plain
from grants.plenary.models import Passage, Seat
from grants.plenary.queries.programmes import Guest, guests_of
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Programme


@dataclass(frozen=True, slots=True)
class MovedSeat:
    """Somebody whose table is another one in a round; None where they have no table."""

    guest: Guest
    round: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class MovedPassage:
    """A project presented elsewhere in the order: (block, place in the block), None where it is not presented."""

    title: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changes; `people` counts those who have to be told, `came` and `gone` those new to it or out of it."""

    seats: tuple[MovedSeat, ...]
    passages: tuple[MovedPassage, ...]
    came: tuple[Guest, ...]
    gone: tuple[Guest, ...]

    @property
    def people(self) -> int:
        """How many people change table at least once."""
        return len({each.guest.participant.id for each in self.seats})


def changes_between(before: Programme, after: Programme) -> Changes:
    """Return what changes, people in the order of their names, then round by round."""
    old, new = _seats(before), _seats(after)
    guests = guests_of(before) | guests_of(after)
    order = sorted(guests, key=lambda number: (plain(guests[number].participant.name), number))
    rounds = sorted({number for _, number in old | new})
    seats = tuple(
        MovedSeat(guests[person], number, old.get((person, number)), new.get((person, number)))
        for person in order
        for number in rounds
        if old.get((person, number)) != new.get((person, number))
    )
    were, are = {person for person, _ in old}, {person for person, _ in new}
    return Changes(
        seats,
        tuple(_moved_passages(before, after)),
        tuple(guests[person] for person in order if person in are - were),
        tuple(guests[person] for person in order if person in were - are),
    )


def moved_people(before: Programme | None, after: Programme) -> int | None:
    """Count the people who change table at least once, None without a version to start from."""
    if before is None or before.id == after.id:
        return None if before is None else 0
    old, new = _seats(before), _seats(after)
    return len({key[0] for key in old.keys() | new.keys() if old.get(key) != new.get(key)})


def _seats(programme: Programme) -> dict[tuple[int, int], int]:
    rows = db.session.execute(
        select(Seat.participant_id, Seat.round, Seat.table).where(Seat.programme_id == programme.id)
    )
    return {(person, number): table for person, number, table in rows}


def _moved_passages(before: Programme, after: Programme) -> list[MovedPassage]:
    """Return the projects whose block changes, and those that jumped over others in the order."""
    old, new = _passages(before), _passages(after)
    titles = {number: title for number, (title, _) in (old | new).items()}
    kept = SequenceMatcher(None, list(old), list(new), autojunk=False).get_matching_blocks()
    in_order = {number for block in kept for number in list(new)[block.b : block.b + block.size]}
    moved = [number for number in {**new, **old} if number not in in_order or old[number][1][0] != new[number][1][0]]
    return [MovedPassage(titles[number], _where(old, number), _where(new, number)) for number in moved]


def _passages(programme: Programme) -> dict[int, tuple[str, tuple[int, int]]]:
    """Return the title of each project presented, its block and its place in it, in order."""
    rows: Sequence[tuple[int, str, int]] = db.session.execute(
        select(Passage.project_id, Project.title, Passage.block)
        .join(Passage.project)
        .where(Passage.programme_id == programme.id)
        .order_by(Passage.position)
    ).all()
    found: dict[int, tuple[str, tuple[int, int]]] = {}
    count: dict[int, int] = {}
    for number, title, block in rows:
        count[block] = count.get(block, 0) + 1
        found[number] = (title, (block, count[block]))
    return found


def _where(passages: dict[int, tuple[str, tuple[int, int]]], number: int) -> tuple[int, int] | None:
    return passages[number][1] if number in passages else None
