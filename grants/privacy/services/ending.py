"""Each morning: whose clock ends is warned twice, then an account or a draft goes; files wait for an archivist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants import mail
from grants.accounts.models import Person
from grants.accounts.queries import staff
from grants.applications.models import Application, FileWriter
from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.retention import CLOCKS, Step
from grants.privacy.held import table_of
from grants.privacy.models import ClockWarning
from grants.privacy.queries.ending import Due, ending
from grants.privacy.services.erasing import delete_rows, erase
from grants.privacy.services.tidying import tidy_files
from grants.settings import current_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grants.domain.retention import Clock
    from grants.privacy.services.erasing import Erased

ACTOR: Final = "clock"
TURNS: Final = {Step.FIRST: 1, Step.SECOND: 2}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the mail to the staff says of files: how many, and the first day one of them ends."""

    files: int
    first_on: object


def watch_clocks() -> Iterator[None]:
    """Warn of what ends soon and end what nobody needs any more; each step is kept before the next.

    Nothing is done twice: a warning is a row, and what ended is there no more.
    """
    for clock in CLOCKS:
        yield from _files(clock) if clock.visa else _people(clock)


def _people(clock: Clock) -> Iterator[None]:
    """Warn whoever an account or a draft is theirs, then let it go."""
    erased: list[Erased] = []
    for due in ending(clock):
        if due.step in TURNS:
            _tell_people(due)
            _note([due])
        elif due.step is Step.ENDED:
            erased += _end(due)
        yield
    for each in erased:
        tidy_files(current_settings().var, each)


def _tell_people(due: Due) -> None:
    """Write to whoever the account is, or to all who write the draft."""
    town = territory(current_settings().territory)
    if due.clock.key == "account":
        person = db.session.get_one(Person, due.number)
        mail.post(person.email, "account_ending", person.language, ends_on=due.ends, town=town)
        return
    file = db.session.get_one(Application, due.number)
    asked = select(FileWriter).where(FileWriter.application_id == file.id, FileWriter.ended_at.is_(None))
    for writer in db.session.scalars(asked.order_by(FileWriter.id)).all():
        mail.post(
            writer.person.email,
            "draft_ending",
            writer.person.language,
            ends_on=due.ends,
            title=str(file.answers.get("title", "")),
            application=file,
            town=territory(file.call.territory),
        )


def _end(due: Due) -> list[Erased]:
    """Erase an account or delete a draft; whoever a payment still needs stays."""
    if due.clock.key == "account":
        try:
            return [erase(db.session.get_one(Person, due.number).email, ACTOR)]
        except RuleError:
            return []
    file = db.session.get_one(Application, due.number)
    year = file.call.year
    db.session.expunge(file)
    delete_rows(table_of("application"), {(due.number,)})
    record(ACTOR, "draft_forgotten", due.subject, {"since": due.since}, year=year)
    return []


def _files(clock: Clock) -> Iterator[None]:
    """Tell the staff, in one mail a turn, which files come to their end; the list to sign is theirs to prepare."""
    found = ending(clock)
    for step in TURNS:
        some = [due for due in found if due.step is step]
        if not some:
            continue
        first = min(due.ends for due in some)
        for each in staff():
            mail.post(
                each.email,
                "files_ending",
                each.language,
                ending=Waiting(len(some), first),
                town=territory(current_settings().territory),
            )
        _note(some)
        yield


def _note(given: Sequence[Due]) -> None:
    """Keep that a warning was given of these, all of one turn."""
    clock, turn = given[0].clock.key, TURNS[given[0].step]
    for due in given:
        db.session.add(ClockWarning(clock=clock, subject=due.subject, since=due.since, turn=turn, at=now()))
    subject = given[0].subject if len(given) == 1 else f"clock:{clock}"
    record(ACTOR, "clock_warned", subject, {"clock": clock, "turn": turn, "count": len(given)})
