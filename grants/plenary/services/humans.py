"""Telling that two lines of the list are one human being, who sits only once in a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.domain.words import plain
from grants.plenary.models import Participant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.plenary.models import Plenary

SHORTEST_NAME = 3


def same_human(one: str, other: str) -> bool:
    """Tell whether two names may be those of one person of one association: they share a word."""
    words = [{word for word in plain(name).split() if len(word) >= SHORTEST_NAME} for name in (one, other)]
    return plain(one) == plain(other) or bool(words[0] & words[1])


def join_lines(plenary: Plenary, lines: Iterable[Participant]) -> None:
    """Note for each of these lines whether somebody of the same name or e-mail is there for another project.

    The same name counts within one association, the same e-mail everywhere.
    """
    others = db.session.scalars(
        select(Participant)
        .options(joinedload(Participant.project))
        .where(Participant.plenary_id == plenary.id, Participant.coming)
        .order_by(Participant.id)
    ).all()
    for line in lines:
        twin = next((each for each in others if line.coming and _one(each, line)), None)
        line.same_as_id = None if twin is None else twin.same_as_id or twin.id
        if twin is not None:
            line.person_id = line.person_id or twin.person_id
            twin.person_id = line.person_id
    db.session.flush()


def _one(each: Participant, line: Participant) -> bool:
    """Tell whether an earlier line of another project is the same human being."""
    if each.id >= line.id or each.project_id == line.project_id:
        return False
    houses = [one.project.association_id if one.project else None for one in (each, line)]
    if houses[0] is not None and houses[0] == houses[1] and plain(each.name) == plain(line.name):
        return True
    return bool(line.email) and each.email == line.email
