"""Keeping a programme as a version, and showing one to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.plenary.models import Participant, Passage, Plenary, Programme, Seat
from grants.plenary.queries import next_version
from grants.plenary.services.plans import plan_programme
from grants.plenary.services.seating import seat_people

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.plenary.services.planning import Draft

COMMAND = "command"
"""How the log calls what is typed in a terminal."""


def build_programme(plenary: Plenary, *, seconds: float = 5.0, seed: int = 0, moves: int | None = None) -> Programme:
    """Plan, seat and keep in one transaction, as a new version not yet published; the raises of the three."""
    return keep_programme(plenary, seat_people(plan_programme(plenary), seconds=seconds, seed=seed, moves=moves))


def keep_programme(plenary: Plenary, draft: Draft) -> Programme:
    """Keep a draft as a new version, not yet published; raises RuleError `people_changed` if somebody has gone."""
    seated = {seat["participant_id"] for seat in draft.seats}
    known = db.session.scalar(select(func.count()).select_from(Participant).where(Participant.id.in_(seated)))
    if known != len(seated):
        raise RuleError("people_changed")
    db.session.execute(select(Plenary.id).where(Plenary.id == plenary.id).with_for_update())
    programme = Programme(
        plenary=plenary,
        version=next_version(plenary),
        seed=draft.seed,
        value=draft.value,
        bound=draft.bound,
        origin=draft.origin,
        based_on=draft.based_on,
        once=draft.once,
        poorest=draft.poorest,
        notes=draft.notes,
        seats=[Seat(**seat) for seat in draft.seats],
        passages=[Passage(**passage) for passage in draft.passages],
    )
    db.session.add(programme)
    db.session.flush()
    return programme


def publish(programme: Programme, actor: str = COMMAND, *, seen: int | None = None) -> None:
    """Show this version to everybody, and write it in the log.

    `seen`: the version that whoever publishes saw published (0 for none); RuleError `published_meanwhile` (version)
    when it is another one by now.
    """
    plenary = programme.plenary
    db.session.execute(select(Plenary.id).where(Plenary.id == plenary.id).with_for_update())
    db.session.refresh(plenary)
    shown = plenary.published_version or 0
    if seen is not None and shown not in (seen, programme.version):
        raise RuleError("published_meanwhile", version=shown)
    if programme.version != shown:
        plenary.published_version = programme.version
        programme.published_at = now()
        told = {"number": programme.version}
        record(actor, "programme_published", f"programme:{programme.id}", told, year=plenary.call.year)
    db.session.flush()


def named_in_log(person: Person) -> str:
    """Return how the log calls somebody."""
    return f"person:{person.id}"
