"""How somebody of the evening is written to: by the address they gave, else by their account, else by their file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.accounts.models import Person
from grants.applications.models import Application
from grants.db import db
from grants.domain.file import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Participant


def addresses_of(participants: Sequence[Participant]) -> dict[int, tuple[str, str]]:
    """Return the mail address and the language of these people, by their number; who has no address is not there."""
    people = {
        person.id: (person.email, person.language)
        for person in db.session.scalars(
            select(Person).where(Person.id.in_({each.person_id for each in participants if each.person_id}))
        )
    }
    files = {
        file.project_id: parse(file.answers).contact_email
        for file in db.session.scalars(
            select(Application).where(Application.project_id.in_({each.project_id for each in participants}))
        )
    }
    found = {}
    for each in participants:
        known = people.get(each.person_id or 0) or (files.get(each.project_id, ""), "fr")
        if known[0]:
            found[each.id] = known
    return found
