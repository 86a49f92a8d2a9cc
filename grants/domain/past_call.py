"""What a call of past years looks like: its dates, and a title drawn from the purpose of a grant."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, TypedDict

LONGEST_TITLE: Final = 140
"""Characters of a title (domain: the two pages)."""
SENTENCE_END: Final = re.compile(r"(?<=[.!?;:])\s|\n\s*\n|\n\s*[-•*]")


class CallDates(TypedDict):
    """The dates every call has."""

    opens_on: date
    closes_on: date
    complete_by: date
    settle_on: date
    council_on: date
    plenary_on: date
    report_by: date


def past_dates(year: int) -> CallDates:
    """Return the usual dates of a call of that year, for grants whose own calendar is lost."""
    return CallDates(
        opens_on=date(year, 6, 1),
        closes_on=date(year, 9, 15),
        complete_by=date(year, 10, 10),
        settle_on=date(year, 10, 20),
        council_on=date(year, 12, 5),
        plenary_on=date(year + 1, 1, 25),
        report_by=date(year + 2, 6, 30),
    )


def short_title(purpose: str) -> str:
    """Return the first sentence of a purpose, cut between words at 140 characters."""
    first = SENTENCE_END.split(purpose.strip(), maxsplit=1)[0].strip().rstrip(".;:,")
    words = " ".join(first.split())
    if len(words) <= LONGEST_TITLE:
        return words
    return words[: LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(" ,;:-") + "…"
