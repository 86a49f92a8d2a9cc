"""The open files: what each holds and how it is made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grants.budget.queries import published_heads
from grants.domain import giving, scdl
from grants.domain import state_file as state_lines
from grants.opendata import feeds, queries
from grants.opendata.places import address, home_town, licence_address, page_maker
from grants.opendata.records import feature, project_record
from grants.territories.queries import territory
from grants.workshops.queries import coming_of

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from grants.calls.models import Call
    from grants.projects.queries import Filters

HOW = (
    "Each line of a book carries the hash of the one before. Note a hash today; any later day, "
    "`flask --app wsgi audit verify --head HASH` (or --audit-head), or the script of the exported books, "
    "finds whether a line before it was changed, removed or moved."
)

__all__ = ["address", "home_town", "licence_address", "page_maker"]


def subventions(*, history: bool = False, most: int | None = None) -> Generator[str]:
    """Give the national file piece by piece, of the first `most` grants when asked."""
    yield from scdl.csv_text(scdl.lines(queries.voted_grants(history=history, most=most)))


def incomplete() -> Generator[str]:
    """Give piece by piece the voted grants, past years' too, that the national schema has no place for."""
    grants = queries.voted_grants(history=True, unnumbered=True)
    yield from scdl.csv_text(scdl.incomplete(grants), scdl.INCOMPLETE)


def state_file(*, most: int | None = None) -> Generator[str]:
    """Give the State's forty columns piece by piece, of the first `most` grants when asked."""
    yield from scdl.csv_text(state_lines.lines(queries.gathered_grants(most=most)), state_lines.COLUMNS)


def left_out() -> list[tuple[str, str]]:
    """Return (number, recipient) of the voted grants that the national schema has no place for."""
    return scdl.left_out(queries.voted_grants(unnumbered=True))


def threesixty() -> dict[str, Any]:
    """Return the 360Giving package."""
    town = home_town()
    records = [giving.record(grant) for grant in queries.given_grants(page_maker())]
    return giving.package(
        records,
        funder=town.funder,
        funder_siret=town.siret,
        licence=licence_address(town),
        page=address("opendata.index"),
    )


def projects(filters: Filters | None = None) -> dict[str, Any]:
    """Return every public project asked for, with what was voted."""
    town = home_town()
    page_of = page_maker()
    found = [project_record(each, page_of) for each in queries.every_open_project(filters)]
    return {"licence": licence_address(town), "publisher": town.funder, "projects": found}


def geojson(filters: Filters | None = None) -> dict[str, Any]:
    """Return every public project asked for as GeoJSON."""
    page_of = page_maker()
    features = [feature(each, page_of) for each in queries.every_open_project(filters)]
    return {"type": "FeatureCollection", "licence": licence_address(home_town()), "features": features}


def agenda(call: Call | None) -> bytes:
    """Return the calendar of a call; an empty one before the first."""
    if call is None:
        return feeds.agenda(home_town(), None, None, address("calls.index"))
    evening = queries.evening_of(call)
    page = address("calls.call", year=call.year)
    return feeds.agenda(territory(call.territory), call, evening, page, coming_of(call))


def published_books() -> dict[str, Any]:
    """Return the heads of both books, day after day, newest first, with how to hold the books to them."""
    days = [
        {
            "day": each.day.isoformat(),
            "ledger": _head(each.ledger_number, each.ledger_hash, each.ledger_at),
            "audit": _head(each.audit_number, each.audit_hash, each.audit_at),
        }
        for each in published_heads()
    ]
    return {"licence": licence_address(home_town()), "how": HOW, "days": days}


def last_heads() -> str:
    """Return the heads published last, a line a book: day, book, number, hash, instant."""
    lines = [
        f"{each.day} {book} {number} {own} {at.isoformat() if at else '-'}"
        for each in published_heads(1)
        for book, number, own, at in (
            ("ledger", each.ledger_number, each.ledger_hash, each.ledger_at),
            ("audit", each.audit_number, each.audit_hash, each.audit_at),
        )
        if number
    ]
    return "".join(f"{line}\n" for line in lines)


def _head(number: int, own: str, at: datetime | None) -> dict[str, Any] | None:
    return {"number": number, "hash": own, "at": at.isoformat() if at else None} if number else None


def as_json(value: object, *, for_people: bool = False) -> str:
    """Write JSON: compact for programs (several times faster to make), one line per value for people."""
    if for_people:
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
