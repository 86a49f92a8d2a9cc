"""Writing a draft: everything is kept, and two editors never overwrite each other unseen."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from grants.accounts.models import Person
from grants.accounts.queries import associations_of
from grants.applications.models import Application, ApplicationEvent, FileWriter
from grants.applications.queries import SET_ASIDE, set_aside
from grants.applications.queries.together import written_by
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import Answer, keep, mark, merge, put_right
from grants.domain.states import EDITABLE, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.calls.models import Call
    from grants.domain.file import Answers, Field
    from grants.domain.file.drafts import Merge

KEY_BYTES = 16
KEY = re.compile(r"[A-Za-z0-9_-]{22}")
MOST_TRIES = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: fields taken, texts set aside (this page's), what stands instead, fields cut."""

    version: int
    answers: dict[str, Answer]
    changed: tuple[str, ...]
    clashes: dict[str, Answer]
    cut: tuple[str, ...]


def new_key() -> str:
    """Return a name for a file that nobody can guess."""
    return secrets.token_urlsafe(KEY_BYTES)


def start_draft(call: Call, person: Person, key: str = "", *, another: bool = True) -> Application:
    """Open a draft in a call. The same key from the same person opens it once, however often the button is pressed.

    Unless `another` project was asked for, the draft this person already has in the call is opened.
    """
    key = key if KEY.fullmatch(key) else new_key()
    found = _draft_named(key) if another else _draft_named(key) or _draft_begun(call, person)
    if found is None:
        try:
            with db.session.begin_nested():
                draft = _first_words(call, person, key)
                db.session.add(draft)
                db.session.flush()
                db.session.add(FileWriter(application_id=draft.id, person_id=person.id))
        except IntegrityError:  # another press of the same button came first
            found = _draft_named(key)
        else:
            return draft
    return found if found is not None and found.person_id == person.id else start_draft(call, person)


def _draft_named(key: str) -> Application | None:
    """Return the file of that name."""
    return db.session.scalar(select(Application).where(Application.public_id == key))


def _draft_begun(call: Call, person: Person) -> Application | None:
    """Return the draft this person wrote last in a call; two presses at once wait for each other."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))
    return db.session.scalar(
        select(Application)
        .where(
            Application.call_id == call.id,
            Application.person_id == person.id,
            Application.state == State.DRAFT,
            Application.id.in_(written_by(person)),
        )
        .order_by(Application.updated_at.desc(), Application.id.desc())
        .limit(1)
    )


def _first_words(call: Call, person: Person, key: str) -> Application:
    """Make a draft that already says what is known of its writer, and of their association when they have one."""
    ours = associations_of(person)
    association = ours[0] if len(ours) == 1 else None
    answers: dict[str, Answer] = {"contact_email": person.email, "contact_name": person.name}
    answers["licence"] = scheme_of(call).licences[0]
    if association is not None:
        answers |= {
            "name": association.name,
            "siret": association.siret or "",
            "rna": association.rna or "",
            "address": association.address,
            "neighbourhood": association.neighbourhood,
        }
    return Application(
        public_id=key,
        call_id=call.id,
        person_id=person.id,
        association_id=association.id if association else None,
        answers=keep({}, answers, scheme_of(call).fields)[0],
    )


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the name of the page, the person's address, the screen; `alone` when no copy of the page bears it."""

    page: str = ""
    author: str = ""
    screen: str = ""
    alone: bool = False


NOBODY = Writer()


def save(application: Application, changes: Answers, marks: Mapping[str, str], writer: Writer = NOBODY) -> Saved:
    """Keep what a page brings, field by field; texts written on both sides are set aside, never lost.

    `marks` are the fingerprints of the texts the page was opened with. Raises RuleError `not_editable` once the file is
    sent.
    """
    fields = scheme_of(application.call).fields
    for _ in range(MOST_TRIES):
        if State(application.state) not in EDITABLE:
            raise RuleError("not_editable", state=application.state)
        own = {key for key, page in application.hands.items() if page == writer.page}
        merged = merge(application.answers, changes, marks, fields, own)
        if not merged.changed or _write(application, merged.answers, merged.changed, writer):
            break
        db.session.refresh(application)
    else:
        raise RuleError("too_busy")
    _keep_clashes(application, merged, writer.page, writer.author)
    return Saved(application.version, merged.answers, merged.changed, merged.clashes, merged.cut)


