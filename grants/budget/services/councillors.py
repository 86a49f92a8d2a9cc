"""The register of the councillors and of their interests: one adds and ends, nothing is ever taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.budget.models import Councillor, Interest, RegisterLine
from grants.budget.queries.councillors import association_named, councillors, register_of
from grants.budget.services.ledger import take_pen
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.interests import folded, overlaps

if TYPE_CHECKING:
    from grants.accounts.models import Person

ADDED, CHANGED, TIED, ENDED = "added", "changed", "interest", "interest_ended"


@dataclass(frozen=True, slots=True)
class Mandate:
    """A member as typed: a name, and the days of the mandate (`until` None: in office)."""

    name: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Stake:
    """An interest as typed: which association, as what, between which days (None: nobody knows, or still)."""

    association: str
    role: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""


def add_councillor(mandate: Mandate, author: Person, once: str = "") -> Councillor | None:
    """Add a member; None when done already under the same one-time key.

    Raises RuleError `mandate_ends_first`, or `councillor_exists` when somebody of that name is in office then.
    """
    if not _begin(once):
        return None
    _check_mandate(mandate)
    councillor = Councillor(name=mandate.name, since=mandate.since, until=mandate.until)
    db.session.add(councillor)
    db.session.flush()
    _write(councillor, author, ADDED, once, **_told(mandate))
    return councillor


def change_councillor(
    councillor: Councillor, mandate: Mandate, author: Person, *, seen: int, once: str = ""
) -> Councillor | None:
    """Correct a name or the days of a mandate, seen when its history had `seen` lines; None when done already.

    Raises RuleError `register_changed` when somebody wrote since, or as `add_councillor`.
    """
    if not _begin(once):
        return None
    last = register_of(councillor)
    if len(last) != seen:
        raise RuleError("register_changed", actor=last[-1].actor)
    _check_mandate(mandate, councillor)
    before = Mandate(councillor.name, councillor.since, councillor.until)
    if mandate != before:
        councillor.name, councillor.since, councillor.until = mandate.name, mandate.since, mandate.until
        _write(councillor, author, CHANGED, once, before=_told(before), **_told(mandate))
    return councillor


def add_interest(councillor: Councillor, stake: Stake, author: Person, once: str = "") -> Interest | None:
    """Note an interest of a member; None when done already under the same one-time key.

    Raises RuleError `interest_ends_first`, or `interest_exists` when the same is noted at that time.
    """
    if not _begin(once):
        return None
    if stake.since and stake.until and stake.until < stake.since:
        raise RuleError("interest_ends_first", since=stake.since)
    for each in councillor.interests:
        same = folded(each.association) == folded(stake.association)
        if same and overlaps(each.since, each.until, stake.since or date.min, stake.until or date.max):
            raise RuleError("interest_exists", association=each.association)
    known = association_named(stake.association)
    interest = Interest(
        councillor_id=councillor.id,
        association_id=known.id if known else None,
        association=stake.association,
        role=stake.role,
        since=stake.since,
        until=stake.until,
        note=stake.note,
    )
    db.session.add(interest)
    db.session.flush()
    db.session.expire(councillor, ["interests"])
    _write(councillor, author, TIED, once, association=stake.association, role=stake.role, note=stake.note)
    return interest


def end_interest(interest: Interest, until: date, author: Person, once: str = "") -> Interest | None:
    """Note the day an interest ended; None when done already under the same one-time key.

    Raises RuleError `interest_ended` with the day, or `interest_ends_first`.
    """
    if not _begin(once):
        return None
    db.session.refresh(interest)
    if interest.until is not None:
        raise RuleError("interest_ended", until=interest.until, association=interest.association)
    if interest.since and until < interest.since:
        raise RuleError("interest_ends_first", since=interest.since)
    interest.until = until
    _write(interest.councillor, author, ENDED, once, association=interest.association, until=until.isoformat())
    return interest


def _begin(once: str) -> bool:
    """Be the only one who writes; False when the act of that one-time key was done already."""
    take_pen()
    return not once or db.session.scalar(select(RegisterLine.id).where(RegisterLine.once == once)) is None


def _check_mandate(mandate: Mandate, own: Councillor | None = None) -> None:
    """Hold a mandate to the calendar, and to the names already in office meanwhile."""
    if mandate.until and mandate.until < mandate.since:
        raise RuleError("mandate_ends_first", since=mandate.since)
    for each in councillors():
        meanwhile = overlaps(each.since, each.until, mandate.since, mandate.until or date.max)
        if each is not own and folded(each.name) == folded(mandate.name) and meanwhile:
            raise RuleError("councillor_exists", name=each.name)


def _told(mandate: Mandate) -> dict[str, Any]:
    """Return a mandate as the history keeps it."""
    until = mandate.until.isoformat() if mandate.until else ""
    return {"name": mandate.name, "since": mandate.since.isoformat(), "until": until}


def _write(councillor: Councillor, author: Person, kind: str, once: str, **details: object) -> None:
    """Write one line of the history."""
    line = RegisterLine(councillor_id=councillor.id, actor=author.email, kind=kind, details=details, once=once or None)
    db.session.add(line)
    db.session.flush()
