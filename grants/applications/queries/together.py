"""Reads about the people of a file: who may write it, who is invited, what its carrier said, what is left to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from grants.accounts.models import Membership, Person
from grants.accounts.queries import living_link
from grants.applications.models import Application, CarrierRequest, FileInvitation, FileWriter
from grants.db import db
from grants.domain.file import Standing, parse, unread
from grants.domain.states import UNDER_WAY, State
from grants.security import FILES

if TYPE_CHECKING:
    from sqlalchemy import Select

    from grants.domain.file import File

ASKABLE = UNDER_WAY | {State.DRAFT}
"""A carrier may answer until the vote."""


def may_write(person: Person, application: Application) -> bool:
    """Tell whether a person may write in a file, whatever its state."""
    if application.association_id in acts_for(person):
        return True
    return db.session.scalar(written_by(person).where(FileWriter.application_id == application.id)) is not None


def wrote_once(person: Person, application: Application) -> bool:
    """Tell whether a person is, or ever was, a writer of a file."""
    query = select(FileWriter.id).filter_by(person_id=person.id, application_id=application.id)
    return db.session.scalar(query) is not None


def writers_of(application: Application) -> list[FileWriter]:
    """Return who writes a file today, longest first, each with its person; those its association removed left it."""
    query = _writing().options(joinedload(FileWriter.person)).where(FileWriter.application_id == application.id)
    return list(db.session.scalars(query.order_by(FileWriter.since, FileWriter.id)))


def readers_of(application: Application) -> list[Person]:
    """Return the people to write to about a file: its writers and the people of its association."""
    ours = select(Membership.person_id).where(
        Membership.association_id == application.association_id, Membership.ended_at.is_(None)
    )
    writers = [each.person_id for each in writers_of(application)]
    query = select(Person).where(or_(Person.id.in_(writers), Person.id.in_(ours))).order_by(Person.id)
    return list(db.session.scalars(query))


def written_by(person: Person) -> Select[int]:
    """Choose the keys of the files a person is a writer of today."""
    return _writing().with_only_columns(FileWriter.application_id).where(FileWriter.person_id == person.id)


def _writing() -> Select[FileWriter]:
    """Choose the writers of today. Who was taken off the file's association since is none, unless invited again."""
    left = (
        select(Membership.id)
        .where(
            Membership.person_id == FileWriter.person_id,
            Membership.association_id == Application.association_id,
            Membership.ended_at >= FileWriter.since,
        )
        .exists()
    )
    return (
        select(FileWriter)
        .join(Application, Application.id == FileWriter.application_id)
        .where(FileWriter.ended_at.is_(None), ~left)
    )


def acts_for(person: Person) -> list[int]:
    """Return the keys of the associations somebody acts for today."""
    query = select(Membership.association_id).where(Membership.person_id == person.id, Membership.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(Membership.association_id)))


def file_link(token_hash: str) -> FileInvitation | None:
    """Return the invitation of that secret if it waits for an answer and whoever sent it still writes the file."""
    link = living_link(FileInvitation, token_hash)
    if link is None:
        return None
    author, file = link.invited_by, link.application
    return link if author.looks_after(file.call_id, FILES) or may_write(author, file) else None


def carrier_link(token_hash: str) -> CarrierRequest | None:
    """Return what a carrier was asked by that secret, until the vote, and as long as the file names it so."""
    request = db.session.scalar(select(CarrierRequest).filter_by(token_hash=token_hash))
    if request is None or State(request.application.state) not in ASKABLE:
        return None
    return request if _names(request, parse(request.application.answers)) else None


def carrier_requests(application: Application) -> list[CarrierRequest]:
    """Return what the carrier the file names today was asked, oldest first."""
    query = select(CarrierRequest).filter_by(application_id=application.id).order_by(CarrierRequest.id)
    file = parse(application.answers)
    return [each for each in db.session.scalars(query) if _names(each, file)]


def carrier_answer(application: Application) -> CarrierRequest | None:
    """Return the last answer of the carrier the file names today."""
    answered = [each for each in carrier_requests(application) if each.answered_at]
    return max(answered, key=lambda each: (each.answered_at, each.id), default=None)


@dataclass(frozen=True, slots=True)
class Carried:
    """Who carries a group: who was asked, when last, what they answered, and whether one may ask."""

    carrier: str
    email: str
    asked_at: datetime | None
    answer: CarrierRequest | None
    may_ask: bool


def carried(application: Application) -> Carried | None:
    """Return what is known of the carrier of a file; nothing when the group is not carried."""
    file = parse(application.answers)
    if not file.is_carried:
        return None
    asked = carrier_requests(application)
    may_ask = bool(file.carrier_email) and State(application.state) in ASKABLE
    last = asked[-1].created_at if asked else None
    return Carried(file.carrier, file.carrier_email, last, carrier_answer(application), may_ask)


def standing_of(application: Application) -> Standing:
    """Return what is known of a file beside its answers: its carrier's word, and what was copied and not read again."""
    answer = carrier_answer(application)
    asked = "asked" if carrier_requests(application) else ""
    return Standing(answer.answer if answer else asked, unread(application.answers, application.to_reread))


def _names(request: CarrierRequest, file: File) -> bool:
    """Tell whether a file still names the carrier that was asked, at the same address."""
    same = (file.carrier.casefold(), file.carrier_email.lower())
    return file.is_carried and (request.carrier.casefold(), request.email) == same
