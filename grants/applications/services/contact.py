"""Changing the person to reach, at any time until the report: the file is not sent again, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from grants import mail
from grants.applications.models import Application
from grants.applications.services.moves import note_step
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import Answer, clean, parse, text_of
from grants.domain.states import CONTACT_OPEN, State
from grants.security import take_token
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.accounts.models import Person

CONTACT_CHANGED = "contact"
"""The kind of event that says who was the contact before, and who is now."""
MOST_TRIES = 50
MOST_A_DAY = 10
"""Changes of one file in a day: each writes to an address that somebody typed."""


def change_contact(application: Application, author: Person, typed: Mapping[str, str]) -> bool:
    """Change the person to reach, log before and after, and tell the old address and the new one.

    False when nothing differs. What was sent stays as it was sent. Raises RuleError `not_editable` in a state where
    nobody is to be reached any more, `too_busy` when others write all the time, `too_many_contacts` in one day.
    """
    wanted: dict[str, Answer] = {key: clean(text).strip() for key, text in typed.items()}
    for _ in range(MOST_TRIES):
        if State(application.state) not in CONTACT_OPEN:
            raise RuleError("not_editable", state=application.state)
        before = {key: text_of(application.answers, key) for key in wanted}
        if before == wanted:
            return False
        if _write(application, {**application.answers, **wanted}):
            break
    else:
        raise RuleError("too_busy")
    if not take_token("contact", str(application.id), most=MOST_A_DAY, per=timedelta(days=1)):
        raise RuleError("too_many_contacts")
    note_step(application, CONTACT_CHANGED, author.email, before=before, after=wanted)
    _tell_both(application, author, before["contact_email"])
    return True


def _write(application: Application, answers: Mapping[str, Answer]) -> bool:
    """Write the answers if nobody wrote since they were read; tell whether they are in."""
    written = db.session.execute(
        update(Application)
        .where(
            Application.id == application.id,
            Application.version == application.version,
            Application.state == application.state,
        )
        .values(answers=dict(answers), version=Application.version + 1, updated_at=now())
        .execution_options(synchronize_session=False)
    )
    done: bool = written.rowcount == 1  # type: ignore[attr-defined]
    db.session.refresh(application)
    return done


def _tell_both(application: Application, author: Person, old: str) -> None:
    """Write to the address that was and to the one that is, once when they are the same."""
    file = parse(application.answers)
    for address in dict.fromkeys(each for each in (parse({"contact_email": old}).contact_email, file.contact_email)):
        if address:
            mail.post(
                address,
                "application_contact",
                author.language,
                application=application,
                file=file,
                town=territory(application.call.territory),
            )
