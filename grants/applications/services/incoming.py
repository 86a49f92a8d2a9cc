"""A mail that comes back: put in its file's thread once, whoever delivers it and however often."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants import mail
from grants.accounts.models import Person
from grants.accounts.queries import person_by_email
from grants.applications.models import Application, Message
from grants.applications.queries import application_seen_by
from grants.applications.queries.messages import APPLICANT, TOWN, message_mailed
from grants.applications.services.drafts import new_key
from grants.applications.services.messages import MOST_FILES, added, mark_read, tell_other_side
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.file import parse
from grants.domain.letters import Letter, read_letter
from grants.domain.reply_address import Who, claim_of, is_sealed, token_in
from grants.files import StoredFile, keep_file
from grants.mail import OutboxMail
from grants.security import take_token
from grants.settings import current_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.domain.reply_address import Claim
    from grants.settings import Settings

MOST_AN_HOUR: Final = 30
"""Mails one address may bring into one file in an hour; others are asked to come again later."""


class Outcome(StrEnum):
    """What became of a mail."""

    KEPT = "kept"
    AGAIN = "again"
    AUTOMATIC = "automatic"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    STRANGER = "stranger"
    LATER = "later"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Author:
    """Whose message a mail is: their side, the person if they have an account, the address their mail went to."""

    side: str
    person: Person | None
    address: str
    language: str = "fr"


def receive(raw: bytes, recipients: Sequence[str] = ()) -> tuple[Outcome, str]:
    """Put one mail in the thread of its file; return what became of it and a line that says so.

    `recipients` are the addresses the mail server delivers to; without them those of the mail's own heads are read.
    """
    settings = current_settings()
    if not settings.reply_by_mail:
        return Outcome.OFF, "Replies by mail are not set up here (GRANTS_REPLY_BY_MAIL)."
    letter = read_letter(raw)
    token = token_in(recipients or letter.recipients, settings.mail_from)
    claim = claim_of(settings.secret_key, token)
    application = db.session.get(Application, claim.application) if claim else None
    author = _author(application, claim) if application and claim else None
    if not (application and claim and author and is_sealed(settings.secret_key, token, claim, author.address)):
        return Outcome.UNKNOWN, "This address answers no message, or no longer does: write on the page of your file."
    if machine := _machine(letter, author, settings):
        return Outcome.AUTOMATIC, f"Left aside, a machine wrote it ({machine})."
    if author.side == TOWN and not _works_for_town(letter.sender, author.address):
        return Outcome.STRANGER, "Only the town's own addresses answer in its name."
    return _keep(application, author, letter, hashlib.sha256(raw).hexdigest())


def _author(application: Application, claim: Claim) -> Author | None:
    """Return whose reply a claim says it is, None when they may not write in this file any more."""
    if claim.who is Who.TOWN:
        return Author(TOWN, None, territory(application.call.territory).email)
    if claim.who is Who.CONTACT:
        contact = parse(application.answers).contact_email
        return Author(APPLICANT, None, contact) if contact else None
    person = db.session.get(Person, claim.person)
    if person is None or application_seen_by(person, application.public_id) is None:
        return None
    return Author(APPLICANT, person, person.email, person.language)


def _machine(letter: Letter, author: Author, settings: Settings) -> str:
    """Say why a mail is no person's: it says so, or it is one of ours coming back.

    A town may well answer from the very address this software writes from.
    """
    ours = db.session.scalar(select(OutboxMail.id).where(OutboxMail.message_id == letter.message_id).limit(1))
    if letter.message_id and ours is not None:
        return "our own mail"
    if letter.sender == settings.mail_from.lower() and author.side != TOWN:
        return "our own address"
    return letter.automatic


def _works_for_town(sender: str, mailbox: str) -> bool:
    """Whether an address may answer in the town's name: its mailbox, or somebody of its staff."""
    person = person_by_email(sender)
    return sender == mailbox.lower() or (person is not None and person.works_here)


def _keep(application: Application, author: Author, letter: Letter, mark: str) -> tuple[Outcome, str]:
    """Write the message, its files and the mail to the other side."""
    mail_id = letter.message_id or f"sha256:{mark}"
    if message_mailed(application, mail_id) is not None:
        return Outcome.AGAIN, "Already in the file."
    if not letter.text and not letter.files:
        return Outcome.UNREADABLE, "Nothing to read in this mail."
    if not take_token("mail_in", f"{application.id}/{author.address}", most=MOST_AN_HOUR, per=timedelta(hours=1)):
        return Outcome.LATER, "Too many mails for this file within the hour: try again later."
    files, left_out = _files(letter)
    person = author.person or (person_by_email(letter.sender) if author.side == TOWN else None)
    message = Message(
        public_id=new_key(),
        application_id=application.id,
        person_id=person.id if person else None,
        side=author.side,
        via="mail",
        sender=letter.sender,
        text=letter.text,
        whole=letter.whole,
        left_out=left_out,
        mail_id=mail_id,
        files=files,
    )
    if not added(message):  # another delivery of the same mail came first
        return Outcome.AGAIN, "Already in the file."
    mark_read(application, author.side)
    tell_other_side(application, message)
    if left_out:
        _tell_left_out(application, message, author)
    return Outcome.KEPT, f"Kept in file {application.number}, with {len(files)} files."


def _files(letter: Letter) -> tuple[list[StoredFile], dict[str, str]]:
    """Keep the files that can be; return them, and why each of the others was left out."""
    kept: list[StoredFile] = []
    left_out: dict[str, str] = {}
    for name, content in letter.files:
        if len(kept) >= MOST_FILES:
            left_out[name] = "too_many_files"
            continue
        try:
            kept.append(keep_file(name, content))
        except RuleError as error:
            left_out[name] = error.code
    return kept, left_out


def _tell_left_out(application: Application, message: Message, author: Author) -> None:
    """Say to whom the reply address was given which files were not taken: never to an address a mail only claims."""
    mail.post(
        author.address,
        "message_left_out",
        author.language,
        application=application,
        left_out=message.left_out,
        town=territory(application.call.territory),
    )
