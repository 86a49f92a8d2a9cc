"""What is done about backups by itself: one each morning, and a word to the administrators when none succeeds."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants import mail
from grants.accounts.models import Person
from grants.audit import record
from grants.db import db, now
from grants.mail import OutboxMail
from grants.operations.errors import BackupError
from grants.operations.queries import last_sound, shelf, waited_since
from grants.privacy.services import write_list
from grants.settings import current_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.operations.shelf import Kept, Shelf

LOG: Final = logging.getLogger("grants")
MISSED: Final = "backup_missed"
PATIENCE: Final = timedelta(days=2)
"""Days without a backup before the administrators are told, and between two such words."""


def back_up() -> None:
    """Make the backup of the day, read the older ones again, let go of those that are too old.

    What goes wrong is noted where staff and `check` see it, and never keeps the rest of the morning from being done.
    """
    place = shelf()
    if place is None or not place.ask():
        return
    _made(place)


def back_up_asked() -> Iterator[None]:
    """Make the backup that somebody asked for from the page."""
    place = shelf()
    if place is not None:
        yield
        _made(place)


def _made(place: Shelf) -> None:
    """Make a backup on a shelf that was asked for one; note what went wrong."""
    try:
        place.make(sealed=bool(current_settings().backup_recipient))
        place.check()
        place.rotate()
        write_list(place.folder)
    except (BackupError, OSError) as error:
        LOG.exception("the backup failed")
        place.done(str(error))
    else:
        place.done()


def ask_for_backup(actor: str) -> bool:
    """Note that an administrator wants a backup now; False when one is under way or none can be made."""
    place = shelf()
    if place is None or not place.ask():
        return False
    record(actor, "backup_asked", "backup")
    return True


def note_taking(actor: str, taken: Kept) -> None:
    """Write down who took a backup away."""
    record(actor, "backup_taken", "backup", {"sha256": taken.sha256})


def warn_of_missing_backups() -> int:
    """Write to the administrators when two days passed without a sound backup; return to how many."""
    if shelf() is None or waited_since() > now() - PATIENCE or _told_lately():
        return 0
    last, settings = last_sound(), current_settings()
    administrators = db.session.scalars(select(Person).where(Person.role == "admin").order_by(Person.email)).all()
    for each in administrators:
        mail.post(
            each.email,
            MISSED,
            each.language,
            last_backup=last.made_at.date() if last else None,
            town=territory(settings.territory),
        )
    return len(administrators)


def _told_lately() -> bool:
    """Tell whether the administrators were told in the last days."""
    recent = select(OutboxMail.id).where(OutboxMail.template == MISSED, OutboxMail.created_at > now() - PATIENCE)
    return db.session.scalar(recent.limit(1)) is not None
