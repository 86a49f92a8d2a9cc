"""Signing up and leaving: never a seat too many, and nobody passes before somebody who waited longer."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.security import take_token
from grants.workshops.models import SEATED, WAITING, SignUp, Workshop
from grants.workshops.services.telling import tell

ACT = "workshop_sign_up"
PER_ADDRESS = 6
PER_HAND = 60
"""Sign-ups of one mail address, and from one machine or proxy, in an hour."""
WINDOW = timedelta(hours=1)
TOKEN_BYTES = 24
GUEST = "guest"
"""Whoever holds the link of a sign-up, in the log: the row that names them is gone."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who signs up: texts already read; `email` in small letters."""

    name: str
    email: str
    phone: str = ""
    association: str = ""
    needs: str = ""
    language: str = "fr"


def sign_up(number: int, guest: Guest, hand: str) -> SignUp:
    """Give a seat, or a place on the waiting list, and tell by mail.

    `hand` tells machines apart for the limit of attempts. Raises RuleError `workshop_over`, `workshop_cancelled`,
    `signed_already` or `too_many`; the tokens it took are to be committed all the same.
    """
    fresh = [
        take_token(ACT, guest.email, most=PER_ADDRESS, per=WINDOW),
        take_token(ACT, hand, most=PER_HAND, per=WINDOW),
    ]
    if not all(fresh):
        raise RuleError("too_many")
    workshop = held(number)
    if workshop.cancelled_at:
        raise RuleError("workshop_cancelled")
    if workshop.ends_at <= now():
        raise RuleError("workshop_over")
    if db.session.scalar(select(SignUp.id).where(SignUp.workshop_id == number, SignUp.email == guest.email)):
        raise RuleError("signed_already")
    state = SEATED if take_seat(workshop) else WAITING
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = SignUp(workshop_id=number, token=token, state=state, **asdict(guest))
    db.session.add(row)
    db.session.flush()
    tell(row, workshop, "workshop_signed" if row.seated else "workshop_waiting", attach=row.seated)
    return row


def leave(guest: SignUp, actor: str = GUEST) -> None:
    """Take somebody off the list, tell them, and give their seat to the first who waits; twice does it once.

    `actor`: who asked it, by default they did, by their own link.
    """
    workshop = held(guest.workshop_id)
    row = delete(SignUp).where(SignUp.id == guest.id).returning(SignUp.state)
    gone = db.session.execute(row, execution_options={"synchronize_session": False}).scalar()
    db.session.expunge(guest)
    if gone is None:
        return
    record(actor, "workshop_left", f"workshop:{workshop.id}")
    if gone == SEATED:
        db.session.execute(update(Workshop).where(Workshop.id == workshop.id).values(taken=Workshop.taken - 1))
        db.session.refresh(workshop)
    tell(guest, workshop, "workshop_left", attach=gone == SEATED, cancels=True)
    move_up(workshop)


def move_up(workshop: Workshop) -> None:
    """Give every free seat to those who wait, in the order in which they came, and tell them."""
    if workshop.cancelled_at or workshop.ends_at <= now():
        return
    waiting = select(SignUp).where(SignUp.workshop_id == workshop.id, SignUp.state == WAITING).order_by(SignUp.id)
    for guest in db.session.scalars(waiting.limit(max(workshop.left, 0))).all():
        if not take_seat(workshop):
            return
        guest.state = SEATED
        db.session.flush()
        tell(guest, workshop, "workshop_moved_up")


def take_seat(workshop: Workshop) -> bool:
    """Take one seat if there is one left, in one statement: two at once never get the same."""
    free = update(Workshop).where(Workshop.id == workshop.id, Workshop.taken < Workshop.seats)
    taken = db.session.execute(free.values(taken=Workshop.taken + 1).returning(Workshop.id)).scalar() is not None
    db.session.refresh(workshop)
    return taken


def held(number: int) -> Workshop:
    """Return a workshop, held until the end of the transaction so that its list stays in order."""
    asked = select(Workshop).where(Workshop.id == number).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(asked).one()
