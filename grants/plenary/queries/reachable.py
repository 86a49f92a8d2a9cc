"""Whom one may wish to meet: the projects of the evening, and the guests who come in their function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants.db import db
from grants.domain.words import plain
from grants.plenary.models import Participant
from grants.plenary.queries.calls import projects_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.plenary.models import MeetingWish, Veto
    from grants.plenary.queries.party import Party
    from grants.projects.models import Project

IN_THEIR_FUNCTION: Final = ("service", "elected", "neighbour")
"""Guests whom others may find by name; a resident is found by nobody."""
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody to meet: a project (`project_id`), or a guest (`participant_id`), with what they look for and offer."""

    project_id: int | None
    participant_id: int | None
    name: str
    house: str
    slug: str = ""
    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How a form names them."""
        return f"p{self.project_id}" if self.project_id is not None else f"g{self.participant_id}"


def others_of(party: Party) -> list[Other]:
    """Return everybody that somebody of this party may name: not their own association, nor themselves."""
    mine = party.project.association_id if party.project else None
    projects = [_project(each) for each in projects_of(party.plenary.call) if each.association_id != mine]
    guests = db.session.scalars(
        select(Participant)
        .where(
            Participant.plenary_id == party.plenary.id,
            Participant.kind == "guest",
            Participant.guest_kind.in_(IN_THEIR_FUNCTION),
            Participant.coming,
        )
        .order_by(Participant.name, Participant.id)
    )
    me = {line.id for line in party.lines}
    return projects + [_guest(each) for each in guests if each.id not in me]


def found_among(
    others: Iterable[Other], search: str, said: Sequence[MeetingWish | Veto], *, by_name: bool
) -> list[Other]:
    """Return those with these words, without those already named: in what they look for or offer too, or by name."""
    named = {(each.project_id, each.other_id) for each in said}
    words = plain(search).split()
    return [
        each
        for each in others
        if (each.project_id, each.participant_id) not in named
        and all(word in _text(each, by_name=by_name) for word in words)
    ]


def _text(other: Other, *, by_name: bool) -> str:
    said = () if by_name else (*other.needs, *other.offers)
    return plain(" ".join((other.name, other.house, *said)))


def _project(project: Project) -> Other:
    return Other(
        project_id=project.id,
        participant_id=None,
        name=project.title,
        house=project.carried_group or project.association.name,
        slug=project.slug,
        needs=tuple(each.sentence for each in project.needs),
        offers=tuple(each.sentence for each in project.offers),
    )


def _guest(guest: Participant) -> Other:
    return Other(project_id=None, participant_id=guest.id, name=guest.name, house=guest.organisation)
