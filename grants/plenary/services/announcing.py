"""Announcing: one voice for each project to begin with, then whoever staff add or take off."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from grants.db import db, now
from grants.domain.coming import LONGEST_NAME, MOST_PER_PROJECT
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.plenary.models import MeetingWish, Participant, Veto
from grants.plenary.queries import participants_of, projects_of
from grants.plenary.queries.contacts import Contact, contacts_of
from grants.plenary.services.humans import join_lines

if TYPE_CHECKING:
    from grants.plenary.models import Plenary
    from grants.projects.models import Project

TOKEN_BYTES = 12


def invite_missing(plenary: Plenary) -> list[Participant]:
    """Announce somebody for each project that has nobody: the contact of its file, or else the association.

    The same contact of one association speaks for all its projects, so is announced once.
    """
    announced = [each.project for each in participants_of(plenary) if each.project is not None]
    heard = {project.id for project in announced}
    spoken = {project.association_id for project in announced if plenary.call.imported}
    contacts = contacts_of(plenary)
    known: set[tuple[int, str]] = set()
    added = []
    for project in projects_of(plenary.call):
        contact = contacts.get(project.id, Contact())
        if project.id in heard or project.association_id in spoken or (project.association_id, contact.name) in known:
            continue
        known.add((project.association_id, contact.name))
        added.append(_announce_contact(plenary, project, contact))
    db.session.flush()
    return added


def _announce_contact(plenary: Plenary, project: Project, contact: Contact) -> Participant:
    line = announce(plenary, contact.name or project.association.name, project.id)
    line.person_id, line.email, line.language = contact.person_id, contact.email, contact.language
    return line


def add_person(plenary: Plenary, project: Project, name: str) -> Participant:
    """Announce one more person for a project; raises RuleError `name_missing` or `too_many_people` (most)."""
    there = [each for each in participants_of(plenary) if each.project_id == project.id and each.coming]
    if len(there) >= MOST_PER_PROJECT:
        raise RuleError("too_many_people", most=MOST_PER_PROJECT)
    added = announce(plenary, checked(name), project.id)
    db.session.flush()
    return added


def add(plenary: Plenary, name: str, project: Project | None, *, email: str = "", guest_kind: str = "") -> Participant:
    """Announce somebody more, for a project or as a guest; with an e-mail, the next invitations reach them too."""
    added = add_guest(plenary, name) if project is None else add_person(plenary, project, name)
    added.email = email
    added.guest_kind = guest_kind if project is None else ""
    db.session.flush()
    join_lines(plenary, [added])
    return added


def add_guest(plenary: Plenary, name: str) -> Participant:
    """Announce somebody without project: a resident, a service, an elected member."""
    added = announce(plenary, checked(name), None)
    db.session.flush()
    return added


def set_coming(participant: Participant, *, coming: bool) -> None:
    """Note that somebody comes, or does not: it is their answer, however it came."""
    participant.coming = coming
    participant.answered_at = participant.answered_at or now()
    db.session.flush()


def remove(participant: Participant) -> None:
    """Take somebody off the list with what they said; one whom a programme already names only stops coming."""
    for table in (MeetingWish, Veto):
        mine = or_(table.participant_id == participant.id, table.other_id == participant.id)
        db.session.execute(delete(table).where(mine))
    for twin in db.session.scalars(select(Participant).where(Participant.same_as_id == participant.id)):
        twin.same_as_id = None
    participant.coming = participant.shares_contact = False
    participant.email = participant.needs = participant.contact = ""
    db.session.flush()
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.delete(participant)


def announce(plenary: Plenary, name: str, project_id: int | None) -> Participant:
    """Add a line, with a personal link of its own."""
    line = Participant(
        plenary_id=plenary.id,
        project_id=project_id,
        name=name,
        kind="guest" if project_id is None else "project",
        token=secrets.token_urlsafe(TOKEN_BYTES),
    )
    db.session.add(line)
    return line


def checked(name: str) -> str:
    """Return a name one can read, cut at its longest; raises RuleError `name_missing`."""
    kept = one_line(name)[:LONGEST_NAME]
    if not kept:
        raise RuleError("name_missing")
    return kept


def one_line(words: str) -> str:
    """Return words on one line, without the signs that no page can show."""
    return " ".join(clean(words).split())
