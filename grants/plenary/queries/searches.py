"""Searches for programmes: how far they are, whoever asks and whenever."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db, now
from grants.plenary.models import Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary

SPARE = 120
"""Seconds any search may take before it is held for interrupted, besides those of each of its versions."""
READING = 60


def search_of(plenary: Plenary, number: int) -> Search | None:
    """Return one search."""
    return db.session.scalar(select(Search).where(Search.plenary_id == plenary.id, Search.id == number))


def search_of_key(once: str) -> Search | None:
    """Return the search a form already asked for."""
    return db.session.scalar(select(Search).where(Search.once == once))


def searches_under_way(plenary: Plenary) -> Sequence[Search]:
    """Return the searches that have not ended, those interrupted left out, the oldest first."""
    rows = db.session.scalars(
        select(Search).where(Search.plenary_id == plenary.id, Search.ended_at.is_(None)).order_by(Search.id)
    ).all()
    return [search for search in rows if not interrupted(search)]


def interrupted(search: Search) -> bool:
    """Tell whether a search should have ended long ago: its machine was stopped."""
    most = SPARE + search.wanted * (4 * search.seconds + READING)
    return search.ended_at is None and now() > search.asked_at + timedelta(seconds=most)
