"""The years before the demonstration, as the town's spreadsheet had them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.budget.services import note_season, season_of
from grants.domain.errors import RuleError
from grants.domain.seasons import TypedSeason

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.calls.models import Call

SPREADSHEET = (
    (44, 7_180_000, 21, (10, 23, 32, 38)),
    (39, 6_210_000, 18, (8, 19, 27, 33)),
    (47, 7_460_000, 25, (11, 26, 36, 42)),
    (35, 5_530_000, 17, (None, 20, 27, 31)),
    (52, 8_640_000, 27, (13, 26, 37, 46)),
    (41, 6_790_000, 20, (9, 22, 31, 36)),
)
"""Files, cents asked, files of priority areas, files 8, 4, 2 and 1 weeks before closing: 35 to 55 a year, about half of
them in priority areas (domain § 1); the newest first. In the year nobody came to the office, nobody counted."""


def remember(call: Call, clerk: Person) -> None:
    """Write down the years before a call that are not known yet."""
    for back, (files, asked, priority, weeks) in enumerate(SPREADSHEET, start=1):
        year = call.year - back
        if season_of(call, year) is None:
            _note(call, TypedSeason(year, files, asked, priority, weeks), f"person:{clerk.id}")


def _note(call: Call, season: TypedSeason, actor: str) -> None:
    """Write a year down, unless its files are here."""
    try:
        note_season(call, season, actor)
    except RuleError as error:
        if error.code not in {"season_ours", "season_too_far"}:
            raise
