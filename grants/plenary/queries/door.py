"""Who is at the door, as several devices noted it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.domain.attending import missed_rounds
from grants.domain.day.arrivals import ABSENT, HERE, LATE, LEFT, WAITED, Gesture, Standing, absences, standings
from grants.domain.words import plain
from grants.plenary.models import Participant, Seat, Tick
from grants.plenary.queries.day import began_of
from grants.plenary.queries.people import participants_of
from grants.plenary.queries.programmes import published_programme
from grants.plenary.queries.schedule import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary, Programme

SEATED = (HERE, LATE)
GONE = (ABSENT, LEFT)


@dataclass(frozen=True, slots=True)
class DoorLine:
    """Somebody of the list: what is noted of them, their table in each round (0 for none), a name that comes twice."""

    participant: Participant
    who: str
    title: str
    state: str
    round: int | None
    tables: tuple[int, ...]
    twice: bool


@dataclass(frozen=True, slots=True)
class Door:
    """The whole list by name, and how many are in each state; `rounds` of the published programme."""

    lines: tuple[DoorLine, ...]
    counts: Mapping[str, int]
    rounds: int


def standings_of(plenary: Plenary) -> dict[int, Standing]:
    """Return where each one stands, by participant's id."""
    rows = db.session.execute(
        select(Tick.participant_id, Tick.state, Tick.at, Tick.round, Tick.id).where(Tick.plenary_id == plenary.id)
    )
    return standings(Gesture(who, state, at, number, order) for who, state, at, number, order in rows)


def absences_of(plenary: Plenary, rounds: int, *, unseen_are_absent: bool = False) -> set[tuple[int, int]]:
    """Return (participant's id, round) for what each one misses, by what was noted on the day.

    Who was to come later or to leave earlier still does, unless the door says otherwise.
    """
    stand = standings_of(plenary)
    everybody = participants_of(plenary)
    missed = absences(
        stand, [each.id for each in everybody], rounds, began_of(plenary), unseen_are_absent=unseen_are_absent
    )
    day = day_of(plenary, published_programme(plenary)).moments
    for each in everybody:
        known = stand.get(each.id)
        if not each.coming and known is None:
            missed |= {(each.id, number) for number in range(1, rounds + 1)}
        elif each.arrives_at or each.leaves_at:
            arrives = None if known and known.state in (HERE, LATE, LEFT) else each.arrives_at
            numbers = missed_rounds(day, plenary.starts_at, arrives, each.leaves_at)
            missed |= {(each.id, number) for number in numbers if number <= rounds}
    return missed


def door_of(plenary: Plenary, search: str = "") -> Door:
    """Return everybody announced, by name; `search` keeps the lines that have these words."""
    stand = standings_of(plenary)
    published = published_programme(plenary)
    seats = _seats(published) if published else {}
    rounds = int(published.notes["rounds"]) if published else 0
    people = participants_of(plenary)
    names = Counter(plain(each.name) for each in people)
    lines = [_line(each, stand.get(each.id), seats.get(each.id, {}), rounds, names) for each in people]
    shown = sorted((line for line in lines if _matches(line, search)), key=_by_name)
    counts = Counter(line.state for line in lines)
    return Door(tuple(shown), {state: counts[state] for state in (WAITED, *SEATED, *GONE)}, rounds)


def _line(
    each: Participant, standing: Standing | None, seats: Mapping[int, int], rounds: int, names: Mapping[str, int]
) -> DoorLine:
    state = standing.state if standing else WAITED
    if standing is None and not each.coming:
        state = ABSENT
    who = (each.project.carried_group or each.project.association.name) if each.project else ""
    return DoorLine(
        each,
        who,
        each.project.title if each.project else "",
        state,
        standing.round if standing else None,
        tuple(seats.get(number, 0) for number in range(1, rounds + 1)),
        names[plain(each.name)] > 1,
    )


def _seats(programme: Programme) -> dict[int, dict[int, int]]:
    """Return the table of each participant in each round."""
    rows = db.session.execute(
        select(Seat.participant_id, Seat.round, Seat.table).where(Seat.programme_id == programme.id)
    )
    found: dict[int, dict[int, int]] = {}
    for who, number, table in rows:
        found.setdefault(who, {})[number] = table
    return found


def _matches(line: DoorLine, search: str) -> bool:
    said = plain(f"{line.participant.name} {line.who} {line.title}")
    return all(word in said for word in plain(search).split())


def _by_name(line: DoorLine) -> tuple[str, int]:
    return plain(line.participant.name), line.participant.id


def known_keys(keys: Sequence[str]) -> set[str]:
    """Return which of these ticks were received before."""
    return set(db.session.scalars(select(Tick.key).where(Tick.key.in_(keys))))
