"""Reads around the projects: who carries them, the calls, and what was published before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from grants.accounts.models import Association
from grants.budget.models import Award
from grants.calls.models import Call
from grants.db import db
from grants.opendata.models import PublishedCount
from grants.opendata.queries import is_own_scheme
from grants.projects.models import Project


@dataclass(frozen=True, slots=True)
class Shorter:
    """A file that holds fewer records than it once did: when it held more, how many it held and holds, and why.

    `unidentified` of the missing ones have no number that the schema accepts; the others were withdrawn.
    """

    name: str
    day: date
    before: int
    records: int
    unidentified: int

    @property
    def missing(self) -> int:
        """How many records fewer."""
        return self.before - self.records

    @property
    def withdrawn(self) -> int:
        """How many were taken back: an act undone, an import taken back."""
        return self.missing - self.unidentified


def shorter() -> list[Shorter]:
    """Return the files whose last count is below an earlier one, with the fullest day before."""
    found = []
    by_name: dict[str, list[PublishedCount]] = {}
    for count in db.session.scalars(select(PublishedCount).order_by(PublishedCount.name, PublishedCount.day)):
        by_name.setdefault(count.name, []).append(count)
    for name, counts in by_name.items():
        last = counts[-1]
        fullest = max(counts, key=lambda count: (count.records, count.day))
        if fullest.records > last.records:
            missing = fullest.records - last.records
            unidentified = min(missing, max(0, last.left_out - fullest.left_out))
            found.append(Shorter(name, fullest.day, fullest.records, last.records, unidentified))
    return found


def past_without_number() -> int:
    """Return how many past grants of our own have neither SIRET nor RNA, and so no line in the national file."""
    missing = func.coalesce(Association.siret, "") + func.coalesce(Association.rna, "") == ""
    past = (
        select(Call.territory, Call.scheme, func.count(Award.id))
        .join(Project, Project.call_id == Call.id)
        .join(Award, Award.project_id == Project.id)
        .join(Project.association)
        .where(Call.imported, missing)
        .group_by(Call.territory, Call.scheme)
    )
    rows = db.session.execute(past).all()
    return sum(number for town, scheme, number in rows if is_own_scheme(town, scheme))


def open_associations(after: int, number: int) -> list[dict[str, object]]:
    """Return at most `number` associations that carry public projects, by id from the one after `after`."""
    rows = db.session.execute(
        select(Association.id, Association.name, Association.siret, Association.rna, func.count(Project.id))
        .join(Project, Project.association_id == Association.id)
        .where(Project.public_since.is_not(None), Association.id > after)
        .group_by(Association.id, Association.name, Association.siret, Association.rna)
        .order_by(Association.id)
        .limit(number)
    )
    return [
        {"id": key, "name": name, "siret": siret or None, "rna": rna or None, "projects": projects}
        for key, name, siret, rna, projects in rows
    ]


def open_calls() -> list[dict[str, object]]:
    """Return every call, the last year first: its days, its public projects, the cents voted (money and kind)."""
    public = select(Project.call_id, func.count().label("n")).where(Project.public_since.is_not(None))
    projects = public.group_by(Project.call_id).subquery()
    sums = select(Project.call_id, func.sum(Award.voted_cents + Award.in_kind_cents).label("cents"))
    voted = sums.join(Award, Award.project_id == Project.id).group_by(Project.call_id).subquery()
    rows = db.session.execute(
        select(Call, projects.c.n, voted.c.cents)
        .outerjoin(projects, projects.c.call_id == Call.id)
        .outerjoin(voted, voted.c.call_id == Call.id)
        .order_by(Call.year.desc(), Call.id)
    )
    days = ("opens_on", "closes_on", "council_on", "plenary_on", "report_by")
    return [
        {
            "id": call.id,
            "year": call.year,
            "scheme": call.scheme,
            "title": call.title,
            **{day: None if call.imported else getattr(call, day).isoformat() for day in days},
            "projects": int(number or 0),
            "voted_cents": int(cents or 0),
        }
        for call, number, cents in rows
    ]
