"""Sessions: one row a browser signed in, opened anew at each sign-in, ended one by one or all at once."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import OperationalError

from grants import audit, mail
from grants.accounts.models import SessionRow, SignInRequest
from grants.accounts.queries import live_session, waits_for_factor
from grants.accounts.services.people import TOKEN_BYTES, ensure_person, hashed
from grants.db import db, is_postgresql, now, only_reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime

    from grants.accounts.models import Identity, Person

SEEN_EVERY = timedelta(hours=1)
REQUEST_LIFE = timedelta(days=1)
ENDED_KEPT = timedelta(days=30)
BRIEFLY = "PRAGMA busy_timeout=200"
"""Milliseconds a page waits for SQLite's pen to note that a browser was seen; otherwise its next page notes it."""


def open_session(
    email: str, language: str, days: int, *, device: str = "", proved: bool = False
) -> tuple[str, datetime]:
    """Sign the person in, known from now on if new; return the token for the cookie and its end.

    `proved`: a second factor was shown too. `device`: what `domain.devices.device_of` said.
    """
    person = ensure_person(email, language=language)
    token, instant = secrets.token_urlsafe(TOKEN_BYTES), now()
    expires_at = instant + timedelta(days=days)
    row = SessionRow(token_hash=hashed(token), person_id=person.id, expires_at=expires_at, device=device)
    row.factor_at = instant if proved else None
    person.seen_at = instant
    db.session.add(row)
    db.session.flush()
    return token, expires_at


def close_session(token: str) -> None:
    """End the session of that token, at once."""
    row = live_session(hashed(token))
    if row is not None:
        row.ended_at, row.id_token = now(), ""
        db.session.flush()


def renew_session(row: SessionRow, days: int) -> tuple[str, datetime]:
    """End a session whose person showed a second factor, and open another in its place: what came before is no key."""
    person, identity, id_token = row.person, row.identity, row.id_token
    row.ended_at, row.id_token = now(), ""
    token, expires_at = open_session(person.email, person.language, days, device=row.device, proved=True)
    if identity is not None:
        tie(identity, token, id_token)
    return token, expires_at


def tie(identity: Identity, token: str, id_token: str) -> None:
    """Note on the session of a token which house identified its person.

    The house is believed from the first time such a session is open in full, and the person is told of it by mail.
    """
    row = live_session(hashed(token))
    if row is None:
        return
    row.identity_id, row.id_token = identity.id, id_token
    if identity.confirmed_at is None and not waits_for_factor(row):
        identity.confirmed_at = now()
        note_change(row.person, "proconnect_tied", f"person:{row.person_id}")
    db.session.flush()


def end_sessions(person: Person, *, but: int | None = None, only: int | None = None) -> int:
    """End every open session of somebody, all `but` one, or one `only`; return how many."""
    ended = (
        update(SessionRow)
        .where(SessionRow.person_id == person.id, SessionRow.ended_at.is_(None), SessionRow.expires_at > now())
        .values(ended_at=now(), id_token="")
        .execution_options(synchronize_session=False)
    )
    if but is not None:
        ended = ended.where(SessionRow.id != but)
    if only is not None:
        ended = ended.where(SessionRow.id == only)
    return int(db.session.execute(ended).rowcount)  # type: ignore[attr-defined]


def revoke_sessions(person: Person, *, but: int | None = None, only: int | None = None) -> int:
    """End sessions at the person's own wish: it is written in the log, and they are told by mail."""
    ended = end_sessions(person, but=but, only=only)
    if ended:
        note_change(person, "sessions_ended", f"person:{person.id}", {"sessions": ended})
    return ended


def note_change(person: Person, change: str, actor: str, details: Mapping[str, object] | None = None) -> None:
    """Write a change of somebody's access in the log, and tell them by mail, in the same transaction."""
    audit.record(actor, change, f"person:{person.id}", details)
    mail.post(person.email, "account_changed", person.language, change=change)


def note_seen(row: SessionRow) -> bool:
    """Note, once an hour, that a browser was seen, in a short transaction of its own; tell whether anything was noted.

    The request may be one that only reads: what it read before is let go, and its person is read anew.
    """
    number, instant = row.id, now()
    if row.seen_at > instant - SEEN_EVERY:
        return False
    db.session.rollback()
    seen = update(SessionRow).where(SessionRow.id == number, SessionRow.seen_at < instant - SEEN_EVERY)
    reading = only_reading.set(False)
    try:
        with db.engine.connect() as connection:
            if not is_postgresql():
                connection.detach()  # its patience is its own
                cast("sqlite3.Connection", connection.connection.dbapi_connection).execute(BRIEFLY)
            with connection.begin():
                connection.execute(seen.values(seen_at=instant))
    except OperationalError:
        return False
    finally:
        only_reading.reset(reading)
    return True


def forget_sign_ins() -> int:
    """Forget the mails asked for a day ago or more, and the sessions over for a month; return how many rows.

    Their links, codes and tokens died long before.
    """
    instant = now()
    over = or_(SessionRow.ended_at < instant - ENDED_KEPT, SessionRow.expires_at < instant - ENDED_KEPT)
    asked = delete(SignInRequest).where(SignInRequest.created_at < instant - REQUEST_LIFE)
    db.session.execute(update(SessionRow).where(SessionRow.expires_at < instant).values(id_token=""))
    forgotten = [db.session.execute(each).rowcount for each in (asked, delete(SessionRow).where(over))]  # type: ignore[attr-defined]
    return int(sum(forgotten))
