"""What happens to a file after it is sent; each move is a dated step, with its words, and a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from grants import mail
from grants.applications.models import Application, ApplicationEvent
from grants.applications.queries.together import readers_of
from grants.applications.services.stories import in_words
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean, parse
from grants.domain.states import State, move
from grants.projects.services import take_off
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.accounts.models import Person


def ask_completion(
    application: Application, author: Person, fields: Sequence[str], words: str, notes: Mapping[str, str] | None = None
) -> None:
    """Ask the applicant to complete these fields: a word for all, a word for one (`notes`, by field), or both.

    A field with a word is asked even when nobody ticked it. The public page of a kept project stays open meanwhile: its
    people agreed to it, and others already build on it. Raises RuleError `words_missing` or `move_unknown`.
    """
    words = clean(words).strip()
    told = {key: text for key, note in (notes or {}).items() if (text := clean(note).strip())}
    wanted = {*fields, *told}
    known = [field.key for field in scheme_of(application.call).fields if field.key in wanted]
    told = {key: told[key] for key in known if key in told}
    details = {"fields": known, "asked": True, "words": told}
    _move(application, State.TO_COMPLETE, author, words, details)
    tell(application, "application_completion", words=words, fields=known, notes=told)


def redirect_elsewhere(application: Application, author: Person, words: str, where: str) -> None:
    """Take a file out of the call's scope, with the reason and where to go instead, both written."""
    words, where = clean(words).strip(), clean(where).strip()
    if not where:
        raise RuleError("where_missing")
    _move(application, State.REDIRECTED, author, words, {"where": where})
    _close_page(application)
    tell(application, "application_redirected", words=words, where=where)


def withdraw(application: Application, author: Person, words: str) -> None:
    """Withdraw a file at its applicant's request; `words` say who asked, when and how."""
    words = clean(words).strip()
    was_draft = application.state == State.DRAFT
    _move(application, State.WITHDRAWN, author, words)
    _close_page(application)
    if not was_draft:
        tell(application, "application_withdrawn", words=words)


def move_on(application: Application, target: State, author: Person, words: str = "", **details: object) -> None:
    """Note that a file was voted, paid or reported; whoever did it writes to the applicant (`tell`).

    `details` stay with the step: `on` (an ISO day) when it was lived before it was written, `act` a number.
    """
    _move(application, target, author, clean(words).strip(), details)


def note_step(application: Application, kind: str, actor: str, **details: object) -> None:
    """Write a dated step that changes no state: an order to pay that leaves, a contact that changes."""
    db.session.add(ApplicationEvent(application_id=application.id, kind=kind, actor=actor, details=details))
    db.session.flush()


def _move(
    application: Application, target: State, author: Person, words: str, details: dict[str, Any] | None = None
) -> None:
    """Change the state once under any concurrency and write the step; words about single fields say why too."""
    current = State(application.state)
    move(current, target, words or "\n".join((details or {}).get("words", {}).values()))
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


def tell(application: Application, template: str, **context: Any) -> None:  # noqa: ANN401 - what the mail's text needs
    """Write to the people of a file and to its contact, once each, in their language."""
    file = parse(application.answers)
    people = {person.email: person.language for person in readers_of(application)}
    if file.contact_email:
        people.setdefault(file.contact_email, next(iter(people.values()), "fr"))
    town = territory(application.call.territory)
    for address, language in people.items():
        mail.post(
            address,
            template,
            language,
            application=application,
            file=in_words(file, town, language),
            call=application.call,
            town=town,
            **context,
        )
