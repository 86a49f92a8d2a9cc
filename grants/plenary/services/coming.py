"""Answering: who comes for a project or as a guest, with what they need and how they may be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from sqlalchemy import delete

from grants.db import db, now
from grants.domain.coming import LONGEST_NAME, MOST_PER_PROJECT, stays
from grants.domain.errors import RuleError
from grants.domain.words import plain
from grants.plenary.models import Participant, Veto
from grants.plenary.queries.invitations import when_and_where
from grants.plenary.queries.party import Party, hold, party_of_project
from grants.plenary.services.announcing import announce, checked, one_line
from grants.plenary.services.humans import join_lines, same_human
from grants.plenary.services.telling import CONFIRMED, LEFT, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.plenary.models import Plenary
    from grants.projects.models import Project


@dataclass(frozen=True, slots=True)
class Announced:
    """Somebody named: `line` is the place they had on the list, None for somebody new."""

    name: str
    email: str = ""
    accessible_seat: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of coming; `seen` is the state of the list when the page was opened."""

    coming: bool
    people: tuple[Announced, ...]
    needs: str = ""
    arrives_at: time | None = None
    leaves_at: time | None = None
    shares_contact: bool = False
    contact: str = ""
    organisation: str = ""
    guest_kind: str = ""
    language: str = "fr"
    seen: str = ""


def answer(party: Party, said: Answer) -> None:
    """Keep an answer and tell those it concerns by mail.

    Raises RuleError `list_changed` when somebody else answered meanwhile, `nobody_named` for a yes without a name,
    `too_many_people` (most), `leaves_before`.
    """
    party = hold(party)
    if said.seen and said.seen != party.state:
        raise RuleError("list_changed")
    named = [each for each in said.people if one_line(each.name)] if said.coming else []
    if said.coming and not named:
        raise RuleError("nobody_named")
    if not stays(said.arrives_at, said.leaves_at, past_midnight=party.plenary.ends_at <= party.plenary.starts_at):
        raise RuleError("leaves_before")
    before = {line.id: (line.coming and line.answered_at is not None, line.email) for line in party.lines}
    lines = _name_guest(party, named) if party.project is None else _name_people(party.plenary, party.project, named)
    _keep_what_was_said(lines, party.speaker_among(lines), said)
    db.session.flush()
    join_lines(party.plenary, lines)
    for line in lines:
        _tell_what_changed(party.plenary, line, before.get(line.id, (False, "")))


def say_who_comes(plenary: Plenary, project: Project, names: Sequence[str]) -> None:
    """Keep the people an association sends for a project, none being an answer too; personal links stay the same."""
    lines = _name_people(plenary, project, [Announced(name) for name in names if one_line(name)])
    db.session.flush()
    join_lines(plenary, lines)


def _name_people(plenary: Plenary, project: Project, named: Sequence[Announced]) -> Sequence[Participant]:
    """Give each one named a line: the one they had, else one of somebody who does not come any more, else a new one.

    People beyond those the page shows (staff may have let a fourth come) are left as they are.
    """
    if len(named) > MOST_PER_PROJECT:
        raise RuleError("too_many_people", most=MOST_PER_PROJECT)
    party = party_of_project(plenary, project)
    lines = list(party.lines)
    free = {line.id: line for line in lines if line in party.shown or not line.coming}
    taken = [(each, free.pop(each.line or 0, None)) for each in named]
    for each, kept in taken:
        line = kept or _line_for(each, free.values())
        if line is None:
            line = announce(plenary, checked(each.name), project.id)
            lines.append(line)
        free.pop(line.id, None)
        _write(line, each)
    for line in free.values():
        line.coming = False
    return lines


def _line_for(each: Announced, free: Iterable[Participant]) -> Participant | None:
    """Find the free line of the same human being, else the first that is free."""
    kept = list(free)
    known = (line for line in kept if same_human(line.name, each.name))
    return next(known, None) or next(iter(kept), None)


def _name_guest(party: Party, named: Sequence[Announced]) -> Sequence[Participant]:
    """Keep the name of a guest, or that they do not come."""
    (line,) = party.lines
    line.coming = bool(named)
    if named:
        _write(line, named[0])
    return party.lines


def _write(line: Participant, each: Announced) -> None:
    """Write somebody on a line; what belonged to somebody else leaves it."""
    name = checked(each.name)
    if line.id is not None and plain(line.name) != plain(name) and not same_human(line.name, name):
        line.person_id, line.needs, line.contact, line.shares_contact = None, "", "", False
        db.session.execute(delete(Veto).where(Veto.participant_id == line.id))
    line.name, line.email, line.coming = name[:LONGEST_NAME], each.email, True
    line.accessible_seat = each.accessible_seat


def _keep_what_was_said(lines: Sequence[Participant], speaker: Participant, said: Answer) -> None:
    """Keep the rest: hours for all who come, the needs and the contact of whoever speaks."""
    for line in lines:
        line.answered_at = line.answered_at or now()
        line.arrives_at, line.leaves_at = said.arrives_at, said.leaves_at
        line.language = said.language
    speaker.needs = said.needs
    speaker.shares_contact = said.shares_contact
    speaker.contact = said.contact if said.shares_contact else ""
    if speaker.project_id is None:
        speaker.organisation, speaker.guest_kind = said.organisation, said.guest_kind


def _tell_what_changed(plenary: Plenary, line: Participant, before: tuple[bool, str]) -> None:
    """Confirm to whoever was not confirmed at this address; tell who was expected and is not any more."""
    confirmed, email = before
    if line.coming and line.email and not (confirmed and email == line.email and line.told == when_and_where(plenary)):
        tell(line, plenary, CONFIRMED)
    elif not line.coming and line.email and line.diary:
        tell(line, plenary, LEFT, cancels=True)
