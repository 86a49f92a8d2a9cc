"""What projects gave in common, as their reports say: read from the last sending of each public one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.calls.models import Call
from grants.db import db
from grants.domain.report import Gift, gifts_of
from grants.projects.models import Project, ProjectTheme
from grants.reports.models import Report, ReportVersion

if TYPE_CHECKING:
    from sqlalchemy import Subquery


@dataclass(frozen=True, slots=True)
class Given:
    """One thing given, and who gave it. `key` lasts: the project's number and the place in its report."""

    key: str
    gift: Gift
    project_id: int
    slug: str
    title: str
    association: str
    carried_group: str
    year: int
    town: str
    themes: tuple[str, ...]


def given() -> list[Given]:
    """Return all that public reports gave, the newest year first, then by title of the project; two queries."""
    last = _last_sendings()
    rows = db.session.execute(
        select(
            ReportVersion.answers,
            Project.id,
            Project.slug,
            Project.title,
            Association.name,
            Project.carried_group,
            Call.year,
            Call.territory,
        )
        .join(last, (last.c.report_id == ReportVersion.report_id) & (last.c.number == ReportVersion.number))
        .join(Report, Report.id == ReportVersion.report_id)
        .join(Application, Application.id == Report.application_id)
        .join(Project, Project.id == Application.project_id)
        .join(Association, Association.id == Project.association_id)
        .join(Call, Call.id == Project.call_id)
        .where(Report.state == "sent", Project.public_since.is_not(None), Project.gave_commons)
        .order_by(Call.year.desc(), Project.title, Project.id)
    ).all()
    themes = _themes()
    return [
        Given(f"{number}-{place}", gift, number, slug, title, name, group, year, town, themes.get(number, ()))
        for answers, number, slug, title, name, group, year, town in rows
        for place, gift in enumerate(gifts_of(answers), start=1)
    ]


def _last_sendings() -> Subquery:
    """Choose the number of the last sending of each report."""
    return (
        select(ReportVersion.report_id, func.max(ReportVersion.number).label("number"))
        .group_by(ReportVersion.report_id)
        .subquery()
    )


def _themes() -> dict[int, tuple[str, ...]]:
    """Return the themes of the projects that reported."""
    found: dict[int, tuple[str, ...]] = {}
    for number, theme in db.session.execute(
        select(ProjectTheme.project_id, ProjectTheme.theme)
        .join(Application, Application.project_id == ProjectTheme.project_id)
        .join(Report, Report.application_id == Application.id)
        .order_by(ProjectTheme.project_id, ProjectTheme.position)
    ):
        found[number] = (*found.get(number, ()), theme)
    return found
