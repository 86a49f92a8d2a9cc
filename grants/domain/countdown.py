"""How long is left to pay what was notified.

A public body pays a grant within 60 days of the notification of the decision that awards it, unless that decision says
otherwise (loi n° 2000-321 du 12 avril 2000, as amended by loi n° 2021-875 du 1er juillet 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from grants.domain.calendar import payment_limit

SOON_DAYS: Final = 14
URGENT_DAYS: Final = 3


class Pressure(StrEnum):
    """How near the limit is."""

    WAITING = "waiting"
    CALM = "calm"
    SOON = "soon"
    URGENT = "urgent"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Countdown:
    """The last day to pay, and how many days are left that day included in the future; both None before the letter."""

    limit: date | None
    left: int | None

    @property
    def pressure(self) -> Pressure:
        """How near the limit is: `soon` from 14 days on, `urgent` from 3, `overdue` from the day after."""
        if self.left is None:
            return Pressure.WAITING
        if self.left < 0:
            return Pressure.OVERDUE
        if self.left <= URGENT_DAYS:
            return Pressure.URGENT
        return Pressure.SOON if self.left <= SOON_DAYS else Pressure.CALM


def countdown(notified_on: date | None, today: date) -> Countdown:
    """Return how long is left, today, to pay what was notified that day."""
    if notified_on is None:
        return Countdown(None, None)
    limit = payment_limit(notified_on)
    return Countdown(limit, (limit - today).days)
