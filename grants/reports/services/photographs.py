"""The photographs of a report: made smaller, without a trace of where they were taken, removed as soon as asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from grants import files
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.report import MOST_PHOTOGRAPHS, photograph_fields
from grants.projects.services import page_changed
from grants.reports.models import Report, ReportPhotograph

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALL_SIDE = 640
"""Pixels of the longer side of a photograph as a page first shows it: some 60 kB."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A photograph ready to be kept, large and small, with the large one's size in pixels."""

    name: str
    large: bytes
    small: bytes
    width: int
    height: int


def draw(name: str, content: bytes) -> Drawn:
    """Draw a photograph large and small; touches no database. Raises RuleError as `files.draw_photograph` does."""
    large = files.draw_photograph(name, content)
    small = files.draw_photograph(name, large, SMALL_SIDE)
    return Drawn(name, large, small, *files.pixels(large))


def add_photograph(report: Report, drawn: Drawn) -> ReportPhotograph:
    """Keep a photograph at the end of the report's; raises RuleError `report_closed` or `photographs_full` (most)."""
    _hold(report)
    shown = _photographs(report)
    if len(shown) >= MOST_PHOTOGRAPHS:
        raise RuleError("photographs_full", most=MOST_PHOTOGRAPHS)
    added = ReportPhotograph(
        report_id=report.id,
        large_id=files.keep_drawn(drawn.name, drawn.large).id,
        small_id=files.keep_drawn(drawn.name, drawn.small).id,
        width=drawn.width,
        height=drawn.height,
        position=shown[-1].position + 1 if shown else 1,
    )
    db.session.add(added)
    db.session.flush()
    db.session.expire(report, ["photographs"])
    return added


def remove_photograph(report: Report, number: int) -> None:
    """Remove a photograph for good, from the public page too; raises RuleError `report_closed`."""
    _hold(report)
    found = next((each for each in _photographs(report) if each.id == number), None)
    if found is None:
        return
    stored = (found.large, found.small)
    db.session.delete(found)
    db.session.flush()
    for each in stored:
        db.session.delete(each)
    gone = {field.key for field in photograph_fields([number])}
    report.answers = {key: value for key, value in report.answers.items() if key not in gone}
    page_changed(report.application.project)
    db.session.flush()
    db.session.expire(report, ["photographs"])


def move_photograph(report: Report, number: int) -> None:
    """Move a photograph one place up; raises RuleError `report_closed`."""
    _hold(report)
    shown = list(_photographs(report))
    place = next((place for place, each in enumerate(shown) if each.id == number), 0)
    if place:
        shown.insert(place - 1, shown.pop(place))
    for position, each in enumerate(shown, start=1):
        each.position = position
    db.session.flush()
    db.session.expire(report, ["photographs"])


def _hold(report: Report) -> None:
    """Keep others out of this report until the end of the transaction, unless it is closed."""
    held = db.session.execute(
        update(Report)
        .where(Report.id == report.id, Report.closed_at.is_(None))
        .values(version=Report.version + 1, updated_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(report)
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("report_closed")


def _photographs(report: Report) -> Sequence[ReportPhotograph]:
    """Return the report's photographs as they stand now, in their order."""
    query = select(ReportPhotograph).where(ReportPhotograph.report_id == report.id)
    return db.session.scalars(query.order_by(ReportPhotograph.position, ReportPhotograph.id)).all()
