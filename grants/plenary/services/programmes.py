"""Building a programme: what it is made of, the search, then keeping it; and publishing it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.tables import tables_for
from grants.plenary.models import Participant, Passage, Programme, Seat
from grants.plenary.queries import affinities_of, attendance, next_version, participants_of, projects_of
from grants.plenary.services.planning import Draft, Plan, Sitter, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary


def build_programme(plenary: Plenary, *, seconds: float = 5.0, seed: int = 0) -> Programme:
    """Plan, seat and keep in one transaction, as a new version not yet published; the raises of the three."""
    return keep_programme(plenary, seat_people(plan_programme(plenary), seconds=seconds, seed=seed))


def plan_programme(plenary: Plenary) -> Plan:
    """Read who comes for what, and how many tables they need; raises the RuleErrors of `tables_for`."""
    projects = projects_of(plenary.call)
    there = attendance(participants_of(plenary), projects)
    place = {project.id: number for number, project in enumerate(projects)}
    people = tuple(_sitter(each) for each in there.present)
    same = _same_people(people)
    tables = tables_for(
        len(people) - sum(len(group) - 1 for group in same),
        fewest=plenary.fewest_seats,
        most=plenary.most_seats,
        count=plenary.tables,
    )
    return Plan(
        people=people,
        voices=tuple(tuple(place[project.id] for project in spoken) for spoken in there.projects),
        projects=tuple(
            Subject(project.id, project.association_id, next(iter(project.themes), "")) for project in projects
        ),
        unheard=frozenset(place[project.id] for project in there.unheard),
        affinity=affinities_of(plenary.call, projects),
        rounds=plenary.rounds,
        tables=tuple(tables),
        same_people=same,
        pitch_seconds=plenary.pitch_seconds,
    )


def seat_people(plan: Plan, *, seconds: float, seed: int) -> Draft:
    """Look for seats for at most that many seconds, without the database; raises RuleError `infeasible` (reason)."""
    from grants.domain.seating import Infeasible, seat  # noqa: PLC0415 - numpy is loaded where it works

    try:
        seating = seat(
            plan.affinity.matrix(plan.voices),
            plan.rounds,
            plan.tables,
            apart=plan.colleagues(),
            same_person=plan.same_people,
            seed=seed,
            seconds=seconds,
        )
    except Infeasible as error:
        raise RuleError("infeasible", reason=str(error)) from error
    return Draft(
        seed=seed,
        value=float(seating.value),
        bound=float(seating.bound),
        poorest=float(seating.poorest),
        notes=plan.notes(seating),
        seats=plan.seats(seating),
        passages=plan.passages(),
    )


def keep_programme(plenary: Plenary, draft: Draft) -> Programme:
    """Keep a draft as a new version, not yet published; raises RuleError `people_changed` if somebody has gone."""
    seated = {seat["participant_id"] for seat in draft.seats}
    known = db.session.scalar(select(func.count()).select_from(Participant).where(Participant.id.in_(seated)))
    if known != len(seated):
        raise RuleError("people_changed")
    programme = Programme(
        plenary=plenary,
        version=next_version(plenary),
        seed=draft.seed,
        value=draft.value,
        bound=draft.bound,
        poorest=draft.poorest,
        notes=draft.notes,
        seats=[Seat(**seat) for seat in draft.seats],
        passages=[Passage(**passage) for passage in draft.passages],
    )
    db.session.add(programme)
    db.session.flush()
    return programme


def publish(programme: Programme) -> None:
    """Show this version to everybody."""
    programme.plenary.published_version = programme.version
    db.session.flush()


def _sitter(participant: Participant) -> Sitter:
    project = participant.project
    return Sitter(participant.id, project.association_id if project else None, participant.human)


def _same_people(people: Sequence[Sitter]) -> tuple[tuple[int, ...], ...]:
    """Return the groups of places that are one human being."""
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        groups[person.human].append(place)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
