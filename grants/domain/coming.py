"""Coming to the evening: the kinds of guests, and when somebody is reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

GUEST_KINDS: Final = ("resident", "service", "elected", "neighbour")
"""A resident, a service, an elected member, a neighbour's project (from another town or another call)."""

MOST_PER_PROJECT: Final = 3
LONGEST_NAME: Final = 120

ANSWER, AGAIN, EVE = "answer", "again", "eve"
STAGES: Final = ((ANSWER, 21), (AGAIN, 7), (EVE, 2))
"""What is written, in order, and how many days before the evening it is due: twice to who has not answered, then a
word of the eve to all who are expected."""
ANSWER_BEFORE: Final = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Evening:
    """An evening as mails speak of it."""

    year: int
    held_on: date
    starts_at: time
    ends_at: time
    place: str
    access: str


def answer_by(held_on: date) -> date:
    """Return the day by which an answer helps to lay the tables; a later one is welcome."""
    return held_on - ANSWER_BEFORE


def stays(arrives: time | None, leaves: time | None, *, past_midnight: bool) -> bool:
    """Tell whether somebody who comes later and leaves earlier is there at all; an evening may end after midnight."""
    return arrives is None or leaves is None or arrives < leaves or (past_midnight and arrives != leaves)


def stage_due(today: date, held_on: date) -> str:
    """Return the stage that is to be written today to whoever was not, empty when it is too early or too late.

    A morning that was missed is made up for; a stage whose successor is due is not written any more.
    """
    left = (held_on - today).days
    due = [name for name, days in STAGES if 0 <= left <= days]
    return due[-1] if due else ""
