"""Writing a report: everything is kept, and two editors never overwrite each other unseen."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from grants.applications.services import NOBODY, Writer
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import Answer, keep, merge
from grants.domain.report import AGREED
from grants.domain.states import REPORTABLE, State
from grants.projects.services import page_changed
from grants.reports.models import Report, ReportAside
from grants.reports.queries import asides_of, fields_of, report_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grants.applications.models import Application
    from grants.domain.file import Answers, Field
    from grants.domain.file.drafts import Merge

MOST_TRIES = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: what stands now, fields taken, texts set aside (this page's), fields cut."""

    answers: dict[str, Answer]
    changed: tuple[str, ...]
    clashes: dict[str, Answer]
    cut: tuple[str, ...]


def open_report(application: Application, answers: Answers = MappingProxyType({})) -> Report:
    """Return the report of a file, opened once however many windows ask for it; a new one begins with these answers.

    Raises RuleError `not_voted_yet` before the council's vote, or for a file that left the call.
    """
    if State(application.state) not in REPORTABLE:
        raise RuleError("not_voted_yet")
    found = report_of(application)
    if found is None:
        try:
            with db.session.begin_nested():
                found = Report(application_id=application.id, answers=dict(answers))
                db.session.add(found)
        except IntegrityError:  # another window came first
            found = db.session.scalars(select(Report).filter_by(application_id=application.id)).one()
    return found


def save(report: Report, changes: Answers, marks: Mapping[str, str], writer: Writer = NOBODY) -> Saved:
    """Keep what a page brings, field by field; texts written on both sides are set aside, never lost.

    `marks` are the fingerprints of the texts the page was opened with. Raises RuleError `report_closed` once the town
    has closed it.
    """
    fields = fields_of(report)
    for _ in range(MOST_TRIES):
        if report.closed_at is not None:
            raise RuleError("report_closed")
        own = {key for key, page in report.hands.items() if page == writer.page}
        merged = merge(report.answers, changes, marks, fields, own)
        if not merged.changed or _write(report, merged.answers, merged.changed, writer):
            break
        db.session.refresh(report)
    else:
        raise RuleError("too_busy")
    _keep_clashes(report, merged, writer.page, writer.author)
    if any(key.endswith(AGREED) for key in merged.changed):
        page_changed(report.application.project)  # a photograph its people no longer agree with leaves at once
    return Saved(merged.answers, merged.changed, merged.clashes, merged.cut)


def settle_aside(report: Report, number: int, *, use: bool, author: str = "") -> None:
    """Take a text set aside back into its field, or drop it; what leaves the field is kept in its turn."""
    aside = next((each for each in asides_of(report) if each.id == number), None)
    if aside is None:
        return
    field = next((each for each in fields_of(report) if each.key == aside.field), None)
    if use and field is not None:
        leaving = report.answers.get(aside.field, "")
        answers = keep(report.answers, {aside.field: _unfolded(field, aside.words)}, [field])[0]
        if report.closed_at is not None or not _write(report, answers, [field.key], NOBODY):
            raise RuleError("report_closed")
        if leaving:
            row = ReportAside(report_id=report.id, field=field.key, words=_folded(leaving), author=author, settled=True)
            db.session.add(row)
    aside.settled = True
    db.session.flush()


def _write(report: Report, answers: Mapping[str, Answer], changed: Collection[str], writer: Writer) -> bool:
    """Write the answers if nobody wrote since they were read; tell whether they are in."""
    hands = {key: page for key, page in report.hands.items() if key not in changed}
    if writer.alone and writer.page:
        hands |= dict.fromkeys(changed, writer.page)
    written = db.session.execute(
        update(Report)
        .where(Report.id == report.id, Report.version == report.version, Report.closed_at.is_(None))
        .values(answers=dict(answers), hands=hands, version=Report.version + 1, updated_at=now())
        .execution_options(synchronize_session=False)
    )
    done: bool = written.rowcount == 1  # type: ignore[attr-defined]
    db.session.refresh(report)
    return done


def _keep_clashes(report: Report, merged: Merge, writer: str, author: str) -> None:
    """Set aside the texts of this page that met others; a page that goes on writing renews its own."""
    waiting = {(each.field, each.writer): each for each in asides_of(report) if writer}
    for key, text in merged.clashes.items():
        aside = waiting.get((key, writer))
        if aside is None:
            aside = ReportAside(report_id=report.id, field=key, words=_folded(text), writer=writer, author=author)
            db.session.add(aside)
        else:
            aside.words, aside.at = _folded(text), now()
    for key in merged.changed:
        if aside := waiting.get((key, writer)):
            aside.settled = True
    db.session.flush()


def _folded(answer: Answer) -> str:
    """Write an answer as one text: a list, one key a line."""
    return answer if isinstance(answer, str) else "\n".join(answer)


def _unfolded(field: Field, text: str) -> Answer:
    """Read an answer back from one text."""
    return text.split("\n") if field.is_list else text
