"""Signing in by mail, and roles: one function per verb."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from grants import audit, mail
from grants.accounts.models import Invitation, SignInRequest
from grants.accounts.queries import asked_by
from grants.accounts.services.people import TOKEN_BYTES, ensure_person, hashed
from grants.accounts.services.sessions import end_sessions
from grants.db import db, now
from grants.domain.codes import digits_of
from grants.domain.errors import RuleError
from grants.security import take_token

if TYPE_CHECKING:
    from collections.abc import Collection

    from grants.accounts.models import Person

CODE_DIGITS = 6
MAILS_PER_HOUR = 8
"""To one address, asked from one network: who asks in another’s name does not shut that other’s door."""
MAILS_TO_ONE = 40
"""To one address, whoever asks."""
MAILS_PER_NETWORK = 300
"""Of a whole hall that signs in on the evening, behind one address."""
TRIES_PER_HOUR = 20
"""Codes that may be tried in an hour for one address, and from one browser, whatever the number of mails asked for."""

INVITATION_DAYS = 7
TOKEN_WINDOW = timedelta(hours=1)


def _code_hash(public_id: str, code: str) -> str:
    """Hash a short code with its request's id, so that equal codes look different."""
    return hmac.digest(public_id.encode(), code.encode(), "sha256").hex()


def ask_sign_in(email: str, language: str, next_url: str, minutes: int, network: str) -> SignInRequest:
    """Post a link and a code to this address, whether or not it is known; raise RuleError `too_many_mails`.

    `network`: where the request comes from; nobody has mail sent to a thousand strangers.
    """
    address = email.strip().lower()
    limits = (
        ("sign_in", f"{address} {network}", MAILS_PER_HOUR),
        ("sign_in_from", network, MAILS_PER_NETWORK),
        ("sign_in_to", address, MAILS_TO_ONE),
    )
    for act, hand, most in limits:
        if not take_token(act, hand, most=most, per=TOKEN_WINDOW):
            raise RuleError("too_many_mails", most=most)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    public_id = secrets.token_urlsafe(16)
    request = SignInRequest(
        public_id=public_id,
        email=address,
        token_hash=hashed(token),
        code_hash=_code_hash(public_id, code),
        next_url=next_url,
        expires_at=now() + timedelta(minutes=minutes),
    )
    db.session.add(request)
    db.session.flush()
    mail.post(address, "sign_in", language, token=token, code=f"{code[:3]} {code[3:]}", minutes=minutes)
    return request


def use_link(token: str, asked: Collection[str]) -> SignInRequest:
    """Use a link once, in the browser that asked for it: `asked` holds the public ids of its own requests.

    Raises RuleError `link_over` when the link is unknown, used or too old, `elsewhere` when another browser asked.
    """
    request = asked_by(hashed(token))
    if request is None:
        raise RuleError("link_over")
    if request.public_id not in asked:
        raise RuleError("elsewhere")
    return _use(request, "link_over")


def use_code(public_id: str, code: str, browser: str) -> SignInRequest:
    """Use a code once; five tries. Raise RuleError `code_wrong` (tries_left), `code_over` or `too_many_codes`.

    The tries left, of the request, of its address and of the `browser`, are counted down even when the code is wrong:
    the caller commits in every case.
    """
    request = db.session.scalar(select(SignInRequest).where(SignInRequest.public_id == public_id))
    if request is None:
        raise RuleError("code_over")
    for act, hand in (("code_to", request.email), ("code_from", browser)):
        if not take_token(act, hand, most=TRIES_PER_HOUR, per=TOKEN_WINDOW):
            raise RuleError("too_many_codes")
    taken = db.session.execute(
        update(SignInRequest)
        .where(SignInRequest.id == request.id, SignInRequest.tries_left > 0)
        .values(tries_left=SignInRequest.tries_left - 1)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("code_over")
    db.session.refresh(request)
    if not hmac.compare_digest(_code_hash(public_id, digits_of(code)), request.code_hash):
        raise RuleError("code_wrong", tries_left=request.tries_left)
    return _use(request, "code_over")


def _use(request: SignInRequest, over: str) -> SignInRequest:
    """Mark a request used, once under any concurrency."""
    instant = now()
    used = db.session.execute(
        update(SignInRequest)
        .where(SignInRequest.id == request.id, SignInRequest.used_at.is_(None), SignInRequest.expires_at > instant)
        .values(used_at=instant)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError(over)
    return request


def invite(email: str, role: str) -> str:
    """Return the secret of a one-time link that gives a role for a week."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.session.add(
        Invitation(
            token_hash=hashed(token),
            email=email.strip().lower(),
            role=role,
            expires_at=now() + timedelta(days=INVITATION_DAYS),
        )
    )
    db.session.flush()
    return token


def accept_invitation(token: str, language: str) -> Person:
    """Give the invited person their role, once, and end their sessions: one with more rights is opened anew.

    Raises RuleError `link_over`.
    """
    invitation = db.session.scalar(select(Invitation).where(Invitation.token_hash == hashed(token)))
    instant = now()
    used = db.session.execute(
        update(Invitation)
        .where(Invitation.token_hash == hashed(token), Invitation.used_at.is_(None), Invitation.expires_at > instant)
        .values(used_at=instant)
    )
    if invitation is None or used.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("link_over")
    person = ensure_person(invitation.email, language=language)
    person.role = invitation.role
    end_sessions(person)
    audit.record(f"person:{person.id}", "invitation_accepted", f"person:{person.id}", {"role": person.role})
    return person
