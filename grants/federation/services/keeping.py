"""Keeping what a neighbour publishes: new projects, changed ones, and those it no longer gives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from grants.db import db
from grants.federation.models import Cousin
from grants.federation.queries import BATCH, every_cousin
from grants.projects.search import Entry, SearchIndex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grants.domain.feeds import Foreign
    from grants.federation.models import Neighbour

FIELDS: Final = ("url", "title", "hook", "association", "place", "year", "themes", "cents", "licence", "updated")
KEPT_UNSEEN: Final = timedelta(days=365)
"""A project that its town no longer gives is forgotten after this."""


def keep(neighbour: Neighbour, entries: Sequence[Foreign], instant: datetime) -> int:
    """Write a part of a feed down, seen at that instant; return how many projects are new or changed."""
    keys = [each.key for each in entries]
    here = select(Cousin).where(Cousin.neighbour_id == neighbour.id, Cousin.key.in_(keys))
    known = {each.key: each for each in db.session.scalars(here)}
    changed = [cousin for each in entries if (cousin := _written(neighbour, known, each, instant))]
    db.session.flush()
    SearchIndex("cousin").put([_entry(neighbour, cousin) for cousin in changed])
    return len(changed)


def forget_unseen(neighbour: Neighbour, instant: datetime) -> int:
    """Count the projects that the reading of that instant did not give; forget those nobody gave for a year.

    Return how many were forgotten.
    """
    unseen = (Cousin.neighbour_id == neighbour.id, Cousin.seen_at < instant)
    old = db.session.scalars(select(Cousin.id).where(*unseen, Cousin.seen_at < instant - KEPT_UNSEEN)).all()
    SearchIndex("cousin").drop(old)
    db.session.execute(delete(Cousin).where(*unseen, Cousin.seen_at < instant - KEPT_UNSEEN))
    neighbour.missing = db.session.scalar(select(func.count()).where(*unseen)) or 0
    return len(old)


def index_cousins() -> None:
    """Index every project of elsewhere again, as after a backup was put back."""
    cousins = list(every_cousin())
    for start in range(0, len(cousins), BATCH):
        some = cousins[start : start + BATCH]
        SearchIndex("cousin").put([_entry(cousin.neighbour, cousin) for cousin in some])


def _written(neighbour: Neighbour, known: dict[str, Cousin], given: Foreign, instant: datetime) -> Cousin | None:
    """Write one project; return it when it is new or changed."""
    cousin = known.get(given.key)
    if cousin is None:
        told = {name: getattr(given, name) for name in FIELDS}
        cousin = Cousin(neighbour_id=neighbour.id, key=given.key, seen_at=instant, **told)
        db.session.add(cousin)
        return cousin
    cousin.seen_at = instant
    fresh = {name: getattr(given, name) for name in FIELDS if getattr(given, name) != getattr(cousin, name)}
    for name, value in fresh.items():
        setattr(cousin, name, value)
    return cousin if fresh else None


def _entry(neighbour: Neighbour, cousin: Cousin) -> Entry:
    """Gather what is searched of a project of elsewhere."""
    names = (cousin.association, cousin.place, cousin.themes, neighbour.name, str(cousin.year or ""))
    return Entry(cousin.id, cousin.title, " ".join(names), cousin.hook)
