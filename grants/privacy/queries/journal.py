"""The log of acts as one looks through it: by act, by person, by year, a part at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants.accounts.queries import person_by_email
from grants.audit import AuditEntry
from grants.db import db

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select

PART: Final = 50
NOBODY: Final = "person:0"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: an act's code, an address, a year; empty ones ask nothing. `before`: a line's number."""

    act: str = ""
    address: str = ""
    year: int | None = None
    before: int | None = None


def part_of_journal(sought: Sought) -> tuple[Sequence[AuditEntry], int | None]:
    """Return a part of the log, newest first, and the line the next part comes before, None at the end."""
    rows = db.session.scalars(_asked(sought).limit(PART + 1)).all()
    return rows[:PART], rows[PART - 1].id if len(rows) > PART else None


def whole_journal(sought: Sought) -> Iterator[AuditEntry]:
    """Give every line looked for, newest first."""
    yield from db.session.scalars(_asked(sought).execution_options(yield_per=1000))


def acts_done() -> Sequence[str]:
    """Return the codes of the acts the log holds."""
    return db.session.scalars(select(AuditEntry.act).distinct().order_by(AuditEntry.act)).all()


def _asked(sought: Sought) -> Select[AuditEntry]:
    asked = select(AuditEntry).order_by(AuditEntry.id.desc())
    if sought.act:
        asked = asked.where(AuditEntry.act == sought.act)
    if sought.address:
        person = person_by_email(sought.address)
        reference = f"person:{person.id}" if person else NOBODY
        asked = asked.where((AuditEntry.actor == reference) | (AuditEntry.subject == reference))
    if sought.year is not None:
        asked = asked.where(AuditEntry.year == sought.year)
    return asked if sought.before is None else asked.where(AuditEntry.id < sought.before)
