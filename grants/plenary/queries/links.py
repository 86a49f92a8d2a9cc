"""The links that evenings made between associations over the years: what the public picture and its table show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grants.accounts.models import Association
from grants.calls.models import Call
from grants.db import db
from grants.plenary.models import Encounter, Participant, Plenary
from grants.plenary.queries.encounters import who_of
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Link:
    """Two associations that went on together: the years of their encounters, and how the last news say it lives."""

    one: Association
    other: Association
    one_who: str
    other_who: str
    one_theme: str
    other_theme: str
    years: tuple[int, ...]
    state: str
    projects: tuple[tuple[int, Project, Project], ...]


def links_of(year: int = 0) -> list[Link]:
    """Return the links of every evening, or of one year: those both sides wanted, between projects still public."""
    chosen = (
        select(Call.year, Encounter)
        .join(Plenary, Plenary.id == Encounter.plenary_id)
        .join(Call, Call.id == Plenary.call_id)
        .options(*_both_projects(), selectinload(Encounter.news))
        .where(Encounter.agreed_at.is_not(None))
        .order_by(Call.year, Encounter.id)
    )
    rows = db.session.execute(chosen.where(Call.year == year) if year else chosen).all()
    found: dict[frozenset[int], list[tuple[int, Encounter]]] = {}
    for when, encounter in rows:
        pair = _pair(encounter)
        if pair is not None:
            found.setdefault(pair, []).append((when, encounter))
    links = [_link(each) for each in found.values()]
    return sorted(links, key=lambda link: (link.one_who.casefold(), link.other_who.casefold(), link.years))


def years_of_links() -> Sequence[int]:
    """Return the years whose evening made links, the latest first."""
    chosen = select(Call.year).join(Plenary, Plenary.call_id == Call.id).join(Encounter)
    return db.session.scalars(
        chosen.where(Encounter.agreed_at.is_not(None)).distinct().order_by(Call.year.desc())
    ).all()


def _both_projects() -> Iterable[joinedload]:  # type: ignore[valid-type]
    for side in (Encounter.one, Encounter.other):
        project = joinedload(side).joinedload(Participant.project)
        yield project.joinedload(Project.association)
        yield project.selectinload(Project.subjects)


def _pair(encounter: Encounter) -> frozenset[int] | None:
    """Return the two associations of an encounter, None when there are not two that everybody may read of."""
    projects = [person.project for person in (encounter.one, encounter.other)]
    associations = {project.association_id for project in projects if project and project.public_since}
    return frozenset(associations) if len(associations) == 2 and all(projects) else None  # noqa: PLR2004 - a pair


def _link(rows: Sequence[tuple[int, Encounter]]) -> Link:
    first = rows[0][1]
    one, other = sorted((first.one, first.other), key=lambda person: (who_of(person).casefold(), person.id))
    assert one.project is not None and other.project is not None  # noqa: S101, PT018 - `_pair` saw to it
    news = sorted(
        (each for _, encounter in rows for each in encounter.news if each.hidden_at is None),
        key=lambda each: (each.at, each.id),
    )
    return Link(
        one.project.association,
        other.project.association,
        who_of(one),
        who_of(other),
        next(iter(one.project.themes), ""),
        next(iter(other.project.themes), ""),
        tuple(sorted({year for year, _ in rows})),
        news[-1].state if news else "",
        tuple(_projects(rows, one.project.association_id)),
    )


def _projects(rows: Sequence[tuple[int, Encounter]], first: int) -> Iterable[tuple[int, Project, Project]]:
    """Give the projects of each encounter once, that of the first association first."""
    seen = set()
    for year, encounter in rows:
        mine, theirs = encounter.one.project, encounter.other.project
        if mine is None or theirs is None:
            continue
        if mine.association_id != first:
            mine, theirs = theirs, mine
        if (mine.id, theirs.id) not in seen:
            seen.add((mine.id, theirs.id))
            yield year, mine, theirs
