"""The door: ticks from several devices are kept as they come, each once; who was not announced is added."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from grants.db import db, now
from grants.domain.day.arrivals import HERE, LATE, town_instant
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.plenary.models import Participant, Tick
from grants.plenary.queries.calls import projects_of
from grants.plenary.queries.door import known_keys
from grants.plenary.queries.people import participant_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary

LONGEST_NAME = 120
LONGEST_AWAY = timedelta(hours=18)
"""How long a device may keep a tick before sending it; older ones count as that old."""


@dataclass(frozen=True, slots=True)
class NewTick:
    """A gesture as a device tells it: of somebody of the list, or of a walk-in by name (for a project or not)."""

    key: str
    state: str
    at: datetime
    round: int | None = None
    who: int | None = None
    name: str = ""
    project: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of ticks: `kept` (now or before), `unknown` when the person is no longer in the list."""

    kept: tuple[str, ...]
    unknown: tuple[str, ...]


def fresh_key() -> str:
    """Return a key for one gesture."""
    return secrets.token_urlsafe(12)


def note(plenary: Plenary, who: Participant, state: str, number: int | None = None) -> None:
    """Tick somebody here and now."""
    instant = now()
    take_ticks(plenary, [NewTick(fresh_key(), state, instant, number, who.id)], instant, "")


def walk_in(plenary: Plenary, name: str, project: int | None, key: str) -> bool:
    """Add somebody who was not announced and tick them; False when this key did it already.

    Raises RuleError `name_missing`.
    """
    instant, fresh = now(), not known_keys([key])
    take_ticks(plenary, [NewTick(key, HERE, instant, None, None, name, project)], instant, "")
    return fresh


def take_ticks(plenary: Plenary, ticks: Sequence[NewTick], device_now: datetime, device: str) -> Taken:
    """Keep what a device noted; a tick sent again changes nothing. Raises RuleError `name_missing`."""
    known = known_keys([tick.key for tick in ticks])
    kept, unknown = [], []
    for tick in ticks:
        if tick.key in known or _take(plenary, tick, device_now, device):
            kept.append(tick.key)
            known.add(tick.key)
        else:
            unknown.append(tick.key)
    db.session.flush()
    return Taken(tuple(kept), tuple(unknown))


def _take(plenary: Plenary, tick: NewTick, device_now: datetime, device: str) -> bool:
    """Write one tick; False when nobody of the list is meant. Another process may have written it meanwhile."""
    try:
        with db.session.begin_nested():
            who = _meant(plenary, tick)
            if who is None:
                return False
            if tick.state in (HERE, LATE):
                who.coming = True
            at = town_instant(tick.at, device_now, now(), LONGEST_AWAY)
            db.session.add(
                Tick(
                    plenary_id=plenary.id,
                    participant_id=who.id,
                    state=tick.state,
                    round=tick.round,
                    at=at,
                    device=device,
                    key=tick.key,
                )
            )
    except IntegrityError:
        if not known_keys([tick.key]):
            raise
    return True


def _meant(plenary: Plenary, tick: NewTick) -> Participant | None:
    """Return whom a tick is about, added now when they were not announced: at the door nobody counts to three."""
    if tick.who is not None:
        return participant_of(plenary, tick.who)
    name = " ".join(clean(tick.name).split())[:LONGEST_NAME]
    if not name:
        raise RuleError("name_missing")
    known = {project.id for project in projects_of(plenary.call)} if tick.project is not None else set()
    project_id = tick.project if tick.project in known else None
    added = Participant(
        plenary_id=plenary.id,
        project_id=project_id,
        name=name,
        kind="guest" if project_id is None else "project",
        token=fresh_key(),
    )
    db.session.add(added)
    db.session.flush()
    return added
