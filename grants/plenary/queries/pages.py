"""What each page of the evening shows, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.domain.moments import Schedule
from grants.domain.words import plain
from grants.plenary.queries.people import participant_of_token
from grants.plenary.queries.programmes import (
    Guest,
    Order,
    Place,
    TableShown,
    guests_of,
    order_of,
    places_of,
    tables_of,
)
from grants.plenary.queries.schedule import day_of

if TYPE_CHECKING:
    from grants.plenary.models import Plenary, Programme


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A whole programme: hours, presentations, tables by round, and where each one sits in each round."""

    schedule: Schedule
    order: Sequence[Order]
    rounds: Mapping[int, Sequence[TableShown]]
    guests: Mapping[int, Guest]
    index: Sequence[tuple[Guest, Sequence[int]]]

    @property
    def speaking(self) -> int:
        """How long all presentations take one after the other, in seconds."""
        return sum(passage.seconds for order in self.order for passage in order.passages)


@dataclass(frozen=True, slots=True)
class PersonalPage:
    """The evening of one person: their places round by round, within the hours of the day."""

    guest: Guest
    places: Sequence[Place]
    schedule: Schedule


def programme_page(plenary: Plenary, programme: Programme, search: str = "") -> ProgrammePage:
    """Put a programme together; `search` keeps in the index those whose name or project has these words."""
    guests = guests_of(programme)
    rounds = tables_of(programme, guests)
    tables: dict[int, list[int]] = {number: [0] * len(rounds) for number in guests}
    for place, shown in enumerate(rounds.values()):
        for table in shown:
            for guest in table.people:
                tables[guest.participant.id][place] = table.number
    index = sorted(
        ((guest, tables[number]) for number, guest in guests.items() if _matches(guest, search)),
        key=lambda line: (plain(line[0].who), line[0].participant.id),
    )
    return ProgrammePage(day_of(plenary, programme), order_of(programme), rounds, guests, index)


def personal_pages(plenary: Plenary, programme: Programme, key: str) -> list[PersonalPage]:
    """Return the evening of the holder of a personal link, or of those who speak for the project of that slug."""
    guests = guests_of(programme)
    holder = participant_of_token(plenary, key)
    schedule, tables = day_of(plenary, programme), tables_of(programme, guests)

    def places(guest: Guest) -> list[Place]:
        return places_of(programme, guest.participant, guests, tables)

    if holder is not None:
        lines = [guest for guest in guests.values() if guest.participant.human == holder.human]
        whole = [_whole(holder.id, lines)] if lines else []
        seated = sorted((place for line in lines for place in places(line)), key=lambda place: place.round)
        return [PersonalPage(guest, seated, schedule) for guest in whole]
    chosen = [guest for guest in guests.values() if any(project.slug == key for project in guest.projects)]
    return [PersonalPage(guest, places(guest), schedule) for guest in chosen]


def _whole(number: int, lines: Sequence[Guest]) -> Guest:
    """Return somebody announced once or more as one, with all their projects."""
    first = next((line for line in lines if line.participant.id == number), lines[0])
    projects = dict.fromkeys(project for line in lines for project in line.projects)
    return Guest(first.participant, first.who, tuple(projects))


def _matches(guest: Guest, search: str) -> bool:
    said = plain(" ".join((guest.who, *(project.title for project in guest.projects))))
    return all(word in said for word in plain(search).split())
