"""Who comes: one voice for each project to begin with, then what associations and staff say."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.applications.models import Application
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.plenary.models import Participant, Seat
from grants.plenary.queries import participants_of, projects_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary
    from grants.projects.models import Project

MOST_PER_PROJECT = 3
LONGEST_NAME = 120
TOKEN_BYTES = 12


def invite_missing(plenary: Plenary) -> list[Participant]:
    """Announce somebody for each project that has nobody: the contact of its file, or else the association.

    The same contact of one association speaks for all its projects, so is announced once.
    """
    announced = [each.project for each in participants_of(plenary) if each.project is not None]
    heard = {project.id for project in announced}
    spoken = {project.association_id for project in announced if plenary.call.imported}
    contacts = _contacts(plenary)
    known: set[tuple[int, str]] = set()
    added = []
    for project in projects_of(plenary.call):
        name, person_id = contacts.get(project.id, ("", None))
        if project.id in heard or project.association_id in spoken or (project.association_id, name) in known:
            continue
        known.add((project.association_id, name))
        added.append(_announce(plenary, name or project.association.name, project.id, person_id))
    db.session.flush()
    return added


def add_person(plenary: Plenary, project: Project, name: str) -> Participant:
    """Announce one more person for a project; raises RuleError `name_missing` or `too_many_people` (most)."""
    there = [each for each in participants_of(plenary) if each.project_id == project.id and each.coming]
    if len(there) >= MOST_PER_PROJECT:
        raise RuleError("too_many_people", most=MOST_PER_PROJECT)
    added = _announce(plenary, _checked(name), project.id, None)
    db.session.flush()
    return added


def add(plenary: Plenary, name: str, project: Project | None) -> Participant:
    """Announce somebody more, for a project or as a guest."""
    return add_guest(plenary, name) if project is None else add_person(plenary, project, name)


def add_guest(plenary: Plenary, name: str) -> Participant:
    """Announce somebody without project: a resident, a service, an elected member."""
    added = _announce(plenary, _checked(name), None, None)
    db.session.flush()
    return added


def say_who_comes(plenary: Plenary, project: Project, names: Sequence[str]) -> None:
    """Keep the people an association sends for a project, none being an answer too; personal links stay the same."""
    wanted = [_checked(name) for name in names if _one_line(name)]
    if len(wanted) > MOST_PER_PROJECT:
        raise RuleError("too_many_people", most=MOST_PER_PROJECT)
    lines = [each for each in participants_of(plenary) if each.project_id == project.id]
    while len(lines) < len(wanted):
        lines.append(_announce(plenary, wanted[len(lines)], project.id, None))
    for place, line in enumerate(lines):
        line.coming = place < len(wanted)
        if line.coming:
            line.name = wanted[place]
    db.session.flush()


def set_coming(participant: Participant, *, coming: bool) -> None:
    """Note that somebody comes, or does not."""
    participant.coming = coming
    db.session.flush()


def remove(participant: Participant) -> None:
    """Take somebody off the list; one who already sits in a programme only stops coming."""
    seated = db.session.scalar(select(Seat.participant_id).where(Seat.participant_id == participant.id).limit(1))
    if seated is None:
        db.session.delete(participant)
    else:
        participant.coming = False
    db.session.flush()


def _contacts(plenary: Plenary) -> dict[int, tuple[str, int | None]]:
    """Return, for each project with a file, the name of its contact and the person who wrote it."""
    rows = db.session.execute(
        select(Application.project_id, Application.answers, Application.person_id).where(
            Application.call_id == plenary.call_id, Application.project_id.is_not(None)
        )
    )
    return {
        project_id: (str(answers.get("contact_name") or "").strip()[:LONGEST_NAME], person_id)
        for project_id, answers, person_id in rows
        if project_id is not None
    }


def _announce(plenary: Plenary, name: str, project_id: int | None, person_id: int | None) -> Participant:
    line = Participant(
        plenary_id=plenary.id,
        project_id=project_id,
        person_id=person_id,
        name=name,
        kind="guest" if project_id is None else "project",
        token=secrets.token_urlsafe(TOKEN_BYTES),
    )
    db.session.add(line)
    return line


def _checked(name: str) -> str:
    kept = _one_line(name)[:LONGEST_NAME]
    if not kept:
        raise RuleError("name_missing")
    return kept


def _one_line(name: str) -> str:
    return " ".join(clean(name).split())
