"""The letters of after the evening: whom to go on with, how it lives, how to reach one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from grants import mail
from grants.applications.queries import local_day
from grants.db import db, now
from grants.domain.following import letter_due
from grants.plenary.models import AfterLetter, Encounter, EncounterSide, Participant, Plenary
from grants.plenary.queries.came import stayed_away
from grants.plenary.queries.encounters import seen_by, who_of
from grants.plenary.queries.reaching import addresses_of
from grants.projects.models import Project
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS = {"evening": "plenary_after", "month": "encounters_living", "half_year": "encounters_living"}
"""The mail of each letter."""


def write_after() -> None:
    """Write the letter of the day to the people of each evening held: once each, to those who can be written to.

    The next day everybody is asked with whom they go on; later, those who have an encounter are asked how it lives,
    and six months after, everybody is asked what stayed of the evening.
    """
    held = select(Plenary).options(joinedload(Plenary.call)).where(Plenary.published_version.is_not(None))
    for plenary in db.session.scalars(held.order_by(Plenary.id)).all():
        kind = letter_due(plenary.held_on, local_day(plenary.call, now()))
        if kind:
            _write(plenary, kind)


def tell_contacts(encounter: Encounter) -> None:
    """Give each of two people how to reach the other."""
    plenary = db.session.get_one(Plenary, encounter.plenary_id)
    both = (encounter.one, encounter.other)
    addresses = addresses_of(both)
    for me in both:
        told = seen_by(encounter, me)
        if me.id in addresses and told.theirs is not None:
            address, language = addresses[me.id]
            mail.post(
                address,
                "encounter_contacts",
                language,
                participant=me,
                met={"name": told.other.name, "who": who_of(told.other), "contact": told.theirs.contact},
                call=plenary.call,
                town=territory(plenary.call.territory),
            )


def _write(plenary: Plenary, kind: str) -> None:
    """Write one letter to the people of an evening who have not had it."""
    people = _people(plenary, kind)
    addresses = addresses_of(people)
    for each in people:
        if each.id in addresses and _note(each, kind):
            address, language = addresses[each.id]
            mail.post(
                address,
                LETTERS[kind],
                language,
                participant=each,
                plenary=plenary,
                call=plenary.call,
                town=territory(plenary.call.territory),
                kind=kind,
            )


def _people(plenary: Plenary, kind: str) -> Sequence[Participant]:
    """Return who came, is to have a letter and has not had it yet."""
    had = select(AfterLetter.participant_id).where(AfterLetter.kind == kind)
    chosen = (
        select(Participant)
        .options(joinedload(Participant.project).joinedload(Project.association))
        .where(Participant.plenary_id == plenary.id, Participant.coming, Participant.id.not_in(had))
        .order_by(Participant.id)
    )
    if kind == "month":
        said = select(EncounterSide.participant_id).where(EncounterSide.said_at.is_not(None))
        agreed = select(Encounter).where(Encounter.agreed_at.is_not(None)).subquery()
        chosen = chosen.where(
            or_(
                Participant.id.in_(said),
                Participant.id.in_(select(agreed.c.one_id)),
                Participant.id.in_(select(agreed.c.other_id)),
            )
        )
    away = stayed_away(plenary)
    return [each for each in db.session.scalars(chosen) if each.id not in away]


def _note(participant: Participant, kind: str) -> bool:
    """Note a letter; False when it was written before, by this machine or another."""
    try:
        with db.session.begin_nested():
            db.session.add(AfterLetter(participant_id=participant.id, kind=kind))
    except IntegrityError:
        return False
    return True
