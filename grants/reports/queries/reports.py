"""One report: its fields, its photographs, the grant it answers for, and the part of it that everybody sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from grants.applications.models import Application
from grants.budget.models import Award, AwardShare, Deliberation
from grants.db import db
from grants.domain.file import parse, text_of
from grants.domain.report import REPORT_FIELDS, Story, photograph_fields, read_report
from grants.files import StoredFile
from grants.projects.models import Project
from grants.reports.models import Report, ReportAside, ReportPhotograph, ReportVersion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.domain.file import Answers, Field


@dataclass(frozen=True, slots=True)
class Grant:
    """What the council voted for a file, in cents, and what was paid of it so far; the act that says so."""

    voted_cents: int
    in_kind_cents: int
    paid_cents: int
    act: str
    voted_on: date | None
    notified_on: date | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph as a page shows it: its number, its files' names, the large one's size in pixels, its sentence."""

    number: int
    large: str
    small: str
    width: int
    height: int
    alt: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class PublicReport:
    """What everybody sees of a report: its story, photographs the people on it agree with, projects met by slug."""

    story: Story
    pictures: tuple[Picture, ...]
    met: tuple[tuple[str, str], ...]
    received_at: datetime
    corrected_at: datetime | None


def report_of(application: Application) -> Report | None:
    """Return the report of a file, if it was begun."""
    return db.session.scalar(select(Report).filter_by(application_id=application.id))


def fields_of(report: Report | None) -> tuple[Field, ...]:
    """Return all the fields of a report, those of its photographs included."""
    numbers = [each.id for each in report.photographs] if report else []
    return REPORT_FIELDS + photograph_fields(numbers)


def story_of(application: Application, answers: Answers) -> Story:
    """Read a report beside its file."""
    return read_report(answers, parse(application.answers))


def asides_of(report: Report) -> list[ReportAside]:
    """Return the texts set aside that nobody has taken back or dropped yet, oldest first."""
    query = select(ReportAside).filter_by(report_id=report.id, settled=False).order_by(ReportAside.id)
    return list(db.session.scalars(query))


def versions_of(report: Report) -> Sequence[ReportVersion]:
    """Return what was sent, each time, newest first."""
    query = select(ReportVersion).filter_by(report_id=report.id).order_by(ReportVersion.number.desc())
    return db.session.scalars(query).all()


def grant_of(application: Application) -> Grant | None:
    """Return what the council voted for a file."""
    row = db.session.execute(
        select(Award, Deliberation).join(Award.deliberation).where(Award.application_id == application.id)
    ).first()
    if row is None:
        return None
    award, act = row
    paid = func.coalesce(func.sum(AwardShare.paid_cents - AwardShare.repaid_cents), 0)
    cents = db.session.scalar(select(paid).where(AwardShare.award_id == award.id)) or 0
    return Grant(award.voted_cents, award.in_kind_cents, int(cents), act.number, act.voted_on, award.notified_on)


def pictures_of(report: Report, answers: Answers) -> tuple[Picture, ...]:
    """Return a report's photographs in their order, with the words these answers give them."""
    rows = db.session.scalars(
        select(ReportPhotograph)
        .options(joinedload(ReportPhotograph.large), joinedload(ReportPhotograph.small))
        .where(ReportPhotograph.report_id == report.id)
        .order_by(ReportPhotograph.position, ReportPhotograph.id)
    )
    return tuple(
        Picture(
            number=row.id,
            large=row.large.public_id,
            small=row.small.public_id,
            width=row.width,
            height=row.height,
            alt=text_of(answers, f"photo_{row.id}_alt"),
            agreed=text_of(answers, f"photo_{row.id}_agreed") == "yes",
        )
        for row in rows
    )


def photograph_named(report: Report, name: str) -> StoredFile | None:
    """Return one of a report's photographs, large or small, by its file's name."""
    return db.session.scalar(
        select(StoredFile)
        .join(
            ReportPhotograph,
            or_(ReportPhotograph.large_id == StoredFile.id, ReportPhotograph.small_id == StoredFile.id),
        )
        .where(ReportPhotograph.report_id == report.id, StoredFile.public_id == name)
    )


def photographs_as_images(report: Report) -> dict[str, bytes]:
    """Return the small photographs as the press is given them, `photo-12.jpg` by number."""
    rows = db.session.execute(
        select(ReportPhotograph.id, StoredFile.content)
        .join(StoredFile, StoredFile.id == ReportPhotograph.small_id)
        .where(ReportPhotograph.report_id == report.id)
        .order_by(ReportPhotograph.id)
    )
    return {f"photo-{number}.jpg": content for number, content in rows}


def public_report(project: Project) -> PublicReport | None:
    """Return what everybody sees of a project's report, as it was last sent; None before."""
    report = db.session.scalar(
        select(Report)
        .join(Application)
        .where(Application.project_id == project.id, Report.state == "sent")
        .options(joinedload(Report.application))
    )
    last = next(iter(versions_of(report)), None) if report else None
    if report is None or last is None or project.public_since is None:
        return None
    story = story_of(report.application, last.answers)
    return PublicReport(
        story=story,
        pictures=_shown(report, last),
        met=titles_of(story.met),
        received_at=report.received_at or last.at,
        corrected_at=last.at if last.number > 1 else None,
    )


def titles_of(slugs: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return address and title of these projects, those still public, by title."""
    rows = db.session.execute(
        select(Project.slug, Project.title)
        .where(Project.slug.in_(slugs), Project.public_since.is_not(None))
        .order_by(Project.title, Project.id)
    )
    return tuple((slug, title) for slug, title in rows)


def public_photograph(slug: str, name: str) -> StoredFile | None:
    """Return a photograph that everybody may see: of a report that was sent, agreed, on a public project."""
    row = db.session.execute(
        select(ReportPhotograph, StoredFile, Report)
        .join(Report, Report.id == ReportPhotograph.report_id)
        .join(StoredFile, or_(StoredFile.id == ReportPhotograph.large_id, StoredFile.id == ReportPhotograph.small_id))
        .join(Application, Application.id == Report.application_id)
        .join(Project, Project.id == Application.project_id)
        .where(StoredFile.public_id == name, Project.slug == slug, Project.public_since.is_not(None))
        .where(Report.state == "sent")
    ).first()
    if row is None:
        return None
    photograph, file, report = row
    last = next(iter(versions_of(report)), None)
    shown = {picture.number for picture in _shown(report, last)} if last else set()
    return file if photograph.id in shown else None


def _shown(report: Report, last: ReportVersion) -> tuple[Picture, ...]:
    """Return the photographs agreed when the report was sent, and still agreed today."""
    today = {picture.number for picture in pictures_of(report, report.answers) if picture.agreed}
    return tuple(each for each in pictures_of(report, last.answers) if each.agreed and each.number in today)
