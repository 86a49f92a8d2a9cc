"""The people who write a file: invited, joining, leaving, and the main one handing over. All of it is in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants import mail
from grants.accounts.services import ask_to_join, call_back, ensure_person, hashed, hold, new_link, use_once
from grants.applications.models import ApplicationEvent, FileInvitation, FileWriter
from grants.applications.queries.together import file_link, may_write, readers_of, writers_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import CONTACT, HANDOVER, parse, to_reread
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.applications.models import Application


def note(application: Application, kind: str, actor: str, **details: object) -> None:
    """Write a line of the file's log."""
    db.session.add(ApplicationEvent(application_id=application.id, kind=kind, actor=actor, details=details))
    db.session.flush()


def invite_writer(
    application: Application, author: Person, email: str, *, takes_over: bool = False, leaves: bool = False
) -> None:
    """Ask somebody by mail to write the file too, or to take it over; `leaves`: the author then stops writing.

    Asking again sends the same invitation anew. Raises RuleError `already_there` or those of `new_link`.
    """
    hold(application)
    address = email.strip().lower()
    if not takes_over and any(row.person.email == address for row in writers_of(application)):
        raise RuleError("already_there")
    about = {"application_id": application.id, "takes_over": takes_over}
    _link, secret = new_link(FileInvitation, author, address, leaves=leaves, **about)
    note(application, "handover_offered" if takes_over else "writer_invited", author.email, whom=address)
    template = "file_handover" if takes_over else "file_invitation"
    _post(application, template, address, author.language, author=author, token=secret, leaves=leaves)


def answer_link(token: str, language: str) -> tuple[Person, Application]:
    """Make whoever holds the mail a writer of the file, the main one if asked so; raise RuleError `link_over`."""
    waiting = file_link(hashed(token))
    if waiting is None:
        raise RuleError("link_over")
    hold(waiting.application)
    link = use_once(FileInvitation, token)
    person = ensure_person(link.email, language=language)
    add_writer(link.application, person)
    if link.takes_over:
        _take_over(link, person)
    else:
        note(link.application, "writer_joined", person.email, whom=person.email)
        _tell(link.application, "joined", person, person)
    return person, link.application


def turn_down(link: FileInvitation) -> None:
    """End an invitation at the wish of whoever received it."""
    if call_back(link):
        note(link.application, "writer_not_joined", link.email, whom=link.email)
        _post(
            link.application, "file_people", link.invited_by.email, link.invited_by.language,
            what="not_joined", whom=link.email, author=None, mine=False,
        )  # fmt: skip


def add_writer(application: Application, person: Person) -> None:
    """Make somebody a writer of the file from now on, unless they already are."""
    if any(row.person_id == person.id for row in writers_of(application)):
        return
    row = db.session.scalar(select(FileWriter).filter_by(application_id=application.id, person_id=person.id))
    if row is None:
        db.session.add(FileWriter(application_id=application.id, person_id=person.id))
    else:
        row.ended_at, row.since = None, now()
    db.session.flush()


def remove_writer(application: Application, writer_id: int, author: Person) -> None:
    """Take a writer off the file, at once; raise RuleError `not_there`, or `last_one` when nobody would be left."""
    hold(application)
    row = next((each for each in writers_of(application) if each.id == writer_id), None)
    if row is None:
        raise RuleError("not_there")
    if len(readers_of(application)) == 1:
        raise RuleError("last_one")
    row.ended_at = now()
    mine = row.person_id == author.id
    note(application, "writer_left" if mine else "writer_removed", author.email, whom=row.person.email)
    if application.person_id == row.person_id:
        _choose_main(application, author)
    _tell(application, "left" if mine else "removed", row.person, author)


def take_on(application: Application, person: Person) -> None:
    """Become the main writer of a file whose main writer is there no more; raise RuleError `not_there` if they are."""
    hold(application)
    main = application.person
    if main is not None and may_write(main, application):
        raise RuleError("not_there")
    add_writer(application, person)
    _make_main(application, person, person.email)


def ask_for_association(application: Application, person: Person, words: str) -> None:
    """Ask the people of the file's association to let its writer in, or the town when nobody acts for it."""
    association = application.association
    if association is None or not ask_to_join(association, person, words):
        return
    ours = [each for each in readers_of(application) if each.id != person.id]
    people = {each.email: each.language for each in ours if may_speak_for(each, association.id)}
    town = territory(application.call.territory)
    for address, language in (people or {town.email: "fr"}).items():
        mail.post(
            address, "association_claim", language,
            association=association, claimant=person, words=words.strip(), to_town=not people,
        )  # fmt: skip


def may_speak_for(person: Person, association_id: int) -> bool:
    """Tell whether a person acts for an association today."""
    return any(each.association_id == association_id and each.ended_at is None for each in person.memberships)


def _take_over(link: FileInvitation, person: Person) -> None:
    """Make somebody the main writer; the contact of the file waits to be read again, and is not overwritten."""
    application = link.application
    _make_main(application, person, link.invited_by.email)
    marks = to_reread(application.answers, CONTACT, HANDOVER)
    application.to_reread = {**application.to_reread, **marks}
    old = next((row for row in writers_of(application) if row.person_id == link.invited_by_id), None)
    if link.leaves and old is not None and old.person_id != person.id:
        old.ended_at = now()
        note(application, "writer_left", old.person.email, whom=old.person.email)
    db.session.flush()
    _tell(application, "handed_over", person, person, also=link.invited_by)


def _choose_main(application: Application, author: Person) -> None:
    """Give the file another main writer, its oldest one."""
    left = [row.person for row in writers_of(application)] or readers_of(application)
    _make_main(application, left[0], author.email)


def _make_main(application: Application, person: Person, actor: str) -> None:
    """Write who the main writer is."""
    if application.person_id != person.id:
        application.person_id = person.id
        note(application, "main_changed", actor, whom=person.email)


def _tell(application: Application, what: str, person: Person, author: Person, also: Person | None = None) -> None:
    """Write to the people of the file and to the person concerned, except whoever did it."""
    people = {each.email: each.language for each in readers_of(application)}
    for each in (person, also):
        if each is not None:
            people[each.email] = each.language
    for address, language in people.items():
        if address != author.email:
            _post(
                application, "file_people", address, language,
                what=what, whom=person.email, author=author, mine=address == person.email,
            )  # fmt: skip


def _post(application: Application, template: str, address: str, language: str, **context: Any) -> None:  # noqa: ANN401 - what the mail's text needs
    """Post a mail about the people of a file."""
    file, town = parse(application.answers), territory(application.call.territory)
    mail.post(address, template, language, application=application, file=file, town=town, **context)
