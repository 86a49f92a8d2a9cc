"""Reads about what was sent, and about the steps of a file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.applications.models import Application, Sending
from grants.applications.queries import events_of, local_day
from grants.db import db, now
from grants.domain.milestones import Milestone, milestones
from grants.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.applications.models import ApplicationEvent

ORDERED = "ordered"
"""The kind of event that says the order to pay left for the treasury."""
ORDER_UNDONE = "order_undone"


def sendings_of(application: Application) -> Sequence[Sending]:
    """Return every sending of a file, oldest first."""
    return db.session.scalars(select(Sending).filter_by(application_id=application.id).order_by(Sending.turn)).all()


def sending_of(application: Application, turn: int) -> Sending | None:
    """Return one sending of a file."""
    return db.session.scalar(select(Sending).filter_by(application_id=application.id, turn=turn))


def last_sending(application: Application) -> Sending | None:
    """Return the file as it was sent last."""
    return db.session.scalar(
        select(Sending).filter_by(application_id=application.id).order_by(Sending.turn.desc()).limit(1)
    )


def milestones_of(application: Application) -> tuple[Milestone, ...]:
    """Return the dated steps of a file that was sent, past and to come."""
    call = application.call
    return milestones(
        State(application.state),
        days_of(application),
        call.dates,
        local_day(call, now()),
        money=bool(application.requested_cents),
    )


def days_of(application: Application) -> dict[str, date]:
    """Return the day of each kind of step of a file: the first reception, the last of the others."""
    happened: dict[str, date] = {}
    for event in events_of(application):
        if event.kind == ORDER_UNDONE:
            happened.pop(ORDERED, None)
        elif event.kind != State.SUBMITTED or event.kind not in happened:
            happened[event.kind] = _day_of(application, event)
    return happened


def vote_of(application: Application) -> dict[str, str]:
    """Return what the log says of the council's vote: the act's number (`act`), or nothing."""
    voted = [each for each in events_of(application) if each.kind == State.VOTED]
    return dict(voted[-1].details) if voted else {}


def _day_of(application: Application, event: ApplicationEvent) -> date:
    """Return the day an event tells, else the day it was written."""
    told = event.details.get("on")
    return date.fromisoformat(told) if told else local_day(application.call, event.at)
