"""Reads about encounters: whom one sat with, what was said of it, what everybody reads of it on a project's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from grants.db import db
from grants.plenary.models import Encounter, EncounterNews, EncounterSide, Participant, Programme, Seat
from grants.plenary.queries.reachable import IN_THEIR_FUNCTION
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

    from grants.plenary.models import Plenary


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody one shared a table with (`rounds`, none for somebody met elsewhere), and whether one goes on."""

    participant: Participant
    rounds: tuple[int, ...]
    wanted: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An encounter as one side reads it: what each said, and the news of either."""

    encounter: Encounter
    mine: EncounterSide | None
    theirs: EncounterSide | None
    other: Participant

    @property
    def wanted(self) -> bool:
        """Whether this side wants to go on."""
        return self.mine is not None and self.mine.said_at is not None


@dataclass(frozen=True, slots=True)
class PublicEncounter:
    """What everybody reads of an encounter on a project's page: with whom, since which evening, and how it lives.

    Each thing said comes with the name of who says it, empty for what both say.
    """

    year: int
    other: Project
    words: tuple[tuple[str, str], ...]
    news: tuple[tuple[str, EncounterNews], ...]


def who_of(participant: Participant) -> str:
    """Name somebody as the programme does: the group or the association, a guest by name."""
    project = participant.project
    return participant.name if project is None else project.carried_group or project.association.name


def met_at_tables(programme: Programme | None, me: Participant) -> list[Met]:
    """Return those who shared a table with somebody in a programme, in the order of the rounds, then of the names."""
    if programme is None:
        return []
    mine, theirs = aliased(Seat), aliased(Seat)
    together = (
        select(theirs.participant_id, theirs.round)
        .join(mine, (mine.round == theirs.round) & (mine.table == theirs.table))
        .where(
            mine.programme_id == programme.id,
            theirs.programme_id == programme.id,
            mine.participant_id == me.id,
            theirs.participant_id != me.id,
        )
        .order_by(theirs.round)
    )
    rounds: dict[int, list[int]] = {}
    for number, turn in db.session.execute(together):
        rounds.setdefault(number, []).append(turn)
    wanted = {told.other.id for told in told_to(me) if told.wanted}
    people = {each.id: each for each in db.session.scalars(_people().where(Participant.id.in_(rounds)))}
    found = [Met(people[number], tuple(turns), number in wanted) for number, turns in rounds.items()]
    return sorted(found, key=lambda met: (met.rounds, who_of(met.participant), met.participant.id))


def others_of(plenary: Plenary, me: Participant) -> Sequence[Participant]:
    """Return who else of the evening may be found by name, those of one's own project and residents left out."""
    chosen = _people().where(
        Participant.plenary_id == plenary.id,
        Participant.coming,
        Participant.id != me.id,
        or_(Participant.project_id.is_not(None), Participant.guest_kind.in_(IN_THEIR_FUNCTION)),
    )
    if me.project_id is not None:
        chosen = chosen.where(or_(Participant.project_id.is_(None), Participant.project_id != me.project_id))
    return sorted(db.session.scalars(chosen), key=lambda each: (who_of(each).casefold(), each.id))


def told_to(me: Participant) -> list[Told]:
    """Return the encounters of somebody, the first ones first."""
    rows = db.session.scalars(
        _whole().where(or_(Encounter.one_id == me.id, Encounter.other_id == me.id)).order_by(Encounter.id)
    )
    return [seen_by(encounter, me) for encounter in rows]


def encounter_of(me: Participant, number: int) -> Told | None:
    """Return one encounter of somebody."""
    return next((told for told in told_to(me) if told.encounter.id == number), None)


def seen_by(encounter: Encounter, me: Participant) -> Told:
    """Look at an encounter from one side."""
    sides = {side.participant_id: side for side in encounter.sides}
    other = encounter.other if encounter.one_id == me.id else encounter.one
    return Told(encounter, sides.get(me.id), sides.get(other.id), other)


def encounters_of(plenary: Plenary) -> Sequence[Encounter]:
    """Return every encounter of an evening with both its sides and its news, the first ones first."""
    return db.session.scalars(_whole().where(Encounter.plenary_id == plenary.id).order_by(Encounter.id)).all()


def encounters_of_project(project: Project) -> list[PublicEncounter]:
    """Return what both sides want everybody to read of the encounters of a project, the latest evening first.

    Several people of two projects make one encounter here; one with a guest, or with a project withdrawn since, is
    not told.
    """
    ours = select(Participant.id).where(Participant.project_id == project.id)
    numbers = db.session.scalars(
        select(Encounter.id).where(
            Encounter.agreed_at.is_not(None), or_(Encounter.one_id.in_(ours), Encounter.other_id.in_(ours))
        )
    ).all()
    if not numbers:  # most pages: they pay for this short question alone
        return []
    chosen = _whole().where(Encounter.id.in_(numbers)).order_by(Encounter.plenary_id.desc(), Encounter.id)
    rows = db.session.scalars(chosen).all()
    found: dict[tuple[int, int], list[Encounter]] = {}
    for encounter in rows:
        theirs = _other_project(encounter, project)
        if theirs is not None and theirs.public_since and theirs.id != project.id:
            found.setdefault((encounter.plenary_id, theirs.id), []).append(encounter)
    return [_public(encounters, project) for encounters in found.values()]


def _public(encounters: Sequence[Encounter], project: Project) -> PublicEncounter:
    theirs = _other_project(encounters[0], project)
    assert theirs is not None  # noqa: S101 - kept above
    words: dict[str, list[str]] = {}
    for encounter in encounters:
        for side in encounter.sides:
            if side.words and encounter.hidden_at is None:
                words.setdefault(side.words, []).append(_who(encounter, side.participant_id))
    news = [(_who(encounter, each.participant_id), each) for encounter in encounters for each in encounter.news]
    shown = sorted((each for each in news if each[1].hidden_at is None), key=lambda each: (each[1].months, each[1].id))
    said = tuple((by[0] if len(by) == 1 else "", text) for text, by in words.items())
    return PublicEncounter(theirs.call.year, theirs, said, tuple(shown))


def _who(encounter: Encounter, number: int) -> str:
    return who_of(encounter.one if encounter.one_id == number else encounter.other)


def _other_project(encounter: Encounter, project: Project) -> Project | None:
    return encounter.other.project if encounter.one.project_id == project.id else encounter.one.project


def _people() -> Select[Participant]:
    return select(Participant).options(joinedload(Participant.project).joinedload(Project.association))


def _whole() -> Select[Encounter]:
    """Choose encounters with their two people, what each said, and the news."""
    return select(Encounter).options(
        joinedload(Encounter.one).joinedload(Participant.project).joinedload(Project.association),
        joinedload(Encounter.other).joinedload(Participant.project).joinedload(Project.association),
        selectinload(Encounter.sides),
        selectinload(Encounter.news),
    )
