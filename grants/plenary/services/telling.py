"""The mails of the evening to one person, each with its calendar file where one helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grants.db import db, now
from grants.domain.coming import Evening, answer_by
from grants.mail import post
from grants.plenary.diary import MEDIA_TYPE, calendar_of
from grants.plenary.queries.invitations import when_and_where
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.plenary.models import Participant, Plenary

FILE: Final = "pleniere.ics"
INVITED: Final = "plenary_invitation"
CONFIRMED: Final = "plenary_confirmed"
LINK: Final = "plenary_link"
LEFT: Final = "plenary_left"
CHANGED: Final = "plenary_changed"
ANSWER_REMINDER: Final = "plenary_answer_reminder"
REMINDER: Final = "plenary_reminder"
WITH_FILE: Final = frozenset({CONFIRMED, CHANGED})


def tell(line: Participant, plenary: Plenary, template: str, *, cancels: bool = False) -> None:
    """Write a mail to somebody about their evening; `cancels` attaches a file that takes it out of their calendar."""
    files = []
    if cancels or template in WITH_FILE:
        line.diary += 1
        files.append((FILE, MEDIA_TYPE, calendar_of(plenary, line, cancels=cancels)))
    line.told = "" if cancels else when_and_where(plenary)
    if template == INVITED:
        line.invited_at = now()
    db.session.flush()
    post(
        line.email,
        template,
        line.language,
        attachments=files,
        evening=_evening(plenary),
        guest=line,
        title=line.project.title if line.project else "",
        answer_by=answer_by(plenary.held_on),
        town=territory(plenary.call.territory),
    )


def _evening(plenary: Plenary) -> Evening:
    return Evening(
        year=plenary.call.year,
        held_on=plenary.held_on,
        starts_at=plenary.starts_at,
        ends_at=plenary.ends_at,
        place=plenary.place,
        access=plenary.access,
    )