def put_numbers_right(application: Application, writer: Writer = NOBODY) -> Saved:
    """Move a SIRET, an RNA number or an IBAN written in another's place to its own; raises as `save` does."""
    answers = application.answers
    changes = put_right(answers, [field.key for field in scheme_of(application.call).fields])
    return save(application, changes, {key: mark(answers.get(key, "")) for key in changes}, writer)


def settle_aside(application: Application, event_id: int, *, use: bool, author: str = "") -> None:
    """Take a text set aside back into its field, or drop it; the text that leaves the field stays in the file's log."""
    event = next((each for each in set_aside(application) if each.id == event_id), None)
    if event is None:
        return
    key = event.details["field"]
    if use:
        leaving = application.answers.get(key, "")
        scheme = scheme_of(application.call)
        answers = keep(application.answers, {key: _unfolded(scheme.field(key), event.words)}, scheme.fields)[0]
        if State(application.state) not in EDITABLE or not _write(application, answers, (key,), NOBODY):
            raise RuleError("not_editable", state=application.state)
        if leaving:
            _settle(_log_aside(application, key, leaving, "", author))
    _settle(event)
    db.session.flush()


def _write(application: Application, answers: Mapping[str, Answer], changed: Sequence[str], writer: Writer) -> bool:
    """Write the answers if nobody wrote since they were read; tell whether they are in."""
    hands = {key: page for key, page in application.hands.items() if key not in changed}
    if writer.alone and writer.page:
        hands |= dict.fromkeys(changed, writer.page)
    written = db.session.execute(
        update(Application)
        .where(
            Application.id == application.id,
            Application.version == application.version,
            Application.state.in_([state.value for state in EDITABLE]),
        )
        .values(
            answers=dict(answers),
            hands=hands,
            screen=writer.screen or application.screen,
            version=Application.version + 1,
            updated_at=now(),
        )
        .execution_options(synchronize_session=False)
    )
    done: bool = written.rowcount == 1  # type: ignore[attr-defined]
    db.session.refresh(application)
    return done


def _keep_clashes(application: Application, merged: Merge, writer: str, author: str) -> None:
    """Set aside the texts of this page that met others; a page that goes on writing renews its own."""
    waiting = {(each.details["field"], each.details["writer"]): each for each in set_aside(application) if writer}
    for key, text in merged.clashes.items():
        event = waiting.get((key, writer))
        if event is None:
            _log_aside(application, key, text, writer, author)
        else:
            event.words, event.at = _folded(text), now()
    for key in merged.changed:
        if event := waiting.get((key, writer)):
            _settle(event)
    db.session.flush()


def _settle(event: ApplicationEvent) -> None:
    """Show this text no more; it stays in the log."""
    event.details = {**event.details, "settled": True}


def _log_aside(application: Application, key: str, text: Answer, writer: str, author: str) -> ApplicationEvent:
    """Keep a text in the file's log."""
    details = {"field": key, "writer": writer, "settled": False}
    event = ApplicationEvent(
        application_id=application.id, kind=SET_ASIDE, actor=author, words=_folded(text), details=details
    )
    db.session.add(event)
    return event


def _folded(answer: Answer) -> str:
    """Write an answer as one text: a list, one key a line."""
    return answer if isinstance(answer, str) else "\n".join(answer)


def _unfolded(field: Field | None, text: str) -> Answer:
    """Read an answer back from one text."""
    return text.split("\n") if field is not None and field.is_list else text
