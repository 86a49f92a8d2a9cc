"""Who is there, from what several devices noted, some of them late: the last gesture tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WAITED, HERE, LATE, LEFT, ABSENT = STATES = ("waited", "here", "late", "left", "absent")
"""Not seen yet; at the door; will come for a later round; has left; will not come."""


@dataclass(frozen=True, slots=True)
class Gesture:
    """One tick: who, in which state, when; `round` is the first of somebody late, the last of somebody who leaves."""

    who: int
    state: str
    at: datetime
    round: int | None = None
    order: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands, since when; `came_at` is when they were first seen, None if never."""

    state: str
    round: int | None
    at: datetime
    came_at: datetime | None


def standings(gestures: Iterable[Gesture]) -> dict[int, Standing]:
    """Return where each one stands: the last gesture wins whatever the order it arrives in, `order` parts equals.

    A tick taken back takes back the arrival too.
    """
    found: dict[int, Standing] = {}
    for each in sorted(gestures, key=lambda one: (one.at, one.order)):
        before = found.get(each.who)
        came = before.came_at if before else None
        if each.state in (WAITED, ABSENT, LATE):
            came = None
        elif each.state == HERE and came is None:
            came = each.at
        found[each.who] = Standing(each.state, each.round, each.at, came)
    return found


def town_instant(gesture: datetime, device_now: datetime, town_now: datetime, longest: timedelta) -> datetime:
    """Return when a gesture was made by the town's clock, since a device's own may be wrong; never in the future.

    A gesture older than `longest` counts as that old.
    """
    elapsed = min(max(device_now - gesture, timedelta()), longest)
    return town_now - elapsed


def absences(
    stand: Mapping[int, Standing],
    people: Iterable[int],
    rounds: int,
    began: Mapping[int, datetime],
    *,
    unseen_are_absent: bool,
) -> set[tuple[int, int]]:
    """Return (who, round) for every round that somebody misses; rounds count from 1.

    `began` says when each round that is over or under way began: who was seen later than the next one began missed it.
    Who was not seen is expected in the rounds to come, or not, as asked.
    """
    return {
        (who, number)
        for who in people
        for number in range(1, rounds + 1)
        if _misses(stand.get(who), number, began, unseen_are_absent=unseen_are_absent)
    }


def _misses(standing: Standing | None, number: int, began: Mapping[int, datetime], *, unseen_are_absent: bool) -> bool:
    if standing is None or standing.state == WAITED:
        return unseen_are_absent
    if standing.state == ABSENT:
        return True
    if standing.state == LATE:
        return number < (standing.round or len(began) + 1)
    if standing.state == LEFT and number > (standing.round or 0):
        return True
    following = began.get(number + 1)
    return following is not None and standing.came_at is not None and standing.came_at >= following
