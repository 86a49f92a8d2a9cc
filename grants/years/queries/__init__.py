"""Reads about years: all of them side by side, what associations received over them, and one year whole."""

from grants.years.queries.sums import Spread, Sums, spread, sums
from grants.years.queries.together import YearRow, years_together
from grants.years.queries.year import Evening, Told, Year, calls_told, year_whole, years_known

__all__ = [
    "Evening",
    "Spread",
    "Sums",
    "Told",
    "Year",
    "YearRow",
    "calls_told",
    "spread",
    "sums",
    "year_whole",
    "years_known",
    "years_together",
]
