"""The clock of the evening: begin a moment, pause it, make it longer, let the next one speak.

Every command says which state of the clock it was given on (`seen`): two hands on two devices never move it on twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from grants.db import db, now
from grants.domain.day.clock import Hand, resumed, shifted
from grants.domain.errors import RuleError
from grants.plenary.models import EveningClock
from grants.plenary.queries.day import clock_of, stage_of

if TYPE_CHECKING:
    from datetime import datetime

    from grants.plenary.models import Plenary
    from grants.plenary.queries.day import Speaking, Stage


def go_to(plenary: Plenary, seen: int, number: int) -> None:
    """Begin a moment of the day now (from 0; one past the last ends the day); moments after it have not begun.

    Raises RuleError `no_programme` (year), `clock_moved`, `no_such_moment`.
    """
    clock, stage, instant = _taken(plenary, seen)
    if not 0 <= number <= len(stage.moments):
        raise RuleError("no_such_moment")
    began = {place: at for place, at in clock.began.items() if int(place) < number}
    clock.began = began | {str(number): instant.isoformat()}
    clock.moment, clock.started_at, clock.paused_at, clock.extra_seconds = number, instant, None, 0
    clock.speakers = {}
    db.session.flush()


def pause(plenary: Plenary, seen: int) -> None:
    """Stop the time of the moment under way; the raises of `go_to`, and `not_begun`."""
    clock, _stage, instant = _under_way(plenary, seen)
    clock.paused_at = clock.paused_at or instant
    db.session.flush()


def resume(plenary: Plenary, seen: int) -> None:
    """Let the time of the moment under way run again."""
    clock, stage, instant = _under_way(plenary, seen)
    _set(clock, resumed(_hand(stage), instant))


def shift(plenary: Plenary, seen: int, minutes: int) -> None:
    """Make the moment under way longer, or shorter when below zero."""
    clock, stage, instant = _under_way(plenary, seen)
    _set(clock, shifted(stage.planned_seconds(), _hand(stage), 60 * minutes, instant))


def let_speak(plenary: Plenary, seen: int, room: int, step: int) -> None:
    """Give the floor to the next one in a room (step 1), back to the one before (-1), or start again (0).

    Raises RuleError `nobody_speaks` outside presentations.
    """
    clock, stage, instant = _under_way(plenary, seen)
    speaking = next((each for each in stage.speaking if each.room == room), None)
    if speaking is None:
        raise RuleError("nobody_speaks")
    begins = speaking.since is None and step == 1
    place = max(0, min(len(speaking.passages), speaking.place + (0 if begins else step)))
    clock.speakers = clock.speakers | {str(room): {"position": _position(speaking, place), "at": instant.isoformat()}}
    db.session.flush()


def _position(speaking: Speaking, place: int) -> int:
    """Return the position that stands for a place of the room, one past the last when all have spoken."""
    if place < len(speaking.passages):
        return speaking.passages[place].position
    return max((each.position for each in speaking.passages), default=0) + 1


def _taken(plenary: Plenary, seen: int) -> tuple[EveningClock, Stage, datetime]:
    """Take the clock for one command, if nobody moved it since `seen`."""
    if clock_of(plenary) is None:
        _make(plenary)
    mine = update(EveningClock).where(EveningClock.plenary_id == plenary.id, EveningClock.change == seen)
    if db.session.execute(mine.values(change=seen + 1)).rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("clock_moved")
    db.session.expire_all()
    clock, stage = clock_of(plenary), stage_of(plenary)
    if clock is None or stage is None:
        raise RuleError("no_programme", year=plenary.call.year)
    return clock, stage, now()


def _under_way(plenary: Plenary, seen: int) -> tuple[EveningClock, Stage, datetime]:
    """Take the clock of a moment that is under way."""
    clock, stage, instant = _taken(plenary, seen)
    if stage.moment is None:
        raise RuleError("not_begun")
    return clock, stage, instant


def _make(plenary: Plenary) -> None:
    """Make the clock; another hand may have made it at the same time."""
    try:
        with db.session.begin_nested():
            db.session.add(EveningClock(plenary_id=plenary.id))
    except IntegrityError:
        db.session.expire_all()


def _hand(stage: Stage) -> Hand:
    if stage.hand is None:
        raise RuleError("not_begun")
    return stage.hand


def _set(clock: EveningClock, hand: Hand) -> None:
    clock.started_at, clock.paused_at, clock.extra_seconds = hand.started_at, hand.paused_at, hand.extra_seconds
    clock.began = clock.began | {str(hand.moment): hand.started_at.isoformat()}
    db.session.flush()
