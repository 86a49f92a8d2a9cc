"""Who writes: one hand for an account, one for a browser; an address is known for a month at most, by a hash."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from grants.db import db, now
from grants.settings import current_settings
from grants.voices.models import Hand
from grants.voices.queries import hand_of

if TYPE_CHECKING:
    from grants.accounts.models import Person


def hand_for(browser: str, address: str, person: Person | None = None, name: str = "") -> Hand:
    """Return the hand of somebody who writes, made at its first word."""
    instant = now()
    key = f"person:{person.id}" if person else _hashed("browser", browser)
    hand = hand_of(key)
    if hand is None:
        try:
            with db.session.begin_nested():
                hand = Hand(key=key, person_id=person.id if person else None, first_seen=instant)
                db.session.add(hand)
        except IntegrityError:  # another page of the same browser came first
            hand = hand_of(key)
    if hand is None:
        message = "a hand was neither made nor found"
        raise RuntimeError(message)
    hand.address_key = _hashed(f"address {instant:%Y-%m}", address) if address else ""
    hand.last_seen, hand.name = instant, name or hand.name
    db.session.flush()
    return hand


def _hashed(salt: str, text: str) -> str:
    """Return a keyed hash that nobody can go back from without the secret of this instance."""
    secret = hashlib.sha256(f"{current_settings().secret_key}|voices|{salt}".encode()).digest()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:40]
