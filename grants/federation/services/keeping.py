"""Keeping what a neighbour publishes: new projects, changed ones, and those it no longer gives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants.db import db
from grants.federation.models import Cousin
from grants.federation.queries import BATCH, every_cousin
from grants.projects.search import Entry, SearchIndex

if TYPE_CHECKING:
    from datetime import datetime

    from grants.domain.feeds import Feed, Foreign
    from grants.federation.models import Neighbour

FIELDS: Final = ("url", "title", "hook", "association", "place", "year", "themes", "cents", "licence", "updated")
KEPT_UNSEEN: Final = timedelta(days=365)
"""A project that its town no longer gives is forgotten after this."""


def keep(neighbour: Neighbour, feed: Feed, instant: datetime) -> int:
    """Write a feed down; return how many projects are new, changed or forgotten; those no longer given stay a year."""
    known = {each.key: each for each in db.session.scalars(select(Cousin).where(Cousin.neighbour_id == neighbour.id))}
    changed = [cousin for each in feed.entries if (cousin := _written(neighbour, known, each))]
    given = {each.key for each in feed.entries}
    for key in given:
        if key in known:
            known[key].seen_at = instant
    missing = [cousin for key, cousin in known.items() if key not in given]
    old = [cousin for cousin in missing if cousin.seen_at < instant - KEPT_UNSEEN]
    db.session.flush()
    index = SearchIndex("cousin")
    index.drop(cousin.id for cousin in old)
    for cousin in old:
        db.session.delete(cousin)
    index.put([_entry(neighbour, cousin) for cousin in changed])
    neighbour.missing = len(missing) - len(old)
    return len(changed) + len(old)


def index_cousins() -> None:
    """Index every project of elsewhere again, as after a backup was put back."""
    cousins = list(every_cousin())
    for start in range(0, len(cousins), BATCH):
        some = cousins[start : start + BATCH]
        SearchIndex("cousin").put([_entry(cousin.neighbour, cousin) for cousin in some])


def _written(neighbour: Neighbour, known: dict[str, Cousin], given: Foreign) -> Cousin | None:
    """Write one project; return it when it is new or changed."""
    cousin = known.get(given.key)
    if cousin is None:
        cousin = Cousin(neighbour_id=neighbour.id, key=given.key, **{name: getattr(given, name) for name in FIELDS})
        db.session.add(cousin)
        return cousin
    fresh = {name: getattr(given, name) for name in FIELDS if getattr(given, name) != getattr(cousin, name)}
    for name, value in fresh.items():
        setattr(cousin, name, value)
    return cousin if fresh else None


def _entry(neighbour: Neighbour, cousin: Cousin) -> Entry:
    """Gather what is searched of a project of elsewhere."""
    names = (cousin.association, cousin.place, cousin.themes, neighbour.name, str(cousin.year or ""))
    return Entry(cousin.id, cousin.title, " ".join(names), cousin.hook)
