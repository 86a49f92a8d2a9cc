"""Who is still to be invited or told, and who comes, as staff look through the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from grants.db import db, now
from grants.domain.words import plain
from grants.plenary.models import MeetingWish, Participant, Plenary
from grants.plenary.queries.contacts import contacts_of
from grants.plenary.queries.people import participants_of
from grants.projects.models import Project
from grants.territories.queries import territory

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

PER_PAGE = 100

STATES: Final[Mapping[str, Callable[[Participant], bool]]] = {
    "unanswered": lambda each: each.coming and each.answered_at is None,
    "coming": lambda each: each.coming and each.answered_at is not None,
    "absent": lambda each: not each.coming,
    "guests": lambda each: each.project_id is None,
    "needs": lambda each: each.coming and bool(each.needs or each.accessible_seat),
    "unreachable": lambda each: each.coming and not each.email and each.answered_at is None,
}
"""What staff may look for in the list, beside everybody."""


@dataclass(frozen=True, slots=True)
class PeopleList:
    """The people of an evening as staff chose to see them; `counts` by state, whatever was chosen.

    `to_invite` and `to_tell`: how many mails would leave. `wishes`: how many each one has, by id.
    """

    everybody: int
    people: Sequence[Participant]
    counts: Mapping[str, int]
    to_invite: int
    to_tell: int
    wishes: Mapping[int, int]
    page: int = 1
    pages: int = 1

    @property
    def shown(self) -> Sequence[Participant]:
        """The lines of the page."""
        return self.people[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]


def people_list(plenary: Plenary, state: str = "", search: str = "", page: int = 1) -> PeopleList:
    """Return the list, narrowed to a state of STATES and to names, projects and associations with these words."""
    people = participants_of(plenary)
    chosen = [each for each in people if STATES.get(state, bool)(each) and _matches(each, search)]
    pages = max(1, -(-len(chosen) // PER_PAGE))
    reachable = {number for number, contact in contacts_of(plenary).items() if contact.email}
    return PeopleList(
        everybody=len(people),
        people=chosen,
        counts={name: sum(map(test, people)) for name, test in STATES.items()},
        to_invite=sum(_to_be_invited(each) and bool(each.email or each.project_id in reachable) for each in people),
        to_tell=sum(_to_be_told(plenary, each) for each in people),
        wishes=_wishes(plenary),
        page=min(max(page, 1), pages),
        pages=pages,
    )


def to_invite(plenary: Plenary) -> Select[Participant]:
    """Return who is to be invited: expected, with an address, who neither was invited nor answered."""
    return (
        select(Participant)
        .options(selectinload(Participant.project))
        .where(
            Participant.plenary_id == plenary.id,
            Participant.coming,
            Participant.email != "",
            Participant.invited_at.is_(None),
            Participant.answered_at.is_(None),
            still_there(),
        )
    )


def still_there() -> ColumnElement[bool]:
    """Return what holds for guests, and for the people of a project that was not withdrawn."""
    public = select(Project.id).where(Project.public_since.is_not(None))
    return or_(Participant.project_id.is_(None), Participant.project_id.in_(public))


def to_tell(plenary: Plenary) -> list[Participant]:
    """Return those who were told another day, hour or place than today's."""
    return [each for each in participants_of(plenary) if _to_be_told(plenary, each)]


def when_and_where(plenary: Plenary) -> str:
    """Return the day, the hours and the place as they stand, to know later who was told something else."""
    hours = f"{plenary.starts_at:%H:%M}-{plenary.ends_at:%H:%M}"
    return f"{plenary.held_on.isoformat()} {hours} {plenary.place}"


def is_over(plenary: Plenary) -> bool:
    """Tell whether the day of the evening is past, in its town."""
    zone = ZoneInfo(territory(plenary.call.territory).zone)
    return plenary.held_on < now().astimezone(zone).date()


def _to_be_invited(each: Participant) -> bool:
    return _is_there(each) and each.invited_at is None and each.answered_at is None


def _to_be_told(plenary: Plenary, each: Participant) -> bool:
    return _is_there(each) and bool(each.email) and each.told not in {"", when_and_where(plenary)}


def _is_there(each: Participant) -> bool:
    return each.coming and (each.project is None or each.project.public_since is not None)


def _matches(each: Participant, search: str) -> bool:
    project = each.project
    said = (each.name, each.organisation, *((project.title, project.association.name) if project else ()))
    text = plain(" ".join(said))
    return all(word in text for word in plain(search).split())


def _wishes(plenary: Plenary) -> dict[int, int]:
    """Count the wishes of each one."""
    rows = db.session.scalars(
        select(MeetingWish.participant_id)
        .join(Participant, Participant.id == MeetingWish.participant_id)
        .where(Participant.plenary_id == plenary.id)
    ).all()
    return {number: rows.count(number) for number in set(rows)}
