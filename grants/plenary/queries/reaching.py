"""How somebody of the evening is written to: by the address they gave, else by that of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.accounts.models import Person
from grants.db import db
from grants.plenary.models import Participant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary


def addresses_of(participants: Sequence[Participant]) -> dict[int, tuple[str, str]]:
    """Return the mail address and the language of these people, by their number; who has no address is not there."""
    known = {each.person_id for each in participants if each.person_id and not each.email}
    accounts = {
        person.id: (person.email, person.language)
        for person in db.session.scalars(select(Person).where(Person.id.in_(known)))
    }
    found = {}
    for each in participants:
        if each.email:
            found[each.id] = (each.email, each.language)
        elif each.person_id in accounts:
            found[each.id] = accounts[each.person_id]
    return found


def unreached(plenary: Plenary) -> int:
    """Count those who come and cannot be written to."""
    people = db.session.scalars(select(Participant).where(Participant.plenary_id == plenary.id, Participant.coming))
    coming = people.all()
    return len(coming) - len(addresses_of(coming))
