"""An earlier year as staff type it from a spreadsheet, held to what a year can be."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from grants.domain.errors import RuleError
from grants.domain.pace import WEEKS, Season

FIRST_SEASON, MOST_FILES = 1980, 10_000


@dataclass(frozen=True, slots=True)
class TypedSeason:
    """One earlier year: its files, the cents they asked, files of priority areas, and files at each of `WEEKS`.

    None stands for what nobody knows any more.
    """

    year: int
    files: int
    requested: int
    priority: int | None = None
    weeks: tuple[int | None, ...] = (None,) * len(WEEKS)

    @property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """The numbers known on the way: (days before closing, files)."""
        known = zip(WEEKS, self.weeks, strict=True)
        return tuple((7 * weeks, files) for weeks, files in known if files is not None)

    def as_season(self) -> Season:
        """Return the year as forecasts read it."""
        inside = (0, 0) if self.priority is None else (self.priority, self.files)
        return Season(self.year, self.files, self.requested, self.marks, priority=inside, typed=True)


def check_season(season: TypedSeason, before: int) -> None:
    """Hold an earlier year to what a year can be; raise RuleError.

    `season_not_past` (year, before), `season_too_far` (year, first), `season_empty`, `season_many_files` (most),
    `season_asks_nothing`, `priority_over_files` (number, files), `weeks_over_files` (number, weeks, files),
    `weeks_go_down` (early, number, late, fewer).
    """
    if season.year >= before:
        raise RuleError("season_not_past", year=season.year, before=before)
    if season.year < FIRST_SEASON:
        raise RuleError("season_too_far", year=season.year, first=FIRST_SEASON)
    if season.files < 1:
        raise RuleError("season_empty")
    if season.files > MOST_FILES:
        raise RuleError("season_many_files", most=MOST_FILES)
    if season.requested < 1:
        raise RuleError("season_asks_nothing")
    if season.priority is not None and season.priority > season.files:
        raise RuleError("priority_over_files", number=season.priority, files=season.files)
    _check_weeks(season)


def _check_weeks(season: TypedSeason) -> None:
    """Hold the numbers on the way to growing, up to the last."""
    for days, number in season.marks:
        if number > season.files:
            raise RuleError("weeks_over_files", number=number, weeks=days // 7, files=season.files)
    for (early, number), (late, later) in pairwise(season.marks):
        if later < number:
            raise RuleError("weeks_go_down", early=early // 7, number=number, late=late // 7, fewer=later)
