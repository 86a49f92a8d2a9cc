"""The addresses of projects: given once, for ever, to one of them."""

from __future__ import annotations

from itertools import chain, count, islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.domain.slugs import slug_of
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

AT_ONCE = 100
"""Addresses looked for at once, each by the index: a search by their beginning reads every project there is."""
FEWEST = 3
"""Addresses looked for of each title when there are many."""


def free_addresses(wanted: Sequence[tuple[str, int]]) -> list[str]:
    """Return an address nobody has for each (title, year): the title, then with its year, then numbered."""
    candidates = [_candidates(title, year) for title, year in wanted]
    first = [list(islice(each, max(FEWEST, AT_ONCE // max(1, len(wanted))))) for each in candidates]
    taken = _taken(chain.from_iterable(first))
    given = []
    for (title, year), some, others in zip(wanted, first, candidates, strict=True):
        more = [] if any(slug not in taken for slug in some) else list(islice(others, AT_ONCE))
        taken |= _taken(more)
        slug = next((slug for slug in (*some, *more) if slug not in taken), None) or _numbered(title, year, taken)
        taken.add(slug)
        given.append(slug)
    return given


def _candidates(title: str, year: int) -> Iterator[str]:
    """Give the addresses that a title may have."""
    base = slug_of(title) or f"projet-{year}"
    return chain((base, f"{base}-{year}"), (f"{base}-{year}-{number}" for number in count(2)))


def _taken(slugs: Iterable[str]) -> set[str]:
    """Return those of these addresses that a project has."""
    some = list(slugs)
    return set(db.session.scalars(select(Project.slug).where(Project.slug.in_(some)))) if some else set()


def _numbered(title: str, year: int, given: set[str]) -> str:
    """Return a free address of a title that hundreds of projects have: their numbers follow each other."""
    base = f"{slug_of(title) or f'projet-{year}'}-{year}"

    def is_taken(number: int) -> bool:
        slug = f"{base}-{number}"
        return slug in given or bool(_taken([slug]))

    low, high = AT_ONCE, 2 * AT_ONCE
    while is_taken(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_taken(middle) else (low, middle)
    return f"{base}-{high}"
