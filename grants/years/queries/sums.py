"""What each association received over the years: the open answer to whoever fears that money is merely sprinkled."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from grants.accounts.models import Association
from grants.budget.models import Award
from grants.calls.models import Call
from grants.db import db
from grants.domain.thresholds import legal_person
from grants.domain.words import plain
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Sums:
    """One legal person: its name, its grants, and the cents of each year, money and kind together."""

    name: str
    grants: int
    by_year: tuple[tuple[int, int], ...]

    @property
    def whole(self) -> int:
        """Cents of all the years."""
        return sum(cents for _, cents in self.by_year)


@dataclass(frozen=True, slots=True)
class Spread:
    """How many associations were helped in so many years, and the cents they received together."""

    years: int
    associations: int
    cents: int


def sums() -> list[Sums]:
    """Return every legal person the council voted something for, by name; the same years as on the page of years."""
    own = select(Call.year).where(Call.imported.is_(False))
    rows = db.session.execute(
        select(
            Association.id,
            Association.name,
            Association.siret,
            Call.year,
            func.count(Award.id),
            func.sum(Award.voted_cents + Award.in_kind_cents),
        )
        .join(Project, Project.association_id == Association.id)
        .join(Call, Call.id == Project.call_id)
        .join(Award, Award.project_id == Project.id)
        .where(or_(Call.imported.is_(False), Call.year.not_in(own)), Project.public_since.is_not(None))
        .group_by(Association.id, Association.name, Association.siret, Call.year)
        .order_by(Association.id, Call.year)
    )
    names: dict[str, str] = {}
    grants: Counter[str] = Counter()
    cents: dict[str, Counter[int]] = defaultdict(Counter)
    for number, name, siret, year, count, voted in rows:
        person = legal_person(siret, number)
        names.setdefault(person, name)
        grants[person] += count
        cents[person][year] += int(voted)
    found = [Sums(name, grants[person], tuple(sorted(cents[person].items()))) for person, name in names.items()]
    return sorted(found, key=lambda each: (plain(each.name), each.name))


def spread(rows: Iterable[Sums]) -> list[Spread]:
    """Count associations by the number of years in which they were helped, the fewest years first."""
    many: Counter[int] = Counter()
    cents: Counter[int] = Counter()
    for row in rows:
        many[len(row.by_year)] += 1
        cents[len(row.by_year)] += row.whole
    return [Spread(years, many[years], cents[years]) for years in sorted(many)]
