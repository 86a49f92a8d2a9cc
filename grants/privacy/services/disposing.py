"""Files whose time is over: listed, signed by an archivist, and only then emptied; sums and decisions stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from grants.applications.models import Application, Message
from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.retention import Step
from grants.privacy.clocks import clock_of
from grants.privacy.models import Disposal, DisposalLine
from grants.privacy.queries.ending import ending
from grants.privacy.services.emptying import empty_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.privacy.queries.ending import Due

LETTER: Final = {"destroy": "E", "hand_over": "V"}
KEPT_FOR: Final = timedelta(days=365)
"""A file taken off a list is not listed again before."""


@dataclass(frozen=True, slots=True)
class Visa:
    """What an archivist signed: who, under which reference of theirs, which day."""

    name: str
    reference: str
    on: date | None


def prepare(clock: str, fate: str, actor: str) -> Disposal:
    """Make the list of the files whose clock ended; raises RuleError `nothing_ended`."""
    found = listable(clock)
    if not found:
        raise RuleError("nothing_ended")
    made = Disposal(number=_next(fate), clock=clock, fate=fate, prepared_by=actor)
    made.lines = [_line(due) for due in found]
    db.session.add(made)
    record(actor, "disposal_prepared", f"disposal:{made.number}", {"clock": clock, "fate": fate, "count": len(found)})
    return made


def listable(clock: str) -> list[Due]:
    """Return the files whose clock ended and that stand on no list under way."""
    listed = (
        select(DisposalLine.application_id)
        .join(Disposal)
        .where(
            or_(
                DisposalLine.kept_why == "",
                Disposal.prepared_at > now() - KEPT_FOR,
            )
        )
    )
    known = set(db.session.scalars(listed))
    return [due for due in ending(clock_of(clock)) if due.step is Step.ENDED and due.number not in known]


def take_off(line: DisposalLine, why: str, actor: str) -> None:
    """Keep a file that was to go, for a reason; raises RuleError `signed` or `why_missing`."""
    if line.disposal.visa_on:
        raise RuleError("signed")
    if not why.strip():
        raise RuleError("why_missing")
    line.kept_why = why.strip()
    subject = f"application:{line.application_id}"
    record(actor, "disposal_line_kept", subject, {"disposal": line.disposal.number})


def sign(disposal: Disposal, visa: Visa, actor: str) -> None:
    """Note the archivist's visa; raises RuleError `signed`, `nothing_left`, or the code of what is missing."""
    if disposal.visa_on:
        raise RuleError("signed")
    if all(line.kept_why for line in disposal.lines):
        raise RuleError("nothing_left")
    if not visa.name.strip():
        raise RuleError("name_missing")
    if not visa.reference.strip():
        raise RuleError("reference_missing")
    if visa.on is None or not disposal.prepared_at.date() <= visa.on <= now().date():
        raise RuleError("day_wrong")
    disposal.visa_name, disposal.visa_reference = visa.name.strip(), visa.reference.strip()
    disposal.visa_on, disposal.visa_by = visa.on, actor
    record(
        actor, "disposal_signed", f"disposal:{disposal.number}", {"reference": disposal.visa_reference, "on": visa.on}
    )


def start(disposal: Disposal, actor: str) -> None:
    """Ask for a signed list to be carried out; raises RuleError `no_visa`, or `started`."""
    if not disposal.visa_on:
        raise RuleError("no_visa")
    if disposal.started_at:
        raise RuleError("started")
    disposal.started_at = now()
    record(actor, "disposal_started", f"disposal:{disposal.number}")


def has_visa(disposal: Disposal) -> bool:
    """Tell whether a list was signed, and then started."""
    return bool(disposal.visa_on and disposal.visa_reference and disposal.started_at)


def carry_out(number: str) -> Iterator[None]:
    """Empty each file of a list that was started, a transaction each; called again, it goes on where it stopped."""
    disposal = db.session.scalars(select(Disposal).where(Disposal.number == number)).one()
    if not has_visa(disposal):
        raise RuleError("no_visa")
    ended = {due.number: due.since for due in ending(clock_of(disposal.clock)) if due.step is Step.ENDED}
    for line in [each for each in disposal.lines if not (each.kept_why or each.done_at)]:
        if ended.get(line.application_id) != line.since:
            line.kept_why = "moved"
        else:
            empty_file(line.application_id)
            line.done_at = now()
            done = {"disposal": disposal.number, "fate": disposal.fate}
            record(disposal.visa_by, "file_disposed", f"application:{line.application_id}", done)
        yield
    if disposal.done_at is None:
        disposal.done_at = now()
        record(disposal.visa_by, "disposal_done", f"disposal:{disposal.number}")


def note_handed(disposal: Disposal, actor: str) -> None:
    """Note that the files of a list were taken away for the archives."""
    record(actor, "disposal_handed", f"disposal:{disposal.number}")


def finish_disposals() -> Iterator[None]:
    """Each morning, go on with the lists that were started and stopped midway."""
    left = select(Disposal.number).where(Disposal.started_at.is_not(None), Disposal.done_at.is_(None))
    for number in db.session.scalars(left.order_by(Disposal.id)).all():
        yield from carry_out(number)


def _next(fate: str) -> str:
    """Return the next number of a list: its letter, its year, its order in the year."""
    start_of = f"{LETTER[fate]}-{now().year}-"
    count = db.session.scalar(select(func.count()).where(Disposal.number.startswith(start_of))) or 0
    return f"{start_of}{count + 1}"


def _line(due: Due) -> DisposalLine:
    """Tell a file so that the list can be read when the file is gone."""
    file = db.session.get_one(Application, due.number)
    papers = db.session.scalar(select(func.count()).where(Message.application_id == file.id)) or 0
    return DisposalLine(
        application_id=file.id,
        file_number=file.number or "",
        association=file.association.name if file.association else str(file.answers.get("name", "")),
        title=str(file.answers.get("title", "")),
        opened_on=file.created_at.date(),
        since=due.since,
        ended_on=due.ends,
        papers=papers,
    )
