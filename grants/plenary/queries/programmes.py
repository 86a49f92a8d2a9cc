"""What was computed for an evening, as its pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from grants.db import db
from grants.plenary.models import Participant, Passage, Plenary, Programme, Seat
from grants.projects.models import Project, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody at a table as the programme names them: the association, or the name of a guest without project."""

    participant: Participant
    who: str
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table of one round with its people, and the reason they most share (`kind`, `params`, `one`, `other`)."""

    number: int
    people: tuple[Guest, ...]
    why: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Somebody worth meeting: the reasons as they stood when the programme was made, the weightiest first."""

    guest: Guest
    mine: Project | None
    theirs: Project | None
    reasons: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody sits in one round, whom they meet there and why, and who else is there."""

    round: int
    table: int
    meetings: tuple[Meeting, ...]
    others: tuple[Guest, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The presentations of one block, in order."""

    block: int
    passages: tuple[Passage, ...]


def programmes_of(plenary: Plenary) -> Sequence[Programme]:
    """Return all the versions, the newest first."""
    return db.session.scalars(
        select(Programme).where(Programme.plenary_id == plenary.id).order_by(Programme.version.desc())
    ).all()


def programme_of(plenary: Plenary, version: int) -> Programme | None:
    """Return one version."""
    return db.session.scalar(select(Programme).where(Programme.plenary_id == plenary.id, Programme.version == version))


def next_version(plenary: Plenary) -> int:
    """Return the number of the version to come."""
    last = db.session.scalar(select(func.max(Programme.version)).where(Programme.plenary_id == plenary.id))
    return (last or 0) + 1


def latest_programme(plenary: Plenary) -> Programme | None:
    """Return the published version, or else the newest one."""
    return published_programme(plenary) or next(iter(programmes_of(plenary)), None)


def published_programme(plenary: Plenary) -> Programme | None:
    """Return the version that everybody sees, if one was published."""
    return programme_of(plenary, plenary.published_version) if plenary.published_version else None


def order_of(programme: Programme) -> list[Order]:
    """Return the presentations block by block, without the projects withdrawn since."""
    rows = db.session.scalars(
        select(Passage)
        .join(Passage.project)
        .options(contains_eager(Passage.project).joinedload(Project.association))
        .where(Passage.programme_id == programme.id, Project.public_since.is_not(None))
        .order_by(Passage.position)
    ).all()
    blocks = sorted({row.block for row in rows})
    return [Order(block, tuple(row for row in rows if row.block == block)) for block in blocks]


def guests_of(programme: Programme) -> dict[int, Guest]:
    """Return everybody of a programme by participant's id, with the projects they speak for in it, still public."""
    seated = select(Seat.participant_id).where(Seat.programme_id == programme.id)
    people = db.session.scalars(
        select(Participant)
        .options(joinedload(Participant.project).joinedload(Project.association))
        .where(Participant.id.in_(seated))
        .order_by(Participant.id)
    ).all()
    voices: dict[str, list[int]] = programme.notes.get("voices", {})
    wanted = {number for numbers in voices.values() for number in numbers}
    projects = {
        project.id: project
        for project in db.session.scalars(
            select(Project)
            .options(
                joinedload(Project.association), selectinload(Project.partners).joinedload(ProjectPartner.association)
            )
            .where(Project.id.in_(wanted), Project.public_since.is_not(None))
        )
    }
    return {
        each.id: _guest(each, tuple(projects[number] for number in voices.get(str(each.id), ()) if number in projects))
        for each in people
    }


def tables_of(programme: Programme, guests: Mapping[int, Guest]) -> dict[int, list[TableShown]]:
    """Return the tables of each round with their people, in the order of their numbers."""
    rows = db.session.execute(
        select(Seat.round, Seat.table, Seat.participant_id)
        .where(Seat.programme_id == programme.id)
        .order_by(Seat.round, Seat.table, Seat.participant_id)
    )
    seated: dict[int, dict[int, list[Guest]]] = {}
    for round_number, table, number in rows:
        seated.setdefault(round_number, {}).setdefault(table, []).append(guests[number])
    why: dict[str, dict[str, Any]] = programme.notes.get("why", {})
    return {
        number: [TableShown(table, tuple(people), why.get(f"{number}-{table}", {})) for table, people in tables.items()]
        for number, tables in seated.items()
    }


def places_of(
    programme: Programme,
    participant: Participant,
    guests: Mapping[int, Guest],
    tables: Mapping[int, Sequence[TableShown]],
) -> list[Place]:
    """Return where somebody sits in each round, whom they meet and why."""
    mine = db.session.scalars(
        select(Seat)
        .where(Seat.programme_id == programme.id, Seat.participant_id == participant.id)
        .order_by(Seat.round)
    ).all()
    projects = {project.id: project for guest in guests.values() for project in guest.projects}
    found = []
    for seat in mine:
        table = next(table for table in tables[seat.round] if table.number == seat.table)
        meetings = tuple(_meeting(each, guests, projects) for each in seat.meets.get("people", ()))
        met = {meeting.guest.participant.id for meeting in meetings} | {participant.id}
        others = tuple(guest for guest in table.people if guest.participant.id not in met)
        found.append(Place(seat.round, seat.table, meetings, others))
    return found


def _meeting(each: Mapping[str, Any], guests: Mapping[int, Guest], projects: Mapping[int, Project]) -> Meeting:
    return Meeting(
        guests[each["who"]], projects.get(each["mine"]), projects.get(each["theirs"]), tuple(each["reasons"])
    )


def _guest(participant: Participant, projects: tuple[Project, ...]) -> Guest:
    project = participant.project or next(iter(projects), None)
    who = participant.name if project is None else project.carried_by
    return Guest(participant, who, projects)
