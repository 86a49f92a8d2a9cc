"""Who has reported, who has not yet, and what was done to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from grants.applications.models import Application
from grants.budget.models import Award
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.calendar import add_months
from grants.domain.file import parse
from grants.domain.states import REPORTABLE, State
from grants.reports.models import Report, ReportReminder

if TYPE_CHECKING:
    from collections.abc import Sequence

ENDED = ("sent", "paper", "exempted")
"""States of a report that is no longer asked for."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A file in the list of reports. `status`: none, draft, sent, paper or exempted; sums in cents."""

    public_id: str
    number: str
    association: str
    siret: str
    title: str
    status: str
    paid: bool
    voted_cents: int
    received_at: datetime | None
    closed: bool
    report_by: date
    reminders: int
    reminded_at: datetime | None
    contact: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports came, of how many voted files that are asked one."""

    received: int
    asked: int
    exempted: int


def calls_with_reports_due() -> Sequence[Call]:
    """Return the calls whose report is due within two months, or was less than two months ago."""
    today = now().date()
    return db.session.scalars(
        select(Call)
        .where(Call.imported.is_(False))
        .where(Call.report_by.between(add_months(today, -3), add_months(today, 3)))
        .order_by(Call.id)
    ).all()


def files_without_report(call: Call) -> Sequence[Application]:
    """Return the files voted or paid whose report has not come and is still asked, by number."""
    return db.session.scalars(
        select(Application)
        .options(joinedload(Application.call))
        .outerjoin(Report, Report.application_id == Application.id)
        .where(Application.call_id == call.id)
        .where(Application.state.in_([State.VOTED.value, State.PAID.value]))
        .where(Report.id.is_(None) | Report.state.not_in(ENDED))
        .order_by(Application.serial, Application.id)
    ).all()


def rows_of(call: Call) -> list[ReportRow]:
    """Return every voted file of a call with its report: those still to come first, then by number."""
    lines = db.session.execute(
        select(Application, Report, Award.voted_cents)
        .options(joinedload(Application.association))
        .outerjoin(Report, Report.application_id == Application.id)
        .outerjoin(Award, Award.application_id == Application.id)
        .where(Application.call_id == call.id)
        .where(Application.state.in_([state.value for state in REPORTABLE]))
        .order_by(Application.serial, Application.id)
    ).all()
    letters = _letters(call)
    rows = [_row(call, *line, *letters.get(line[0].id, (0, None))) for line in lines]
    return sorted(rows, key=lambda row: row.status in ENDED)


def tally_of(call: Call) -> Tally:
    """Count a call's reports."""
    lines = db.session.execute(
        select(Application.state, Report.state)
        .outerjoin(Report, Report.application_id == Application.id)
        .where(Application.call_id == call.id)
        .where(Application.state.in_([state.value for state in REPORTABLE]))
    ).all()
    exempted = sum(report == "exempted" for _, report in lines)
    received = sum(state == State.REPORTED for state, _ in lines)
    return Tally(received, len(lines) - exempted, exempted)


def _letters(call: Call) -> dict[int, tuple[int, datetime | None]]:
    """Return, by file, how many letters asked for the report and when the last one left."""
    lines = db.session.execute(
        select(ReportReminder.application_id, func.count(), func.max(ReportReminder.at))
        .join(Application, Application.id == ReportReminder.application_id)
        .where(Application.call_id == call.id)
        .group_by(ReportReminder.application_id)
    )
    return {application_id: (count, last) for application_id, count, last in lines}


def _row(  # noqa: PLR0913, PLR0917 - what one line is read from
    call: Call, application: Application, report: Report | None, voted: int | None, letters: int, last: datetime | None
) -> ReportRow:
    """Make a line of the list; a file reported without a report of ours counts as received on paper."""
    file = parse(application.answers)
    reported = application.state == State.REPORTED
    status = report.state if report else "none"
    return ReportRow(
        public_id=application.public_id,
        number=application.number or "",
        association=application.association.name if application.association else file.name,
        siret=(application.association.siret if application.association else "") or file.siret,
        title=file.title or (application.project.title if application.project else ""),
        status="paper" if reported and status not in ENDED else status,
        paid=application.state != State.VOTED,
        voted_cents=voted or 0,
        received_at=report.received_at if report else None,
        closed=bool(report and report.closed_at),
        report_by=call.report_by,
        reminders=letters,
        reminded_at=last,
        contact=file.contact_name,
        email=file.contact_email,
        phone=file.contact_phone,
    )
