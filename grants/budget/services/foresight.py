"""The years before the product, written down and corrected by staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.audit import record
from grants.budget.models import PastSeason
from grants.budget.queries.seasons import seasons_before, typed_season
from grants.budget.services.ledger import take_pen
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.seasons import check_season

if TYPE_CHECKING:
    from grants.calls.models import Call
    from grants.domain.seasons import TypedSeason


def note_season(call: Call, season: TypedSeason, actor: str, seen: str = "") -> PastSeason | None:
    """Write an earlier year down, or correct it as it was `seen` (`mark_of`); None when it stands so already.

    Raises RuleError as `check_season`, `season_ours` when files of that year are here, or `season_noted` (year, files,
    asked, actor) when it was written meanwhile by somebody else.
    """
    take_pen()
    check_season(season, call.year)
    if any(each.year == season.year and not each.typed for each in seasons_before(call)):
        raise RuleError("season_ours", year=season.year)
    row = season_of(call, season.year)
    if row is not None and typed_season(row) == season:
        return None
    if row is not None and mark_of(row) != seen:
        raise RuleError("season_noted", year=row.year, files=row.files, asked=row.requested_cents, actor=row.actor)
    if row is None:
        row = PastSeason(territory=call.territory, scheme=call.scheme, year=season.year)
        db.session.add(row)
    row.files, row.requested_cents, row.priority_files = season.files, season.requested, season.priority
    row.at_8_weeks, row.at_4_weeks, row.at_2_weeks, row.at_1_week = season.weeks
    row.actor, row.updated_at = actor, now()
    record(actor, "season_noted", f"season:{season.year}", {"files": season.files}, year=call.year)
    return row


def remove_season(call: Call, year: int, actor: str = "command") -> bool:
    """Take an earlier year out again; False when it is not there any more."""
    take_pen()
    row = season_of(call, year)
    if row is None:
        return False
    db.session.delete(row)
    record(actor, "season_removed", f"season:{year}", year=call.year)
    return True


def season_of(call: Call, year: int) -> PastSeason | None:
    """Return an earlier year written down for the same call."""
    mine = (PastSeason.territory == call.territory, PastSeason.scheme == call.scheme, PastSeason.year == year)
    return db.session.scalar(select(PastSeason).where(*mine))


def mark_of(row: PastSeason | None) -> str:
    """Return what tells one state of a year from another; empty for none."""
    return "" if row is None else row.updated_at.isoformat()
