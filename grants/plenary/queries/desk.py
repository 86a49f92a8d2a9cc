"""What staff see of an evening being prepared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from grants.calls.models import Call
from grants.db import db
from grants.domain.cautions import Caution
from grants.domain.errors import RuleError
from grants.domain.moments import Schedule
from grants.domain.tables import Laid, TableSeats
from grants.plenary.models import Participant, Plenary, Programme, Room, Table
from grants.plenary.queries.invitations import to_tell
from grants.plenary.queries.people import participants_of
from grants.plenary.queries.programmes import programmes_of
from grants.plenary.queries.schedule import day_of
from grants.plenary.queries.tables import (
    accessible_caution,
    laid_for,
    named_tables,
    room_cautions,
    rooms_at_once,
    rooms_of,
)


@dataclass(frozen=True, slots=True)
class Seating:
    """The rooms and tables named, those laid for who comes (none when nobody does), and what does not add up."""

    rooms: Sequence[Room]
    named: Sequence[TableSeats]
    laid: Sequence[TableSeats]
    cautions: Sequence[Caution]
    nobody: RuleError | None

    @property
    def seats(self) -> tuple[int, int]:
        """The fewest and the most people that the named tables seat."""
        return sum(table.fewest for table in self.named), sum(table.most for table in self.named)


@dataclass(frozen=True, slots=True)
class Desk:
    """What staff see of an evening: people announced and present, its tables, its hours, the versions made."""

    announced: int
    present: int
    guests: int
    programmes: Sequence[Programme]
    schedule: Schedule
    seating: Seating
    cautions: Sequence[Caution]
    """What does not add up, of the hours, the tables and the programme made."""


def desk_of(plenary: Plenary, projects: int) -> Desk:
    """Count who comes, lay tables for them and lay out the day for that many projects."""
    people = participants_of(plenary)
    programmes = programmes_of(plenary)
    present = sum(each.coming for each in people)
    schedule, seating = day_of(plenary, None, projects), seating_of(plenary, people)
    others = (rooms_at_once(schedule, seating.rooms), _outdated(plenary, programmes), _untold(plenary))
    return Desk(
        announced=len(people),
        present=present,
        guests=sum(each.coming and each.project_id is None for each in people),
        programmes=programmes,
        schedule=schedule,
        seating=seating,
        cautions=[*schedule.cautions, *seating.cautions, *(each for each in others if each is not None)],
    )


def seating_of(plenary: Plenary, people: Sequence[Participant]) -> Seating:
    """Lay tables for those who come, and say what does not add up."""
    rooms, named = rooms_of(plenary), named_tables(plenary)
    here = [each for each in people if each.coming]
    try:
        laid, nobody = laid_for(plenary, len(here)), None
    except RuleError as error:
        laid, nobody = Laid((), ()), error
    reach = accessible_caution(sum(each.accessible_seat for each in here), named)
    cautions = [*room_cautions(rooms, named), *laid.cautions, *([reach] if reach else [])]
    return Seating(rooms, named, laid.tables, cautions, nobody)


def _untold(plenary: Plenary) -> Caution | None:
    """Say how many people were told another day, hour or place."""
    people = len(to_tell(plenary))
    return Caution("to_tell", {"people": people}) if people else None


def _outdated(plenary: Plenary, programmes: Sequence[Programme]) -> Caution | None:
    """Say that the programme shown, or else the newest, was made for another number of rounds."""
    shown = next((made for made in programmes if made.version == plenary.published_version), None)
    made = shown or next(iter(programmes), None)
    if made is None or made.notes["rounds"] == plenary.rounds:
        return None
    figures: dict[str, int | str] = {"version": made.version, "made": made.notes["rounds"], "rounds": plenary.rounds}
    return Caution("other_rounds", figures)


@dataclass(frozen=True, slots=True)
class OtherEvening:
    """An evening one may prepare another like: its id, its year, its place, how many tables it named."""

    id: int
    year: int
    place: str
    tables: int


def other_evenings(call: Call) -> list[OtherEvening]:
    """Return the evenings of other calls, the newest first."""
    tables = select(func.count(Table.id)).where(Table.plenary_id == Plenary.id).scalar_subquery()
    rows = db.session.execute(
        select(Plenary.id, Call.year, Plenary.place, tables)
        .join(Plenary.call)
        .where(Plenary.call_id != call.id)
        .order_by(Plenary.held_on.desc(), Plenary.id.desc())
    )
    return [OtherEvening(*row) for row in rows]


def plenary_numbered(number: int) -> Plenary | None:
    """Return an evening by its id."""
    return db.session.get(Plenary, number)
