"""What follows an evening: when people are asked how their encounters live, and what they may answer."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from grants.domain.calendar import add_months

LIVES: Final = ("going", "done", "later", "stopped")
"""How an encounter lives: under way, done, not begun yet, or it will not be."""
MONTHS: Final[Mapping[str, int]] = {"month": 1, "half_year": 6}
"""The two times at which people are asked, in months after the evening."""
LETTERS: Final = ("evening", *MONTHS)
"""The three letters: the next day, then at each of those times."""
STAYS_DUE: Final[Mapping[str, timedelta]] = {
    "evening": timedelta(days=14),
    "month": timedelta(days=45),
    "half_year": timedelta(days=60),
}
"""How long a letter may still leave when the machine was stopped on its day; after that nobody is written to."""


def day_of_letter(kind: str, held_on: date) -> date:
    """Return the day a letter leaves: the day after the evening, or a month, or six, after it."""
    return add_months(held_on, MONTHS[kind]) if kind in MONTHS else held_on + timedelta(days=1)


def letter_due(held_on: date, today: date) -> str:
    """Return the letter of that day, empty when none is; of two that are late, only the latest leaves."""
    for kind in reversed(LETTERS):
        day = day_of_letter(kind, held_on)
        if day <= today < day + STAYS_DUE[kind]:
            return kind
    return ""


def times_open(held_on: date, today: date) -> tuple[int, ...]:
    """Return the times (months after the evening) of which one may already tell how an encounter lives."""
    return tuple(months for months in MONTHS.values() if today >= add_months(held_on, months))
