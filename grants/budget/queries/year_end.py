"""What the ledger said at the end of a day: by envelope and by file, voted, ordered, paid. All in cents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import Award, Envelope, LedgerEntry, YearEndChoice
from grants.db import db
from grants.domain.ledger import Kind
from grants.domain.year_end import Passing, Sums, proposed, together
from grants.projects.models import Project
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.calls.models import Call

SUM_OF = {
    Kind.ALLOCATION: "allocated",
    Kind.AMENDMENT: "allocated",
    Kind.TRANSFER: "allocated",
    Kind.COMMITMENT: "voted",
    Kind.RELEASE: "released",
    Kind.PAYMENT_ORDER: "ordered",
    Kind.PAYMENT: "paid",
    Kind.REPAYMENT: "repaid",
}
"""The sum that each kind of line makes grow."""


@dataclass(frozen=True, slots=True)
class EnvelopeAt:
    """One envelope at the end of a day."""

    id: int
    name: str
    account: str
    chapter: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class FileAt:
    """One file at the end of a day; `choice` is what was decided last of what it has not had ordered."""

    award_id: int
    number: str
    association: str
    title: str
    envelopes: tuple[int, ...]
    notified_on: date | None
    sums: Sums
    proposed: Passing
    choice: YearEndChoice | None

    @property
    def open(self) -> bool:
        """Whether something was voted and not ordered that nobody settled."""
        return self.sums.unordered > 0 and self.choice is None


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A call at the end of a day."""

    day: date
    envelopes: tuple[EnvelopeAt, ...]
    files: tuple[FileAt, ...]

    @property
    def whole(self) -> Sums:
        """All envelopes together."""
        return together(each.sums for each in self.envelopes)

    @property
    def left(self) -> list[FileAt]:
        """The files of which something was voted and not ordered."""
        return [each for each in self.files if each.sums.unordered > 0]

    def passing(self, passing: Passing) -> int:
        """Return the cents that pass that way, by what was chosen."""
        return sum(each.sums.unordered for each in self.left if each.choice and each.choice.passing == passing)


def year_end(call: Call, day: date) -> YearEnd:
    """Return what the ledger said of a call at the end of a day, in the town's zone."""
    by_envelope: dict[int, Sums] = defaultdict(Sums)
    by_file: dict[int, dict[int, Sums]] = defaultdict(dict)
    for (envelope_id, file_id), sums in _sums(call, day).items():
        by_envelope[envelope_id] += sums
        if file_id is not None:
            by_file[file_id][envelope_id] = sums
    return YearEnd(day, _envelopes(call, by_envelope), _files(call, day, by_file))


def _sums(call: Call, day: date) -> dict[tuple[int, int | None], Sums]:
    """Add up the lines of the ledger by envelope and file; a reversal takes away from the sum of what it undoes."""
    undone = aliased(LedgerEntry)
    kind = func.coalesce(undone.kind, LedgerEntry.kind)
    amount = case((undone.id.is_not(None), -LedgerEntry.amount_cents), else_=LedgerEntry.amount_cents)
    zone = ZoneInfo(territory(call.territory).zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    rows = db.session.execute(
        select(LedgerEntry.envelope_id, LedgerEntry.application_id, kind, func.sum(amount))
        .outerjoin(undone, LedgerEntry.reverses_id == undone.id)
        .join(Envelope, LedgerEntry.envelope_id == Envelope.id)
        .where(LedgerEntry.call_id == call.id, Envelope.kind == "money", LedgerEntry.at < end)
        .group_by(LedgerEntry.envelope_id, LedgerEntry.application_id, kind)
        .order_by(LedgerEntry.envelope_id, LedgerEntry.application_id)
    )
    found: dict[tuple[int, int | None], Sums] = defaultdict(Sums)
    for envelope_id, file_id, which, cents in rows:
        if Kind(which) in SUM_OF:
            found[envelope_id, file_id] += Sums(**{SUM_OF[Kind(which)]: int(cents)})
    return found


def _envelopes(call: Call, sums: dict[int, Sums]) -> tuple[EnvelopeAt, ...]:
    """Put the sums beside their envelopes."""
    query = select(Envelope).where(Envelope.call_id == call.id, Envelope.kind == "money")
    rows = db.session.scalars(query.order_by(Envelope.position, Envelope.id))
    return tuple(EnvelopeAt(each.id, each.name, each.account, each.chapter, sums[each.id]) for each in rows)


def _files(call: Call, day: date, sums: dict[int, dict[int, Sums]]) -> tuple[FileAt, ...]:
    """Put the sums beside their files, with what was decided of each."""
    choices = choices_of(call, day)
    query = (
        select(Award, Application, Project.title, Association.name)
        .join(Application, Award.application_id == Application.id)
        .join(Project, Award.project_id == Project.id)
        .join(Association, Project.association_id == Association.id)
        .where(Application.call_id == call.id)
        .order_by(Application.serial, Application.id)
    )
    return tuple(
        FileAt(
            award_id=award.id,
            number=file.number or "",
            association=association,
            title=title,
            envelopes=tuple(sums[file.id]),
            notified_on=award.notified_on,
            sums=together(sums[file.id].values()),
            proposed=proposed(award.notified_on, day),
            choice=choices.get(award.id),
        )
        for award, file, title, association in db.session.execute(query)
        if file.id in sums
    )


def choices_of(call: Call, day: date | None = None) -> dict[int, YearEndChoice]:
    """Return what was decided last at a year end, by award; at whatever day when none is given."""
    query = (
        select(YearEndChoice)
        .join(Award, YearEndChoice.award_id == Award.id)
        .join(Application, Award.application_id == Application.id)
        .where(Application.call_id == call.id)
        .order_by(YearEndChoice.id)
    )
    if day is not None:
        query = query.where(YearEndChoice.closes_on == day)
    return {each.award_id: each for each in db.session.scalars(query)}
