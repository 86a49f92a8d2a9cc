"""What each legal person received in a year, all schemes together, past years' imported grants included. In cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import Agreement, Award, Deliberation
from grants.budget.queries.partners import WITH_CARRIERS, received_by
from grants.calls.models import Call
from grants.db import db
from grants.domain.states import State
from grants.domain.thresholds import Mark, Received, legal_person, mark
from grants.domain.words import plain
from grants.projects.models import Project, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class Cumulated:
    """One legal person in one year, beside the years before; `sums` by year, `awards` how many that year."""

    person: str
    association_id: int
    name: str
    siret: str
    awards: int
    schemes: tuple[str, ...]
    received: Received
    sums: Mapping[int, int]
    agreements: tuple[Agreement, ...]

    @property
    def mark(self) -> Mark:
        """What the sum of the year calls for."""
        return mark(self.received, agreed=bool(self.agreements))


@dataclass(frozen=True, slots=True)
class _Row:
    """What one association was voted in one year under one scheme."""

    association: Association
    year: int
    scheme: str
    awards: int
    received: Received

    @property
    def person(self) -> str:
        """The legal person the association is."""
        return legal_person(self.association.siret, self.association.id)


def _rows(years: Iterable[int]) -> list[_Row]:
    """Sum the awards by association, year and scheme; what several carry counts for each by its own part."""
    wanted = Call.year.in_(list(years))
    found = db.session.execute(
        select(
            Association,
            Call.year,
            Call.title,
            func.count(Award.id),
            func.sum(Award.voted_cents),
            func.sum(Award.in_kind_cents),
        )
        .join(Project, Project.association_id == Association.id)
        .join(Award, Award.project_id == Project.id)
        .join(Call, Project.call_id == Call.id)
        .where(wanted, ~Project.partners.any())
        .group_by(Association.id, Call.year, Call.title)
    )
    alone = [
        _Row(association, year, title, count, Received(int(money), int(kind)))
        for association, year, title, count, money, kind in found
    ]
    return sorted([*alone, *_joint_rows(wanted)], key=lambda row: (row.association.id, row.year, row.scheme))


def _joint_rows(wanted: ColumnElement[bool]) -> list[_Row]:
    """Return the part of each association in each award of a project that several carry."""
    found = db.session.execute(
        select(Award, Project, Call)
        .join(Project, Award.project_id == Project.id)
        .join(Call, Project.call_id == Call.id)
        .where(wanted, Project.partners.any())
        .options(*WITH_CARRIERS)
        .order_by(Award.id)
    )
    return [
        _Row(who, call.year, call.title, 1, part)
        for award, project, call in found.all()
        for who, part in received_by(project, award.voted_cents, award.in_kind_cents)
    ]


def agreements_of(year: int) -> dict[str, list[Agreement]]:
    """Return the agreements recorded for a year, by legal person."""
    found: dict[str, list[Agreement]] = defaultdict(list)
    query = (
        select(Agreement, Association.siret)
        .join(Association, Agreement.association_id == Association.id)
        .where(Agreement.year == year)
        .order_by(Agreement.signed_on, Agreement.id)
    )
    for agreement, siret in db.session.execute(query):
        found[legal_person(siret, agreement.association_id)].append(agreement)
    return found


def cumulated(year: int, beside: Iterable[int] = ()) -> list[Cumulated]:
    """Return every legal person that received something in a year, by name; `beside`: other years shown with it."""
    rows = _rows({year, *beside})
    sums: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    now: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        sums[row.person][row.year] += row.received.whole
        if row.year == year:
            now[row.person].append(row)
    agreed = agreements_of(year)
    found = [_cumulated(person, its, sums[person], agreed.get(person, [])) for person, its in now.items()]
    return sorted(found, key=lambda each: (plain(each.name), each.association_id))


def _cumulated(person: str, rows: list[_Row], sums: Mapping[int, int], agreed: list[Agreement]) -> Cumulated:
    """Put the rows of one legal person together; it is known by the name of its first association."""
    first = rows[0].association
    received = sum((row.received for row in rows), Received())
    return Cumulated(
        person=person,
        association_id=first.id,
        name=first.name,
        siret=first.siret or "",
        awards=sum(row.awards for row in rows),
        schemes=tuple(dict.fromkeys(row.scheme for row in rows)),
        received=received,
        sums=dict(sums),
        agreements=tuple(agreed),
    )


def received_in(year: int) -> dict[str, Received]:
    """Return what each legal person was voted in a year."""
    found: dict[str, Received] = defaultdict(Received)
    for row in _rows({year}):
        found[row.person] += row.received
    return found


def marks_of(year: int) -> dict[str, Mark]:
    """Return what the sum of each legal person calls for."""
    agreed = agreements_of(year)
    return {person: mark(sums, agreed=person in agreed) for person, sums in received_in(year).items()}


def award_years() -> list[int]:
    """Return every year in which something was voted, newest first."""
    query = select(Call.year).join(Project, Project.call_id == Call.id).join(Award, Award.project_id == Project.id)
    return list(db.session.scalars(query.distinct().order_by(Call.year.desc())))


@dataclass(frozen=True, slots=True)
class AwardTo:
    """One award to an association, whatever its year and its scheme."""

    year: int
    scheme: str
    association: str
    title: str
    act: str
    received: Received


def awards_to(association_id: int) -> list[AwardTo]:
    """Return every award to the legal person that an association is, its own part of each, newest year first."""
    association = db.session.get(Association, association_id)
    if association is None:
        return []
    person = legal_person(association.siret, association.id)
    which = Association.id == association_id
    if not person.startswith("association:"):
        which |= Association.siret.startswith(person)
    same = select(Association.id).where(which)
    rows = db.session.execute(
        select(Call, Project, Deliberation.number, Award)
        .join(Project, Project.call_id == Call.id)
        .join(Award, Award.project_id == Project.id)
        .join(Deliberation, Award.deliberation_id == Deliberation.id)
        .where(Project.association_id.in_(same) | Project.partners.any(ProjectPartner.association_id.in_(same)))
        .options(*WITH_CARRIERS)
        .order_by(Call.year.desc(), Award.id)
    )
    return [
        AwardTo(call.year, call.title, who.name, project.title, act, part)
        for call, project, act, award in rows.all()
        for who, part in received_by(project, award.voted_cents, award.in_kind_cents)
        if legal_person(who.siret, who.id) == person
    ]


@dataclass(frozen=True, slots=True)
class AtVote:
    """A file before the vote: what its association received this year, and what it would with the file."""

    number: str
    association: str
    before: Received
    after: Received

    @property
    def mark(self) -> Mark:
        """What the sum would call for, if no agreement is recorded."""
        return mark(self.after, agreed=False)


def near_at_vote(call: Call) -> list[AtVote]:
    """Return the files that wait for the vote and would bring an association near 23,000 € or above, by number.

    A file counts for what it asks, under the cap, and for its help in kind, once for each association that carries it
    and for its part alone; agreements answer the alert.
    """
    rows = db.session.execute(
        select(Application, Project)
        .join(Project, Application.project_id == Project.id)
        .where(Application.call_id == call.id, Application.state == State.RECEIVABLE)
        .options(*WITH_CARRIERS)
        .order_by(Application.serial, Application.id)
    ).all()
    known, agreed = received_in(call.year), agreements_of(call.year)
    asked: dict[str, Received] = defaultdict(Received)
    waiting = []
    for file, project in rows:
        for who, part in received_by(project, min(file.requested_cents, call.cap_cents), file.in_kind_cents):
            person = legal_person(who.siret, who.id)
            asked[person] += part
            waiting.append((file.number or "", who.name, person))
    found = []
    for number, name, person in waiting:
        before = known.get(person, Received())
        row = AtVote(number, name, before, before + asked[person])
        if person not in agreed and row.mark in {Mark.NEAR, Mark.AGREEMENT}:
            found.append(row)
    return found
