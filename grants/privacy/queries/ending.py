"""What comes to the end of its clock: accounts nobody uses, drafts nobody sent, files whose time of use is over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from grants.accounts.models import Person
from grants.applications.models import Application, FileWriter
from grants.budget.models import Award, LedgerEntry
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.retention import Clock, Step, began_before, look
from grants.privacy.clocks import delays_of
from grants.privacy.models import ClockWarning, DisposalLine
from grants.settings import current_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement

BATCH: Final = 500
NOWHERE: Final = "personne.invalid"
"""Where the addresses of those erased lead."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose clock ends soon or has ended: its row's number, when the clock began, what today asks for."""

    clock: Clock
    number: int
    subject: str
    since: date
    step: Step
    ends: date


def ending(clock: Clock, today: date | None = None) -> list[Due]:
    """Return what one clock has to warn of or to end, the oldest first."""
    today = today or now().date()
    delays = delays_of(clock, current_settings())
    # The day began somewhere else on earth a little earlier: look one day further, `look` decides.
    before = datetime.combine(began_before(today, delays) + timedelta(days=1), time.max, UTC)
    kind = "person" if clock.key == "account" else "application"
    begun = [(f"{kind}:{number}", number, since) for number, since in SOUGHT[clock.key](before)]
    told = _told(clock, [subject for subject, _number, _since in begun])
    found = []
    for subject, number, since in begun:
        step, ends = look(since, today, told.get((subject, since), {}), delays)
        found.append(Due(clock, number, subject, since, step, ends))
    return sorted(found, key=lambda due: (due.since, due.number))


def _told(clock: Clock, subjects: Sequence[str]) -> Mapping[tuple[str, date], dict[int, date]]:
    """Return the days of the warnings given, by subject and beginning of its clock."""
    found: dict[tuple[str, date], dict[int, date]] = defaultdict(dict)
    for some in _batches(subjects):
        given = select(ClockWarning).where(ClockWarning.clock == clock.key, ClockWarning.subject.in_(some))
        for each in db.session.scalars(given):
            found[each.subject, each.since][each.turn] = each.at.date()
    return found


def _batches(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))


def _accounts(before: datetime) -> list[tuple[int, date]]:
    """Accounts that nobody opened for long and that no file kept here needs; those of the staff never end so."""
    writes = select(FileWriter.id).where(FileWriter.person_id == Person.id)
    began = select(Application.id).where(Application.person_id == Person.id)
    seen = func.coalesce(Person.seen_at, Person.created_at)
    asked = select(Person.id, seen).where(
        Person.role == "member", ~Person.call_roles.any(), seen <= before, Person.email.not_like(f"%@{NOWHERE}")
    )
    rows = db.session.execute(asked.where(~writes.exists(), ~began.exists()))
    return [(number, instant.date()) for number, instant in rows]


def _drafts(before: datetime) -> list[tuple[int, date]]:
    """Drafts that were never sent and that nobody touched for long."""
    asked = select(Application.id, Application.updated_at).where(
        Application.state == "draft", Application.sent_at.is_(None), Application.updated_at <= before
    )
    return [(number, instant.date()) for number, instant in db.session.execute(asked)]


def _unaided(before: datetime) -> list[tuple[int, date]]:
    """Files that were sent and that no vote helped, since the day of the council."""
    helped = select(Award.id).where(Award.application_id == Application.id)
    asked = select(Application.id, Call.council_on).join(Call, Call.id == Application.call_id)
    asked = asked.where(Application.state != "draft", Call.council_on <= before.date(), ~helped.exists(), ~_gone())
    return [(number, day) for number, day in db.session.execute(asked)]


def _aided(before: datetime) -> list[tuple[int, date]]:
    """Files that a vote helped, since the last movement of their money, or the council when none came later."""
    asked = (
        select(Application.id, Call.council_on, func.max(LedgerEntry.at))
        .join(Call, Call.id == Application.call_id)
        .join(Award, Award.application_id == Application.id)
        .outerjoin(LedgerEntry, LedgerEntry.application_id == Application.id)
        .where(Call.council_on <= before.date(), ~_gone())
        .group_by(Application.id, Call.council_on)
    )
    rows = db.session.execute(asked)
    begun = [(number, max(voted, moved.date()) if moved else voted) for number, voted, moved in rows]
    return [(number, since) for number, since in begun if since <= before.date()]


def _gone() -> ColumnElement[bool]:
    """Tell whether a file was emptied already."""
    lines = select(DisposalLine.id).where(DisposalLine.application_id == Application.id)
    return lines.where(DisposalLine.done_at.is_not(None)).exists()


SOUGHT: Final[Mapping[str, Callable[[datetime], list[tuple[int, date]]]]] = {
    "account": _accounts,
    "draft": _drafts,
    "unaided": _unaided,
    "aided": _aided,
}
"""How each clock finds what began before an instant: the rows' numbers, each with the day its clock began."""
