"""What is kept of those who write is forgotten in time; their words stay."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from grants.db import db, now
from grants.domain.holding import ADDRESS_DAYS, CONTACT_DAYS
from grants.voices.models import Hand, Voice


def forget_writers() -> None:
    """Forget the hashes of addresses and the contacts whose time has come; versions of pages are never purged."""
    instant = now()
    old = Hand.last_seen < instant - timedelta(days=ADDRESS_DAYS)
    db.session.execute(update(Hand).where(old, Hand.address_key != "").values(address_key=""))
    passed = Voice.at < instant - timedelta(days=CONTACT_DAYS)
    db.session.execute(update(Voice).where(passed, Voice.contact != "").values(contact=""))
    db.session.flush()
