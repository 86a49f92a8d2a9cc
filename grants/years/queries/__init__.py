"""Reads about years: all of them side by side, what associations received over them, and one year whole."""

from grants.years.queries.stand import stand_of
from grants.years.queries.sums import Spread, Sums, spread, sums
from grants.years.queries.together import YearRow, years_together
from grants.years.queries.whole import Whole, photograph, project_slugs, wholes
from grants.years.queries.year import Evening, Told, Year, calls_told, year_whole, years_known

__all__ = [
    "Evening",
    "Spread",
    "Sums",
    "Told",
    "Whole",
    "Year",
    "YearRow",
    "calls_told",
    "photograph",
    "project_slugs",
    "spread",
    "stand_of",
    "sums",
    "wholes",
    "year_whole",
    "years_known",
    "years_together",
]
