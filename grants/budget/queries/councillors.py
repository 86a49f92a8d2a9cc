"""What is read of the councillors' register: who is in office, and who is interested in which file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import Councillor, Interest, RegisterLine
from grants.db import db
from grants.domain.file import parse
from grants.domain.interests import folded, named_in, overlaps
from grants.domain.states import KEPT
from grants.projects.models import Project, ProjectPartner

if TYPE_CHECKING:
    from sqlalchemy import Select

    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class Tie:
    """An interest that concerns a file: who, by which role in which association, until when it is known to last."""

    councillor_id: int
    name: str
    role: str
    association: str
    until: date | None


def councillors() -> list[Councillor]:
    """Return everybody in the register with their interests: those in office first, by name."""
    query = select(Councillor).options(selectinload(Councillor.interests))
    return list(db.session.scalars(query.order_by(Councillor.until.is_not(None), Councillor.name, Councillor.id)))


def councillor_of(number: int) -> Councillor | None:
    """Return one member of the register."""
    return db.session.get(Councillor, number)


def in_office(day: date) -> list[Councillor]:
    """Return who is in office on a day, by name."""
    return list(db.session.scalars(_sitting(select(Councillor), day).order_by(Councillor.name, Councillor.id)))


def number_in_office(day: date) -> int:
    """Count who is in office on a day."""
    return db.session.scalar(_sitting(select(func.count(Councillor.id)), day)) or 0


def register_of(councillor: Councillor) -> list[RegisterLine]:
    """Return the history of one member, oldest first."""
    query = select(RegisterLine).where(RegisterLine.councillor_id == councillor.id)
    return list(db.session.scalars(query.order_by(RegisterLine.id)))


def association_named(name: str) -> Association | None:
    """Return the association of the directory that bears this name, accents and case aside; the oldest if several."""
    wanted = folded(name)
    rows = db.session.scalars(select(Association).order_by(Association.id))
    return next((each for each in rows if folded(each.name) == wanted), None)


def association_names() -> list[str]:
    """Return the names of the directory's associations, each once, by name."""
    return list(db.session.scalars(select(Association.name).distinct().order_by(Association.name)))


def ties_of(call: Call, day: date) -> dict[int, list[Tie]]:
    """Return, by id of file, the councillors in office on the day of the vote who are interested in it.

    An interest counts when it was in force at any moment from the close of the call, when the files begin to be
    prepared, to the vote. Three queries whatever the number of files.
    """
    first = min(call.closes_on, day)
    query = select(Interest).join(Interest.councillor).options(joinedload(Interest.councillor))
    interests = [
        each
        for each in db.session.scalars(query.order_by(Councillor.name, Councillor.id, Interest.id))
        if overlaps(each.since, each.until, first, day)
        and overlaps(each.councillor.since, each.councillor.until, day, day)
    ]
    return {file.id: _ties(file, interests) for file in _kept(call)} if interests else {}


def _sitting(query: Select[Any], day: date) -> Select[Any]:
    """Keep who is in office on a day."""
    return query.where(Councillor.since <= day, or_(Councillor.until.is_(None), Councillor.until >= day))


def _kept(call: Call) -> list[Application]:
    """Return the files of a call that the council is to vote or voted, with their associations."""
    query = select(Application).where(Application.call_id == call.id, Application.state.in_(sorted(KEPT)))
    partners = joinedload(Application.project).selectinload(Project.partners).joinedload(ProjectPartner.association)
    options = joinedload(Application.association), partners
    return list(db.session.scalars(query.options(*options).order_by(Application.serial, Application.id)))


def _ties(file: Application, interests: list[Interest]) -> list[Tie]:
    """Return the interests that concern a file: in its associations, in the group that asks, in who carries it."""
    answers = parse(file.answers)
    partners = [each.association for each in file.project.partners] if file.project else []
    whole = [each for each in (file.association, *partners) if each]
    names = (*(each.name for each in whole), answers.name, answers.carrier)
    parties = frozenset(folded(name) for name in names if name)
    return [
        Tie(each.councillor_id, each.councillor.name, each.role, each.association, each.until)
        for each in interests
        if each.association_id in {who.id for who in whole} or named_in(each.association, parties)
    ]
