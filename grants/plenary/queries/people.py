"""Who comes to an evening, and for which projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.plenary.models import Participant
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.plenary.models import Plenary


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who sits: each one present with the projects they speak for (none for a guest), and who is left unheard."""

    present: tuple[Participant, ...]
    projects: tuple[tuple[Project, ...], ...]
    unheard: tuple[Project, ...]


def participants_of(plenary: Plenary) -> Sequence[Participant]:
    """Return everybody announced for an evening, absent ones included: projects by title, then guests by name."""
    chosen = (
        select(Participant)
        .outerjoin(Project)
        .options(joinedload(Participant.project).joinedload(Project.association))
        .where(Participant.plenary_id == plenary.id)
    )
    return db.session.scalars(
        chosen.order_by(Participant.kind.desc(), Project.title, Participant.name, Participant.id)
    ).all()


def participant_of(plenary: Plenary, number: int) -> Participant | None:
    """Return one line of the list of people."""
    return db.session.scalar(select(Participant).where(Participant.plenary_id == plenary.id, Participant.id == number))


def participant_of_token(plenary: Plenary, token: str) -> Participant | None:
    """Return the participant of a personal link."""
    return db.session.scalar(
        select(Participant)
        .options(joinedload(Participant.project).joinedload(Project.association))
        .where(Participant.plenary_id == plenary.id, Participant.token == token)
    )


def attendance(participants: Iterable[Participant], projects: Sequence[Project]) -> Attendance:
    """Say who present speaks for which project; who was to come for a project since withdrawn is not waited for.

    A project without anybody of its own is spoken for by the first one present of an association that carries it.
    """
    present = tuple(
        each for each in participants if each.coming and (each.project is None or each.project.public_since)
    )
    spoken: dict[int, list[Project]] = {each.id: [] for each in present}
    of_project: dict[int, list[Participant]] = {}
    of_association: dict[int, Participant] = {}
    for each in present:
        if each.project is not None:
            of_project.setdefault(each.project.id, []).append(each)
            of_association.setdefault(each.project.association_id, each)
    unheard = []
    for project in projects:
        voices = (
            of_project.get(project.id)
            or [of_association[who] for who in project.carrier_ids if who in of_association][:1]
        )
        for voice in voices:
            spoken[voice.id].append(project)
        if not voices:
            unheard.append(project)
    return Attendance(present, tuple(tuple(spoken[each.id]) for each in present), tuple(unheard))
