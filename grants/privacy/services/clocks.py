"""What no longer serves is forgotten each morning, after the delays of the settings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, or_

from grants.accounts.models import AssociationInvitation, Invitation, SessionRow, SignInRequest
from grants.applications.models import FileInvitation
from grants.db import db, now
from grants.mail.models import DigestItem, OutboxMail
from grants.settings import current_settings

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Delete

QUIET: Final = {"synchronize_session": False}


def forget_spent() -> None:
    """Forget mails long sent, and links, codes and sessions long over; doing it twice does it once."""
    settings, instant = current_settings(), now()
    mails = instant - timedelta(days=settings.sent_mails_days)
    links = instant - timedelta(days=settings.spent_links_days)
    for spent in (*_mails(mails), *_links(links)):
        db.session.execute(spent, execution_options=QUIET)


def _mails(before: datetime) -> list[Delete]:
    """Mails that left, and the news that left with the morning's mail; what still waits stays."""
    return [
        delete(OutboxMail).where(OutboxMail.sent_at < before),
        delete(DigestItem).where(DigestItem.message_id != "", DigestItem.created_at < before),
    ]


def _links(before: datetime) -> list[Delete]:
    """Whatever opened a door and no longer does."""
    expired = [delete(kind).where(kind.expires_at < before) for kind in (SignInRequest, Invitation)]
    ended = delete(SessionRow).where(or_(SessionRow.expires_at < before, SessionRow.ended_at < before))
    asked = [delete(kind).where(kind.expires_at < before) for kind in (AssociationInvitation, FileInvitation)]
    return [*expired, ended, *asked]
