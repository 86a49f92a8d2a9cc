"""Sending a file: one application, one number, one acknowledgement, however often the button is pressed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from grants import mail
from grants.accounts.models import Association
from grants.accounts.queries import has_had_people
from grants.accounts.services import hold, join_association
from grants.applications.models import Application, ApplicationEvent, Sending
from grants.applications.queries import local_day, problems_of, received_at, window_of
from grants.applications.queries.together import carrier_answer, readers_of, writers_of
from grants.applications.services.carrier import ask_carrier
from grants.applications.services.stories import in_words, story_of
from grants.calls.models import Call
from grants.calls.queries import is_main
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.calendar import silence_limit
from grants.domain.catalogue import value_of
from grants.domain.errors import RuleError
from grants.domain.file import Weight, complete, parse, ready_to_send
from grants.domain.states import EDITABLE, State, move
from grants.projects.revising import kept_beside
from grants.projects.services import publish_project
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grants.accounts.models import Person
    from grants.domain.file import File, Problem
    from grants.mail import Attachment


def check_before_sending(application: Application, version: int, instant: datetime) -> None:
    """Make sure a file can be sent now; raise RuleError.

    `already_sent`; `changed_meanwhile` when somebody wrote since the review; `essentials_missing`; `not_open_yet` or
    `call_closed` (a file sent back for a completion may return at any time).
    """
    state = State(application.state)
    if state not in EDITABLE:
        raise RuleError("already_sent", number=application.number)
    if application.version != version:
        raise RuleError("changed_meanwhile")
    if not ready_to_send(problems_of(application)):
        raise RuleError("essentials_missing")
    when = window_of(application, instant)
    if state is State.DRAFT and not when.takes_files:
        code = "not_open_yet" if when.state == "before" else "call_closed"
        raise RuleError(code, opens_on=when.opens_on, closes_on=when.closes_on)


def reserve_number(application: Application) -> str:
    """Give the file its number in the call, before its papers are printed; the same one at each try."""
    if application.number is None:
        _take_turn(application)
        db.session.refresh(application)
    if application.number is None:
        last = db.session.scalar(select(func.max(Application.serial)).where(Application.call_id == application.call_id))
        serial = (last or 0) + 1
        application.serial = serial
        application.number = _numbered(application.call, serial)
        db.session.flush()
    number: str = application.number
    return number


def _take_turn(application: Application) -> None:
    """Let the files of one call be sent one after the other: two may bear one title, or bring one association in."""
    db.session.execute(select(Call.id).where(Call.id == application.call_id).with_for_update(key_share=True))


def _numbered(call: Call, serial: int) -> str:
    """Write a file's number: `2026-0012` in the main call, `2026-C-0012` in one that bears the mark C."""
    mark = "" if is_main(call) else f"{scheme_of(call).mark}-"
    return f"{call.year}-{mark}{serial:04d}"


def send(
    application: Application, version: int, instant: datetime, author: Person, papers: Sequence[Attachment] = ()
) -> State:
    """Take a file in: acknowledge it, then keep it if it is complete, else say what is missing.

    Written with its mails in one transaction. Raises RuleError `already_sent` when another press of the button came
    first, `changed_meanwhile` when the text did.
    """
    _take_turn(application)
    before = State(application.state)
    problems = problems_of(application)
    file = parse(application.answers)
    target = State.RECEIVABLE if complete(problems) else State.TO_COMPLETE
    _take_in(application, version, received_at(application, instant), file)
    _keep_as_sent(application, author, instant)
    move(move(before, State.SUBMITTED), target)
    told = {"on": local_day(application.call, application.sent_at or instant).isoformat()} if application.paper else {}
    again = before is State.TO_COMPLETE
    _log(application, State.SUBMITTED.value, author, instant, again=again, **({} if again else told))
    _attach_association(application, file)
    if target is State.RECEIVABLE:
        keep_project(application, file)
        _log(application, target.value, author, instant)
    else:
        fields = sorted({problem.field for problem in problems if problem.weight is not Weight.WARNING})
        _log(application, target.value, author, instant, fields=fields)
    application.state = target.value
    db.session.flush()
    missing = [problem for problem in problems if problem.weight is not Weight.WARNING]
    _acknowledge(application, author, missing, papers)
    return target


def keep_project(application: Application, file: File) -> None:
    """Open or renew the public page of a complete file."""
    if application.association is None:
        raise RuleError("association_missing")
    story = story_of(application.call, application.answers)
    before = told_before(application)
    if application.project is not None and before is not None:
        story = kept_beside(application.project, story_of(application.call, before), story)
    project = publish_project(
        application.call, application.association, story, author=file.name, project=application.project
    )
    application.project_id = project.id
    db.session.flush()


def told_before(application: Application) -> dict[str, Any] | None:
    """Return the answers of the sending before the last one, None when there was none."""
    asked = select(Sending.answers).where(Sending.application_id == application.id).order_by(Sending.turn.desc())
    return db.session.scalar(asked.offset(1).limit(1))


