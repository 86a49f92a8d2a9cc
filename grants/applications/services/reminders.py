"""Reminders: a week and a day before a call closes, to whoever has begun a file and not sent it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from grants import mail
from grants.applications.models import Application, Reminder
from grants.applications.queries import local_day, problems_of
from grants.applications.queries.together import readers_of
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.calendar import reminder_due
from grants.domain.file import Weight, text_of
from grants.domain.states import State
from grants.territories.queries import territory

if TYPE_CHECKING:
    from datetime import date

    from grants.accounts.models import Person

MARGIN = timedelta(days=10)
"""Calls that close within this of today, in the widest zone, are looked at more closely."""


def remind_of_closing() -> None:
    """Write to the people of each draft begun and not sent, once a week and once a day before its call closes.

    A draft in which nobody wrote a word gets no mail, nor does one begun when the reminder was already due.
    """
    instant = now()
    for draft in _drafts_soon_closed(instant.date()):
        call = draft.call
        today = local_day(call, instant)
        kind = reminder_due(today, call.closes_on, local_day(call, draft.created_at))
        if kind:
            for person in readers_of(draft):
                if _note(draft, person, kind):
                    _write(draft, person, (call.closes_on - today).days)


def _drafts_soon_closed(today: date) -> list[Application]:
    """Return the drafts somebody wrote in, of calls about to close."""
    query = (
        select(Application)
        .join(Call, Application.call_id == Call.id)
        .options(joinedload(Application.call))
        .where(
            Application.state == State.DRAFT.value,
            Application.version > 1,
            Call.imported.is_(False),
            Call.closes_on.between(today - MARGIN, today + MARGIN),
        )
        .order_by(Application.id)
    )
    return list(db.session.scalars(query))


def _note(draft: Application, person: Person, kind: str) -> bool:
    """Note that this person is reminded; False when they already were, here or by another machine."""
    noted = select(Reminder.id).filter_by(application_id=draft.id, person_id=person.id, kind=kind)
    if db.session.scalar(noted) is not None:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(Reminder(application_id=draft.id, person_id=person.id, kind=kind))
    except IntegrityError:  # another machine came first
        return False
    return True


def _write(draft: Application, person: Person, days: int) -> None:
    """Say how long is left and what is missing, with the one link that leads there."""
    problems = problems_of(draft)
    mail.post(
        person.email,
        "draft_reminder",
        person.language,
        application=draft,
        call=draft.call,
        town=territory(draft.call.territory),
        title=text_of(draft.answers, "title"),
        days=days,
        essential=[each for each in problems if each.weight is Weight.ESSENTIAL],
        missing=[each for each in problems if each.weight is Weight.COMPLETENESS],
    )
