"""Reads about the messages between the people of a file and the town."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from grants.applications.models import Application, Message, MessageFile
from grants.db import db
from grants.files import StoredFile
from grants.security import FILES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from grants.accounts.models import Person

APPLICANT, TOWN = "applicant", "town"
MOST_LISTED = 200


def other_side(side: str) -> str:
    """Return the side that reads what a side writes."""
    return TOWN if side == APPLICANT else APPLICANT


def thread_of(application: Application) -> Sequence[Message]:
    """Return the messages of a file with their authors and files, oldest first."""
    query = select(Message).where(Message.application_id == application.id).order_by(Message.id)
    return db.session.scalars(query.options(joinedload(Message.person), selectinload(Message.files))).all()


def message_named(public_id: str) -> Message | None:
    """Return the message that a form's key wrote."""
    return db.session.scalar(select(Message).where(Message.public_id == public_id))


def message_mailed(application: Application, mail_id: str) -> Message | None:
    """Return the message that a mail brought into a file."""
    return db.session.scalar(select(Message).filter_by(application_id=application.id, mail_id=mail_id))


def file_of_message(application: Application, public_id: str) -> StoredFile | None:
    """Return a file that came with a message of this very file."""
    return db.session.scalar(
        select(StoredFile)
        .join(MessageFile, MessageFile.file_id == StoredFile.id)
        .join(Message, Message.id == MessageFile.message_id)
        .where(Message.application_id == application.id, StoredFile.public_id == public_id)
    )


def to_read_by_town(person: Person) -> Sequence[Message]:
    """Return the messages nobody of the town has read yet, in files this person looks after.

    Oldest first, at most MOST_LISTED.
    """
    query = (
        select(Message)
        .where(*_unread_by_town(person))
        .order_by(Message.id)
        .limit(MOST_LISTED)
        .options(joinedload(Message.application).joinedload(Application.call), joinedload(Message.person))
    )
    return db.session.scalars(query).all()


def count_to_read_by_town(person: Person) -> int:
    """Count the messages nobody of the town has read yet, in files this person looks after."""
    return db.session.scalar(select(func.count(Message.id)).where(*_unread_by_town(person))) or 0


def _unread_by_town(person: Person) -> list[ColumnElement[bool]]:
    """Return what makes a message one that the town has to read, and this person may."""
    unread = [Message.side == APPLICANT, Message.read_at.is_(None)]
    if not person.is_staff:
        unread.append(Message.application.has(Application.call_id.in_(person.calls_of(FILES))))
    return unread
