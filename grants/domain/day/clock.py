"""Where an evening stands: what is left of the moment under way, and when each of those to come will begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WARNING = 120
"""Seconds before the end when a round is told that it ends."""
MOST_EXTRA = 60 * 60
"""Seconds by which one moment may be made longer or shorter."""


@dataclass(frozen=True, slots=True)
class Hand:
    """The moment under way (from 0), when it began, when it was paused if it is, and the seconds added to it."""

    moment: int
    started_at: datetime
    paused_at: datetime | None = None
    extra_seconds: int = 0


def seconds_left(planned: int, hand: Hand, instant: datetime) -> int:
    """Return what is left of the moment, below zero once it is over; nothing passes while it is paused."""
    passed = (hand.paused_at or instant) - hand.started_at
    return planned + hand.extra_seconds - int(passed.total_seconds())


def resumed(hand: Hand, instant: datetime) -> Hand:
    """Return the moment under way again: it began later by as long as it was paused."""
    if hand.paused_at is None:
        return hand
    return Hand(hand.moment, hand.started_at + (instant - hand.paused_at), None, hand.extra_seconds)


def shifted(planned: int, hand: Hand, seconds: int, instant: datetime) -> Hand:
    """Return the moment made longer, or shorter but never already over; the same beyond an hour."""
    least = max(-MOST_EXTRA, hand.extra_seconds - max(0, seconds_left(planned, hand, instant)))
    wanted = max(least, min(MOST_EXTRA, hand.extra_seconds + seconds))
    return Hand(hand.moment, hand.started_at, hand.paused_at, wanted)


def beginnings(
    plan: Sequence[tuple[datetime, datetime]], hand: Hand | None, began: Mapping[int, datetime], instant: datetime
) -> list[datetime]:
    """Return when each moment began or will begin; those to come follow the moment under way, with the gaps planned.

    `plan` holds the start and the end of each moment. Nothing begins earlier than planned, except what began so.
    """
    found = []
    ready = None
    for number, (starts, ends) in enumerate(plan):
        if hand is not None and number <= hand.moment:
            start = hand.started_at if number == hand.moment else began.get(number, starts)
        else:
            start = starts if ready is None else max(starts, ready)
        found.append(start)
        planned = ends - starts
        if hand is not None and number == hand.moment:
            left = seconds_left(int(planned.total_seconds()), hand, instant)
            ready = instant + timedelta(seconds=max(0, left))
        elif hand is None or number > hand.moment:
            ready = start + planned
        if ready is not None and number + 1 < len(plan):
            ready += plan[number + 1][0] - ends
    return found


def rounds_begun(began: Mapping[int, datetime], rounds: Mapping[int, int]) -> dict[int, datetime]:
    """Return when each round that is over or under way began; `rounds` says which moment is which round."""
    return {rounds[moment]: at for moment, at in began.items() if moment in rounds}