def acting_association(application: Application) -> str:
    """Return the name of the association that a file will act for once it is sent."""
    file = parse(application.answers)
    known = _association_so_far(application, file) or _known_association(file)
    return known.name if known else _legal_name(file)


def _take_in(application: Application, version: int, instant: datetime, file: File) -> None:
    """Write the sending, once under any concurrency."""
    town = territory(application.call.territory)
    places = file.where or (file.neighbourhood,)
    sent = db.session.execute(
        update(Application)
        .where(
            Application.id == application.id,
            Application.version == version,
            Application.state.in_([state.value for state in EDITABLE]),
        )
        .values(
            state=State.SUBMITTED.value,
            version=Application.version + 1,
            sent_at=func.coalesce(Application.sent_at, instant),
            updated_at=now(),
            requested_cents=file.requested_cents,
            in_kind_cents=file.in_kind_cents + value_of(file.aids, town.in_kind),
            priority_area=town.is_priority(places, local_day(application.call, instant)),
        )
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(application)
    if sent.rowcount != 1:  # type: ignore[attr-defined]
        code = "changed_meanwhile" if State(application.state) in EDITABLE else "already_sent"
        raise RuleError(code, number=application.number)


def _keep_as_sent(application: Application, author: Person, instant: datetime) -> None:
    """Keep the answers as they leave, beside those of earlier sendings."""
    turns = db.session.scalar(select(func.count(Sending.id)).where(Sending.application_id == application.id)) or 0
    db.session.add(
        Sending(
            application_id=application.id,
            turn=turns + 1,
            at=instant,
            actor=author.email,
            answers=dict(application.answers),
        )
    )


def _attach_association(application: Application, file: File) -> None:
    """Find or make the association of the file; a group that is carried acts through its carrier.

    Typing the number of an association opens none of its other files: its writers join it only when nobody acts or ever
    acted for it and no other file is its own. Naming a carrier makes nobody act for it. The writers keep this file.
    """
    association = _association_so_far(application, file) or _known_association(file)
    if association is None:
        association = Association(name=_legal_name(file), siret=file.siret or None, rna=file.rna or None)
        db.session.add(association)
        db.session.flush()
    hold(association)
    if file.siret or file.rna:
        association.siret = association.siret or file.siret or None
        association.rna = association.rna or file.rna or None
        association.address = association.address or file.address
        association.neighbourhood = association.neighbourhood or file.neighbourhood
    application.association_id = association.id
    db.session.flush()
    db.session.refresh(application, ["association"])
    if not (file.is_carried or has_had_people(association) or _has_other_files(application)):
        for each in writers_of(application):
            join_association(each.person, association)


def _association_so_far(application: Application, file: File) -> Association | None:
    """Return the association the file was in the name of, unless it was only the name of another carrier."""
    so_far = application.association
    if so_far is None or so_far.siret or so_far.rna or has_had_people(so_far):
        return so_far
    return so_far if so_far.name == _legal_name(file) else None


def _has_other_files(application: Application) -> bool:
    """Tell whether another file is in the name of this file's association."""
    query = select(Application.id).where(
        Application.association_id == application.association_id, Application.id != application.id
    )
    return db.session.scalar(query.limit(1)) is not None


def _known_association(file: File) -> Association | None:
    """Find the association by its SIRET, else by its RNA number."""
    for column, value in ((Association.siret, file.siret), (Association.rna, file.rna)):
        if value:
            found = db.session.scalar(select(Association).where(column == value).order_by(Association.id).limit(1))
            if found is not None:
                return found
    return None


def _legal_name(file: File) -> str:
    """Return who would be paid: the association, or the one that carries the group."""
    return file.carrier if file.is_carried else file.name


def _ask_carrier(application: Application, author: Person) -> None:
    """Ask the carrier that has not answered yet; who was asked three times today has mail enough."""
    if carrier_answer(application) is None:
        with suppress(RuleError):
            ask_carrier(application, author, author.language)


def _log(application: Application, kind: str, author: Person, instant: datetime, **details: object) -> None:
    """Add a dated step."""
    db.session.add(
        ApplicationEvent(application_id=application.id, kind=kind, actor=author.email, at=instant, details=details)
    )


def _acknowledge(
    application: Application, author: Person, missing: Sequence[Problem], papers: Sequence[Attachment]
) -> None:
    """Post the acknowledgement to whoever sent the file, to its contact, and to the people of its association."""
    file = parse(application.answers)
    people = {person.email: person.language for person in readers_of(application)}
    people |= {file.contact_email: author.language} if file.contact_email not in {"", *people} else {}
    received_on = local_day(application.call, application.sent_at or now())
    town = territory(application.call.territory)
    for address, language in people.items():
        mail.post(
            address,
            "application_received",
            language,
            attachments=papers,
            application=application,
            file=in_words(file, town, language),
            call=application.call,
            town=town,
            received_on=received_on,
            silence_on=silence_limit(received_on),
            missing=missing,
        )
    _ask_carrier(application, author)
