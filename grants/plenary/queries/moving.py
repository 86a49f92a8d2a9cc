"""Whom can be moved by hand in a version, and where to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.domain.words import plain
from grants.plenary.models import Seat
from grants.plenary.queries.people import participants_of
from grants.plenary.queries.programmes import Guest, guests_of
from grants.plenary.queries.tables import named_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary, Programme


@dataclass(frozen=True, slots=True)
class PlacesToMove:
    """Rounds, tables, people (number, name with project) by name; names and guests by number."""

    rounds: tuple[int, ...]
    tables: tuple[int, ...]
    people: tuple[tuple[int, str], ...]
    names: Mapping[int, str]
    guests: Mapping[int, Guest]


def places_to_move(plenary: Plenary, programme: Programme) -> PlacesToMove:
    """Return what the choices of a move are; people announced since the version was made can take a seat too."""
    guests = guests_of(programme)
    for each in participants_of(plenary):
        if each.coming and each.id not in guests:
            who = each.name if each.project is None else each.project.association.name
            guests[each.id] = Guest(each, who, ())
    rows = db.session.execute(
        select(Seat.participant_id, Seat.table).where(Seat.programme_id == programme.id).order_by(Seat.round)
    ).all()
    seated: dict[int, list[int]] = defaultdict(list)
    for person, table in rows:
        seated[person].append(table)
    tables = sorted({*(table for _, table in rows), *(table.number for table in named_tables(plenary))})
    names = {number: guest.participant.name or guest.who for number, guest in guests.items()}
    labels = {number: _label(names[number], guest, seated[number]) for number, guest in guests.items()}
    order = sorted(guests, key=lambda number: (plain(names[number]), number))
    rounds = range(1, int(programme.notes["rounds"]) + 1)
    return PlacesToMove(tuple(rounds), tuple(tables), tuple((n, labels[n]) for n in order), names, guests)


def _label(name: str, guest: Guest, tables: Sequence[int]) -> str:
    """Name somebody with their project and their tables, round after round."""
    project = guest.participant.project
    told = name if project is None else f"{name} ({project.title})"
    return f"{told} – {', '.join(map(str, tables))}" if tables else told
