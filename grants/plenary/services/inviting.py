"""Inviting: a mail with a personal link to whoever can be reached, once; and the word that day or place changed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db, now
from grants.domain.errors import RuleError
from grants.plenary.models import Participant
from grants.plenary.queries.contacts import contacts_of
from grants.plenary.queries.invitations import is_over, still_there, to_invite, to_tell
from grants.plenary.services.announcing import TOKEN_BYTES, checked
from grants.plenary.services.telling import CHANGED, CONFIRMED, INVITED, LINK, tell
from grants.security import take_token

if TYPE_CHECKING:
    from grants.plenary.models import Plenary

ACT = "plenary_sign_up"
PER_ADDRESS = 6
PER_HAND = 60
"""Sign-ups of one mail address, and from one machine or proxy, in an hour."""
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who signs up for the evening: texts already read; `email` in small letters."""

    name: str
    email: str
    guest_kind: str
    organisation: str = ""
    needs: str = ""
    accessible_seat: bool = False
    language: str = "fr"


def find_addresses(plenary: Plenary) -> None:
    """Take from the files the addresses that are not known yet."""
    contacts = contacts_of(plenary)
    unknown = select(Participant).where(
        Participant.plenary_id == plenary.id,
        Participant.email == "",
        Participant.answered_at.is_(None),
        Participant.project_id.in_(contacts),
    )
    for line in db.session.scalars(unknown.order_by(Participant.id)):
        contact = contacts[line.project_id or 0]
        line.email, line.language = contact.email, contact.language
    db.session.flush()


def invite(plenary: Plenary) -> int:
    """Write to everybody expected who has an address and was not invited; return how many. Twice does it once.

    Once the evening is over, nobody is written to.
    """
    if is_over(plenary):
        return 0
    find_addresses(plenary)
    lines = db.session.scalars(to_invite(plenary).order_by(Participant.id).with_for_update()).all()
    for line in lines:
        tell(line, plenary, INVITED)
    return len(lines)


def invite_again(plenary: Plenary, line: Participant) -> None:
    """Send somebody their link, again or for the first time; nothing leaves without an address."""
    find_addresses(plenary)
    if line.email:
        tell(line, plenary, LINK if line.invited_at or line.answered_at else INVITED)


def tell_of_change(plenary: Plenary) -> int:
    """Write to everybody expected who was told another day, hour or place; return how many."""
    lines = [] if is_over(plenary) else to_tell(plenary)
    for line in lines:
        tell(line, plenary, CHANGED)
    return len(lines)


def send_link(plenary: Plenary, email: str, hand: str) -> None:
    """Send their personal link again to the people of this address, if there are any; raises `too_many`.

    Nothing tells whoever asks whether the address is known.
    """
    _hold_back(email, hand)
    known = select(Participant).where(Participant.plenary_id == plenary.id, Participant.email == email, still_there())
    for line in db.session.scalars(known.order_by(Participant.id)):
        tell(line, plenary, LINK)


def sign_up(plenary: Plenary, guest: Guest, hand: str) -> None:
    """Announce a guest and send the personal link; an address already known receives its link instead.

    Raises RuleError `too_many`; the tokens it took are to be committed all the same.
    """
    known = select(Participant.id).where(
        Participant.plenary_id == plenary.id, Participant.email == guest.email, still_there()
    )
    if db.session.scalar(known.limit(1)):
        send_link(plenary, guest.email, hand)
        return
    _hold_back(guest.email, hand)
    line = Participant(
        plenary_id=plenary.id,
        kind="guest",
        token=secrets.token_urlsafe(TOKEN_BYTES),
        name=checked(guest.name),
        email=guest.email,
        guest_kind=guest.guest_kind,
        organisation=guest.organisation,
        needs=guest.needs,
        accessible_seat=guest.accessible_seat,
        language=guest.language,
        answered_at=now(),
    )
    db.session.add(line)
    db.session.flush()
    tell(line, plenary, CONFIRMED)


def _hold_back(email: str, hand: str) -> None:
    """Hold whoever asks too often, by address and by machine."""
    fresh = [
        take_token(ACT, email, most=PER_ADDRESS, per=WINDOW),
        take_token(ACT, hand, most=PER_HAND, per=WINDOW),
    ]
    if not all(fresh):
        raise RuleError("too_many")
