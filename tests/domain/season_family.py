"""Invented filing seasons, all drawn from one family: what a forecast may be held to."""

from __future__ import annotations

from math import ceil, exp, log
from random import Random

from grants.domain.pace import WEEKS, Season
from grants.domain.seasons import TypedSeason

FILING_DAYS = 107


def dice(seed: object) -> Random:
    """Return what draws the same each time."""
    return Random(str(seed))  # noqa: S311 - a test must be repeatable


def one_season(rng: Random) -> list[int]:
    """Return how many days before closing each file of a season came: about 44 files, most in the last weeks."""
    files = round(exp(rng.gauss(log(44), 0.14)))
    bend = exp(rng.gauss(log(2.6), 0.18))
    return [ceil(FILING_DAYS * (1 - rng.random() ** (1 / bend))) for _ in range(files)]


def there(days: list[int], days_left: float) -> int:
    """Count the files that had come so many days before closing."""
    return sum(day >= days_left for day in days)


def typed(year: int, days: list[int]) -> Season:
    """Return a season as a clerk would type it from a spreadsheet."""
    marks = tuple((7 * weeks, there(days, 7 * weeks)) for weeks in WEEKS)
    return Season(year, len(days), len(days) * 150_000, marks, typed=True)


def typed_rows(count: int, before: int) -> list[TypedSeason]:
    """Return earlier years as a clerk types them, about half of their files in priority areas."""
    rows = []
    for back in range(1, count + 1):
        days = one_season(dice(back))
        weeks = tuple(there(days, 7 * each) for each in WEEKS)
        rows.append(TypedSeason(before - back, len(days), len(days) * 150_000, len(days) // 2, weeks))
    return rows
