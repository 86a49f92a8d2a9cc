"""The second factor of those who work for the town: a clock's codes, and ten codes kept for a bad day.

Callers commit in every case: what was tried is counted even when it was wrong.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, update

from grants.accounts.models import ClockFactor, RecoveryCode
from grants.accounts.queries import clock_of, codes_left, pending_clock
from grants.accounts.services.identities import forget_identities
from grants.accounts.services.people import hashed
from grants.accounts.services.sessions import end_sessions, note_change
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.totp import step_of
from grants.security import take_token
from grants.settings import current_settings

if TYPE_CHECKING:
    from grants.accounts.models import Person, SessionRow

SECRET_BYTES: Final = 20
SALT_BYTES: Final = 16
TRIES: Final = 10
TRIES_PER: Final = timedelta(hours=1)
RECOVERY_CODES: Final = 10
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz"
"""Of recovery codes: none looks like another, and no digit, so that a clock's code is never taken for one."""

RECOVERY_GROUPS: Final = 3
RECOVERY_GROUP: Final = 4


def begin_clock(person: Person) -> None:
    """Draw a key for an application of the phone; the one in use serves until a code of the new one is typed."""
    db.session.execute(
        delete(ClockFactor).where(ClockFactor.person_id == person.id, ClockFactor.confirmed_at.is_(None))
    )
    secret, salt = secrets.token_bytes(SECRET_BYTES), secrets.token_bytes(SALT_BYTES)
    db.session.add(ClockFactor(person_id=person.id, salt=salt, sealed=_sealed(secret, salt)))
    db.session.flush()


def confirm_clock(row: SessionRow, typed: str) -> list[str]:
    """Take the drawn key into use; return the recovery codes made with a first factor, to be shown once.

    Other sessions end. Raises RuleError `factor_wrong`, `too_many_factors`, or `nothing_begun`.
    """
    person = row.person
    _take_try(person)
    drawn = pending_clock(person)
    if drawn is None:
        raise RuleError("nothing_begun")
    step = step_of(secret_of(drawn), typed, now(), drawn.last_step)
    if step is None:
        raise RuleError("factor_wrong")
    db.session.execute(
        delete(ClockFactor).where(ClockFactor.person_id == person.id, ClockFactor.confirmed_at.is_not(None))
    )
    drawn.confirmed_at, drawn.last_step = now(), step
    return factor_added(row, "clock_set")


def factor_added(row: SessionRow, change: str) -> list[str]:
    """Write down that somebody has one more factor; return the recovery codes made with the first one."""
    person = row.person
    person.factor_since = person.factor_since or now()
    end_sessions(person, but=row.id)
    note_change(person, change, f"person:{person.id}")
    return [] if codes_left(person) else renew_codes(person)


def prove(person: Person, typed: str) -> None:
    """Take a code of the clock, or a recovery code when letters are typed: each serves once.

    Raises RuleError `factor_wrong` or `too_many_factors`.
    """
    _take_try(person)
    letters = "".join(sign for sign in typed.lower() if sign.isalpha())
    if not (_use_recovery(person, letters) if letters else _use_clock(person, typed)):
        raise RuleError("factor_wrong")
    if letters:
        note_change(person, "recovery_used", f"person:{person.id}", {"left": codes_left(person)})


def renew_codes(person: Person) -> list[str]:
    """Make ten recovery codes, to be shown once; those made before no longer serve."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [_drawn_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        db.session.add(RecoveryCode(person_id=person.id, code_hash=_recovery_hash(person, code.replace("-", ""))))
    note_change(person, "recovery_made", f"person:{person.id}")
    return codes


def reset_factor(person: Person, actor: str) -> None:
    """Take every factor of somebody away, because all is lost, and end their sessions; they begin anew by mail."""
    forget_factors(person)
    end_sessions(person)
    forget_identities(person)
    note_change(person, "factor_reset", actor)


def forget_factors(person: Person) -> None:
    """Forget every factor of somebody."""
    for kind in (ClockFactor, RecoveryCode):
        db.session.execute(delete(kind).where(kind.person_id == person.id))
    person.factor_since = None


def secret_of(clock: ClockFactor) -> bytes:
    """Return the key of a clock."""
    return _sealed(clock.sealed, clock.salt)


def _take_try(person: Person) -> None:
    """Count a try of this person; raise RuleError `too_many_factors`."""
    if not take_token("factor", f"person:{person.id}", most=TRIES, per=TRIES_PER):
        raise RuleError("too_many_factors")


def _use_clock(person: Person, typed: str) -> bool:
    """Use a code: the last step used only grows, so that none serves twice, under any concurrency and spelling."""
    clock = clock_of(person)
    step = step_of(secret_of(clock), typed, now(), clock.last_step) if clock else None
    if clock is None or step is None:
        return False
    used = db.session.execute(
        update(ClockFactor)
        .where(ClockFactor.id == clock.id, ClockFactor.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def _use_recovery(person: Person, letters: str) -> bool:
    """Use a recovery code, once under any concurrency."""
    used = db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.code_hash == _recovery_hash(person, letters), RecoveryCode.used_at.is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def _drawn_code() -> str:
    """Draw a recovery code: twelve letters, more than two to the power fifty-four."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(RECOVERY_GROUP)) for _ in range(RECOVERY_GROUPS))
    return "-".join(groups)


def _recovery_hash(person: Person, letters: str) -> str:
    """Hash a recovery code with whose it is."""
    return hashed(f"recovery:{person.id}:{letters}")


def _sealed(text: bytes, salt: bytes) -> bytes:
    """Cover a key, or uncover it: a copy of the database without the instance's secret gives no code.

    The cover is used for one key only, since its salt is drawn with it.
    """
    cover = hmac.digest(current_settings().secret_key.encode(), b"clock factor:" + salt, "sha256")
    return bytes(sign ^ over for sign, over in zip(text, cover, strict=False))
