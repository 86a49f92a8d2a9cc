"""The memory of earlier evenings: which associations shared a table, and which went on together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from grants.calls.models import Call
from grants.db import db
from grants.plenary.models import Encounter, Participant, Plenary, Programme, Seat
from grants.plenary.queries.came import stayed_away
from grants.projects.models import Project

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class Before:
    """What two associations lived together: the years in which they shared a table, and those that had a follow-up."""

    tables: tuple[int, ...] = ()
    suites: tuple[int, ...] = ()


def met_before(plenary: Plenary) -> dict[frozenset[int], Before]:
    """Return, by the ids of two associations, what the evenings of the same town before this one brought them.

    Tables are those of the published programmes, without who did not come; a follow-up is one that both wanted.
    """
    town = select(Call.territory).where(Call.id == plenary.call_id).scalar_subquery()
    earlier = (Call.territory == town) & (Plenary.held_on < plenary.held_on)
    tables, suites = _shared_tables(earlier), _suites(earlier)
    return {
        pair: Before(tuple(sorted(tables.get(pair, ()))), tuple(sorted(suites.get(pair, ()))))
        for pair in sorted(tables.keys() | suites.keys(), key=sorted)
    }


def _shared_tables(earlier: ColumnElement[bool]) -> dict[frozenset[int], set[int]]:
    """Return the years in which two associations shared a table."""
    evenings = db.session.scalars(select(Plenary).join(Call, Call.id == Plenary.call_id).where(earlier))
    away = {number for evening in evenings.all() for number in stayed_away(evening)}
    rows = db.session.execute(
        select(Call.year, Seat.programme_id, Seat.round, Seat.table, Project.association_id, Seat.participant_id)
        .join(Programme, Programme.id == Seat.programme_id)
        .join(Plenary, (Plenary.id == Programme.plenary_id) & (Plenary.published_version == Programme.version))
        .join(Call, Call.id == Plenary.call_id)
        .join(Participant, Participant.id == Seat.participant_id)
        .join(Project, Project.id == Participant.project_id)
        .where(earlier)
        .distinct()
    )
    tables: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for year, programme, turn, table, association, number in rows:
        if number not in away:
            tables[year, programme, turn, table].add(association)
    found: dict[frozenset[int], set[int]] = defaultdict(set)
    for (year, *_), associations in tables.items():
        for pair in combinations(associations, 2):
            found[frozenset(pair)].add(year)
    return found


def _suites(earlier: ColumnElement[bool]) -> dict[frozenset[int], set[int]]:
    """Return the years of the encounters that both sides wanted to go on with."""
    one, other = aliased(Participant), aliased(Participant)
    mine, theirs = aliased(Project), aliased(Project)
    rows = db.session.execute(
        select(Call.year, mine.association_id, theirs.association_id)
        .select_from(Encounter)
        .join(Plenary, Plenary.id == Encounter.plenary_id)
        .join(Call, Call.id == Plenary.call_id)
        .join(one, one.id == Encounter.one_id)
        .join(other, other.id == Encounter.other_id)
        .join(mine, mine.id == one.project_id)
        .join(theirs, theirs.id == other.project_id)
        .where(earlier, Encounter.agreed_at.is_not(None), mine.association_id != theirs.association_id)
    )
    found: dict[frozenset[int], set[int]] = defaultdict(set)
    for year, first, second in rows:
        found[frozenset((first, second))].add(year)
    return found
