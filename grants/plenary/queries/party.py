"""Those who answer together: the people of a project, or a guest alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.calls.models import Call
from grants.db import db
from grants.domain.coming import MOST_PER_PROJECT
from grants.plenary.models import Participant, Plenary, Programme, Seat
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Party:
    """The lines of one project, or of one guest, in the order they were announced; `holder` holds the link."""

    plenary: Plenary
    project: Project | None
    lines: tuple[Participant, ...]
    holder: Participant | None = None

    @property
    def shown(self) -> tuple[Participant, ...]:
        """Those who come, at most as many as a project may send."""
        return tuple(line for line in self.lines if line.coming)[:MOST_PER_PROJECT]

    @property
    def answered(self) -> bool:
        """Whether somebody said yes or no."""
        return any(line.answered_at is not None for line in self.lines)

    @property
    def coming(self) -> bool:
        """Whether somebody comes."""
        return any(line.coming for line in self.lines)

    @property
    def state(self) -> str:
        """What the list says, in short: it differs as soon as one line does."""
        said = [(line.id, line.name, line.email, line.coming, line.accessible_seat, line.needs) for line in self.lines]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    @property
    def speaker(self) -> Participant | None:
        """Whoever's needs and contact the page shows: the holder, unless they send somebody else."""
        return self.speaker_among(self.lines) if self.lines else None

    def speaker_among(self, lines: Sequence[Participant]) -> Participant:
        """Return who speaks for these lines: the holder if coming, else the first who comes, else the first."""
        there = [line for line in lines if line.coming]
        if self.holder is not None and (self.holder.coming or not there):
            return self.holder
        return (there or list(lines))[0]


def party_of_token(year: int, token: str) -> Party | None:
    """Return those for whom the holder of a personal link answers; nothing once the project is withdrawn."""
    holder = db.session.scalar(
        select(Participant)
        .join(Plenary, Plenary.id == Participant.plenary_id)
        .join(Call, Call.id == Plenary.call_id)
        .options(joinedload(Participant.project).joinedload(Project.association))
        .where(Participant.token == token, Call.year == year)
    )
    if holder is None:
        return None
    plenary = db.session.get_one(Plenary, holder.plenary_id)
    if holder.project is None:
        return Party(plenary, None, (holder,), holder)
    if not holder.project.public_since:
        return None
    found = party_of_project(plenary, holder.project)
    return Party(plenary, holder.project, found.lines, holder)


def party_of_project(plenary: Plenary, project: Project) -> Party:
    """Return the people announced for a project, nobody being possible."""
    return Party(plenary, project, tuple(db.session.scalars(_lines(plenary, project)).all()))


def is_seated(programme: Programme | None, participant: Participant | None) -> bool:
    """Tell whether a programme has a place for somebody."""
    if programme is None or participant is None:
        return False
    mine = select(Seat.participant_id).where(Seat.programme_id == programme.id, Seat.participant_id == participant.id)
    return db.session.scalar(mine.limit(1)) is not None


def hold(party: Party) -> Party:
    """Return the same people as they are now, alone to change any of the evening's until the end of the transaction."""
    db.session.execute(select(Plenary.id).where(Plenary.id == party.plenary.id).with_for_update())
    if party.project is None:
        for line in party.lines:
            db.session.refresh(line)
        return party
    lines = db.session.scalars(_lines(party.plenary, party.project).execution_options(populate_existing=True)).all()
    return replace(party, lines=tuple(lines))


def _lines(plenary: Plenary, project: Project) -> Select[Participant]:
    return (
        select(Participant)
        .where(Participant.plenary_id == plenary.id, Participant.project_id == project.id)
        .order_by(Participant.id)
    )
