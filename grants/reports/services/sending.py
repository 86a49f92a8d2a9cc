"""Sending a report: received and acknowledged at once, told on the project's page, corrected as often as needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from grants.applications.queries.together import readers_of
from grants.applications.services import move_on
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import Weight, parse
from grants.domain.report import check_report, gives_commons
from grants.domain.states import REPORTABLE, State
from grants.projects.services import note_commons, page_changed
from grants.reports.models import Report, ReportVersion
from grants.reports.services.letters import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person
    from grants.mail import Attachment


def check_before_sending(report: Report, version: int) -> None:
    """Make sure a report can be sent now.

    Raises RuleError `report_closed`, `not_voted_yet`, `report_changed` when somebody wrote since the review,
    `report_already_sent` when nothing changed since the last sending, `report_empty`.
    """
    if report.closed_at is not None:
        raise RuleError("report_closed")
    if State(report.application.state) not in REPORTABLE:
        raise RuleError("not_voted_yet")
    if report.version != version:
        already = report.state == "sent" and _last_answers(report) == report.answers
        raise RuleError("report_already_sent" if already else "report_changed")
    found = check_report(report.answers, parse(report.application.answers))
    if any(problem.weight is Weight.ESSENTIAL for problem in found):
        raise RuleError("report_empty")


def send(report: Report, version: int, author: Person, papers: Sequence[Attachment] = ()) -> None:
    """Take a report in, keep this version of it, and acknowledge it; raises RuleError as `check_before_sending`."""
    check_before_sending(report, version)
    again = report.state == "sent"
    taken = db.session.execute(
        update(Report)
        .where(Report.id == report.id, Report.version == version, Report.closed_at.is_(None))
        .values(
            state="sent",
            version=Report.version + 1,
            received_at=func.coalesce(Report.received_at, now()),
            recorded_by=author.email,
            updated_at=now(),
        )
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(report)
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("report_already_sent" if report.state == "sent" else "report_changed")
    last = db.session.scalar(select(func.max(ReportVersion.number)).where(ReportVersion.report_id == report.id)) or 0
    kept = ReportVersion(report_id=report.id, number=last + 1, author=author.email, answers=report.answers)
    db.session.add(kept)
    if report.application.state != State.REPORTED:
        move_on(report.application, State.REPORTED, author)
    page_changed(report.application.project)
    note_commons(report.application.project, given=gives_commons(report.answers))
    db.session.flush()
    addresses = {person.email: person.language for person in readers_of(report.application)}
    addresses.setdefault(author.email, author.language)
    tell(report.application, "report_received", addresses, papers, again=again, report=report)


def _last_answers(report: Report) -> object:
    """Return what the report said when it was last sent."""
    return db.session.scalar(
        select(ReportVersion.answers)
        .where(ReportVersion.report_id == report.id)
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )
