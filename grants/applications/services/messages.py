"""Writing to each other inside a file: a message, its files, and a mail to the other side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from grants import mail
from grants.applications.models import Message
from grants.applications.queries.messages import TOWN, message_named, other_side
from grants.applications.queries.together import readers_of
from grants.applications.services.drafts import KEY, new_key
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean, parse
from grants.domain.reply_address import Claim, Who, reply_address, token_for
from grants.domain.states import State
from grants.files import keep_file
from grants.security import take_token
from grants.settings import current_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.applications.models import Application

LONGEST_MESSAGE: Final = 5000
"""Signs of a message written on the page."""
MOST_FILES: Final = 3
MOST_AN_HOUR: Final = 30
"""Messages one person may write in an hour."""
TOWN_IS_TOLD: Final = timedelta(hours=1)
"""The town's mailbox hears of a file once in this time; the rest waits on the desk."""

Given = Sequence[tuple[str, bytes]]
"""Files as they were given: name and bytes."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody writes on the page. `key` names the form: pressed twice, it writes once."""

    text: str
    files: Given = ()
    key: str = ""


def write(application: Application, author: Person, side: str, words: Words) -> Message:
    """Add a message from the page and tell the other side; what that side wrote before counts as read.

    Raises RuleError: `message_empty`, `message_too_long` (length, most), `too_many_files` (most), `too_many_messages`,
    `not_sent`, or what a file lacks (`file_empty`, `file_too_large`, `file_unknown`, each with its name).
    """
    text = clean(words.text).strip()
    key = words.key if KEY.fullmatch(words.key) else new_key()
    found = message_named(key)
    if found is not None and (found.application_id, found.person_id) == (application.id, author.id):
        return found
    _check(application, text, words.files)
    if not take_token("message", author.email, most=MOST_AN_HOUR, per=timedelta(hours=1)):
        raise RuleError("too_many_messages")
    message = Message(
        public_id=key if found is None else new_key(),
        application_id=application.id,
        person_id=author.id,
        side=side,
        text=text,
        files=[keep_file(name, content) for name, content in words.files],
    )
    if not added(message):  # another press of the same button came first
        return write(application, author, side, words)
    mark_read(application, side)
    tell_other_side(application, message)
    return message


def added(message: Message) -> bool:
    """Add a message; False when it is there already (the same form, or the same mail): its files then go too."""
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        for file in message.files:
            db.session.delete(file)
        return False
    return True


def mark_read(application: Application, reader: str, last: int | None = None) -> None:
    """Note that a side read what the other wrote, up to one message (all of them when None)."""
    query = update(Message).where(
        Message.application_id == application.id, Message.side == other_side(reader), Message.read_at.is_(None)
    )
    if last is not None:
        query = query.where(Message.id <= last)
    db.session.execute(query.values(read_at=now()))


def tell_other_side(application: Application, message: Message) -> None:
    """Write to those who should read a message: the people of the file, or the town's mailbox once in a while."""
    if message.side == TOWN:
        for claim, address, language in _people(application):
            _post(application, message, claim, address, language)
    elif take_token("message_to_town", str(application.id), most=1, per=TOWN_IS_TOLD):
        address = territory(application.call.territory).email
        _post(application, message, Claim(Who.TOWN, application.id), address, current_settings().languages[0])


def _check(application: Application, text: str, files: Given) -> None:
    """Hold a message to what a page can take."""
    if application.sent_at is None or application.state == State.DRAFT:
        raise RuleError("not_sent")
    if len(text) > LONGEST_MESSAGE:
        raise RuleError("message_too_long", length=len(text), most=LONGEST_MESSAGE)
    if len(files) > MOST_FILES:
        raise RuleError("too_many_files", most=MOST_FILES)
    if not text and not files:
        raise RuleError("message_empty")


def _people(application: Application) -> list[tuple[Claim, str, str]]:
    """Return whom a message of the town is for, each once: those of the file, and its contact."""
    people = {
        person.email: (Claim(Who.PERSON, application.id, person.id), person.language)
        for person in readers_of(application)
    }
    contact = parse(application.answers).contact_email
    if contact:
        language = next((language for _, language in people.values()), "fr")
        people.setdefault(contact, (Claim(Who.CONTACT, application.id), language))
    return [(claim, address, language) for address, (claim, language) in people.items()]


def _post(application: Application, message: Message, claim: Claim, address: str, language: str) -> None:
    """Write the mail of a message; a reply comes back by a sealed address where the town set that up."""
    settings = current_settings()
    posted = mail.post(
        address,
        "message_new",
        language,
        application=application,
        text=message.text,
        names=tuple(each.name for each in message.files),
        from_town=message.side == TOWN,
        file=parse(application.answers),
        call=application.call,
        town=territory(application.call.territory),
        by_mail=settings.reply_by_mail,
    )
    if posted is not None and settings.reply_by_mail:
        posted.reply_to = reply_address(settings.mail_from, token_for(settings.secret_key, claim, address))
