"""What happens to a file after it is sent; each move is a dated step, with its words, and a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from grants import mail
from grants.applications.models import Application, ApplicationEvent
from grants.applications.queries import readers_of
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean, parse
from grants.domain.states import State, move
from grants.projects.services import take_off
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person


def ask_completion(application: Application, author: Person, fields: Sequence[str], words: str) -> None:
    """Ask the applicant to complete these fields, in words; raises RuleError `words_missing` or `move_unknown`."""
    words = clean(words).strip()
    known = [field.key for field in scheme_of(application.call).fields if field.key in set(fields)]
    _move(application, State.TO_COMPLETE, author, words, {"fields": known, "asked": True})
    _tell(application, "application_completion", words=words, fields=known)


def redirect_elsewhere(application: Application, author: Person, words: str, where: str) -> None:
    """Take a file out of the call's scope, with the reason and where to go instead, both written."""
    words, where = clean(words).strip(), clean(where).strip()
    if not where:
        raise RuleError("where_missing")
    _move(application, State.REDIRECTED, author, words, {"where": where})
    _close_page(application)
    _tell(application, "application_redirected", words=words, where=where)


def withdraw(application: Application, author: Person, words: str) -> None:
    """Withdraw a file at its applicant's request; `words` say who asked, when and how."""
    words = clean(words).strip()
    was_draft = application.state == State.DRAFT
    _move(application, State.WITHDRAWN, author, words)
    _close_page(application)
    if not was_draft:
        _tell(application, "application_withdrawn", words=words)


def move_on(application: Application, target: State, author: Person, words: str = "") -> None:
    """Note that a file was voted, paid or reported; whoever did it writes to the applicant."""
    _move(application, target, author, clean(words).strip())


def _move(
    application: Application, target: State, author: Person, words: str, details: dict[str, object] | None = None
) -> None:
    """Change the state once under any concurrency and write the step."""
    current = State(application.state)
    move(current, target, words)
    moved = db.session.execute(
        update(Application)
        .where(Application.id == application.id, Application.state == current.value)
        .values(state=target.value, version=Application.version + 1, updated_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(application)
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("move_unknown", current=application.state, target=target.value)
    db.session.add(
        ApplicationEvent(
            application_id=application.id, kind=target.value, actor=author.email, words=words, details=details or {}
        )
    )
    db.session.flush()


def _close_page(application: Application) -> None:
    """Close the public page of a file that left the call."""
    if application.project is not None:
        take_off(application.project)


def _tell(application: Application, template: str, **context: Any) -> None:  # noqa: ANN401 - what the mail's text needs
    """Write to the people of the file and to its contact, once each."""
    file = parse(application.answers)
    people = {person.email: person.language for person in readers_of(application)}
    if file.contact_email:
        people.setdefault(file.contact_email, next(iter(people.values()), "fr"))
    for address, language in people.items():
        mail.post(
            address,
            template,
            language,
            application=application,
            file=file,
            call=application.call,
            town=territory(application.call.territory),
            **context,
        )
