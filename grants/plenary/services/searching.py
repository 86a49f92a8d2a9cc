"""Looking for programmes while nobody waits: a search is asked for, works by itself, keeps each version it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.db import db, now
from grants.domain.errors import RuleError
from grants.plenary.models import Search
from grants.plenary.queries.searches import search_of_key
from grants.plenary.services.plans import plan_programme
from grants.plenary.services.programmes import keep_programme
from grants.plenary.services.seating import seat_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.plenary.models import Plenary


def ask_search(plenary: Plenary, *, seconds: int, seed: int, wanted: int, once: str) -> tuple[Search, bool]:
    """Write a search down, and tell whether it is new: a form asks for one search, however often it is sent."""
    known = search_of_key(once)
    if known is not None:
        return known, False
    search = Search(plenary=plenary, seconds=seconds, seed=seed, wanted=wanted, once=once, found={"versions": []})
    db.session.add(search)
    db.session.flush()
    return search, True


def search_programmes(number: int) -> Iterator[None]:
    """Make the versions a search asks for; each `yield` keeps what is done, and holds no transaction while seeking."""
    search = db.session.get(Search, number)
    while search is not None and search.ended_at is None:
        versions = list(search.found["versions"])
        if len(versions) >= search.wanted:
            search.ended_at = now()
            return
        try:
            plan = plan_programme(search.plenary)
            seconds, seed = float(search.seconds), search.seed + len(versions)
            yield
            draft = seat_people(plan, seconds=seconds, seed=seed)
            made = keep_programme(search.plenary, draft)
        except RuleError as error:
            figures = {name: str(value) for name, value in error.figures.items()}
            search.found = {"versions": versions, "code": error.code, "figures": figures}
            search.ended_at = now()
        else:
            search.found = {"versions": [*versions, made.version]}
        yield
