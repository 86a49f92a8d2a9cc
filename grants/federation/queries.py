"""Reads about other territories: whom we read, their projects, those alike ours. Nothing here leaves this server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from grants.db import db
from grants.federation.models import ASKED, LINKED, SEEN, Cousin, Cousinage, Neighbour
from grants.projects.models import Project
from grants.projects.search import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Select

BATCH = 500
MOST_COUSINS = 4


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A project of elsewhere as pages show it, with its source and its licence; empty texts are what nobody tells."""

    title: str
    url: str
    hook: str
    association: str
    place: str
    year: int | None
    source: str
    home: str
    licence: str
    words: tuple[str, ...] = ()


def matching(text: str, limit: int) -> list[Elsewhere]:
    """Return the projects of elsewhere nearest to a typed search; one query, none when nothing was typed."""
    found = SearchIndex("cousin").found(text) if text else None
    if found is None:
        return []
    chosen = _whole().join(found, found.c.cousin_id == Cousin.id)
    return [
        _shown(each) for each in db.session.scalars(chosen.order_by(found.c.closeness.desc(), Cousin.id).limit(limit))
    ]


def cousins_of(project_id: int) -> list[Elsewhere]:
    """Return the projects of elsewhere that are alike one of ours, the nearest first, with the words in common."""
    query = (
        select(Cousinage)
        .join(Cousinage.cousin)
        .join(Cousin.neighbour)
        .options(contains_eager(Cousinage.cousin).contains_eager(Cousin.neighbour))
        .where(Cousinage.project_id == project_id)
        .order_by(Cousinage.nearness.desc(), Cousinage.cousin_id)
        .limit(MOST_COUSINS)
    )
    return [_shown(tie.cousin, tuple(tie.words)) for tie in db.session.scalars(query)]


def linked() -> list[tuple[Neighbour, int]]:
    """Return the territories we are linked with, by name, with how many of their projects we know."""
    counts = select(Cousin.neighbour_id, func.count().label("number")).group_by(Cousin.neighbour_id).subquery()
    query = (
        select(Neighbour, func.coalesce(counts.c.number, 0))
        .outerjoin(counts, counts.c.neighbour_id == Neighbour.id)
        .where(Neighbour.state.not_in((ASKED, SEEN)))
        .order_by(Neighbour.name, Neighbour.id)
    )
    return [(neighbour, number) for neighbour, number in db.session.execute(query)]


def waiting() -> Sequence[Neighbour]:
    """Return the addresses that are looked at, or wait for a yes, the newest first."""
    return db.session.scalars(
        select(Neighbour).where(Neighbour.state.in_((ASKED, SEEN))).order_by(Neighbour.id.desc())
    ).all()


def neighbour_of(number: int) -> Neighbour | None:
    """Return a neighbour."""
    return db.session.get(Neighbour, number)


def neighbour_at(address: str) -> Neighbour | None:
    """Return the neighbour read at an address."""
    return db.session.scalar(select(Neighbour).where(Neighbour.address == address))


def due(instant: datetime) -> Sequence[int]:
    """Return the ids of those to read now, who waited longest first."""
    ready = (Neighbour.state == LINKED, Neighbour.paused.is_(False), Neighbour.next_fetch <= instant)
    return db.session.scalars(select(Neighbour.id).where(*ready).order_by(Neighbour.next_fetch, Neighbour.id)).all()


def last_change_of_ours() -> datetime | None:
    """Return when a public project of ours changed last."""
    return db.session.scalar(select(func.max(Project.updated_at)).where(Project.public_since.is_not(None)))


def unrelated() -> Sequence[int]:
    """Return the ids of those whose projects were not compared with ours since a project of ours changed."""
    behind = or_(Neighbour.related_at.is_(None), Neighbour.related_at < last_change_of_ours())
    return db.session.scalars(
        select(Neighbour.id).where(Neighbour.state == LINKED, behind).order_by(Neighbour.id)
    ).all()


def every_cousin() -> Iterator[Cousin]:
    """Give every project of elsewhere with its neighbour, a batch at a time."""
    query = _whole().order_by(Neighbour.name, Neighbour.id, Cousin.id)
    yield from db.session.scalars(query.execution_options(yield_per=BATCH))


def _whole() -> Select[Any]:
    """Select projects of elsewhere with their neighbour."""
    return select(Cousin).join(Cousin.neighbour).options(contains_eager(Cousin.neighbour))


def _shown(cousin: Cousin, words: tuple[str, ...] = ()) -> Elsewhere:
    """Write a row as pages show it; a project without a licence of its own has that of its feed."""
    source = cousin.neighbour
    return Elsewhere(
        title=cousin.title,
        url=cousin.url or source.home,
        hook=cousin.hook,
        association=cousin.association,
        place=cousin.place,
        year=cousin.year,
        source=source.name,
        home=source.home or source.address,
        licence=cousin.licence or source.licence,
        words=words,
    )
