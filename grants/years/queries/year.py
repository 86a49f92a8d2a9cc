"""One year whole: its calls, what it is about, where it happens, what was sought, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.applications.models import Application
from grants.calls.models import Call
from grants.calls.queries import calls
from grants.db import db
from grants.domain.file import parse
from grants.domain.report import Gift, read_report
from grants.plenary.models import Plenary
from grants.plenary.queries import published_programme
from grants.plenary.queries.minutes import EveningFigures, evening_figures, minutes_of
from grants.projects.models import NeedOffer, Project, ProjectPlace, ProjectTheme
from grants.reports.models import Report, ReportVersion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import InstrumentedAttribute


@dataclass(frozen=True, slots=True)
class Evening:
    """The plenary of a year: its figures, and whether there is a programme and anything in the minutes to read."""

    plenary: Plenary
    figures: EveningFigures
    programme: bool
    minutes: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A project whose report came: its address, its title, and what it gave in common."""

    slug: str
    title: str
    gifts: tuple[Gift, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What the page of a year shows beside its figures. Counts are by key, of public projects."""

    calls: tuple[Call, ...]
    themes: dict[str, int]
    quarters: dict[str, int]
    needs: dict[str, int]
    offers: dict[str, int]
    evenings: tuple[Evening, ...]
    reports: tuple[Told, ...]


def calls_told(year: int) -> tuple[Call, ...]:
    """Return the calls that tell a year: ours, or those of a file where there is none of ours, the main one first."""
    its = [each for each in calls() if each.year == year]
    return tuple(each for each in its if each.imported == its[0].imported)


def year_whole(year: int) -> Year | None:
    """Return a year that has at least one call."""
    its = calls_told(year)
    if not its:
        return None
    ids = [each.id for each in its]
    return Year(
        calls=its,
        themes=_counted(ids, ProjectTheme.theme, ProjectTheme.project_id),
        quarters=_counted(ids, ProjectPlace.neighbourhood, ProjectPlace.project_id),
        needs=_counted(ids, NeedOffer.kind, NeedOffer.project_id, "need"),
        offers=_counted(ids, NeedOffer.kind, NeedOffer.project_id, "offer"),
        evenings=tuple(_evening(each) for each in _plenaries(ids)),
        reports=tuple(_reports(ids)),
    )


def years_known() -> list[int]:
    """Return the years that have a call, the latest first."""
    return sorted({each.year for each in calls()}, reverse=True)


def _counted(
    ids: Sequence[int], key: InstrumentedAttribute[str], project: InstrumentedAttribute[int], side: str = ""
) -> dict[str, int]:
    """Count the public projects of these calls by key."""
    chosen = (
        select(key, func.count(project.distinct()))
        .join(Project, Project.id == project)
        .where(Project.call_id.in_(ids), Project.public_since.is_not(None))
        .group_by(key)
        .order_by(key)
    )
    if side:
        chosen = chosen.where(NeedOffer.side == side)
    return {name: int(number) for name, number in db.session.execute(chosen)}


def _plenaries(ids: Sequence[int]) -> Sequence[Plenary]:
    """Return the evenings of these calls."""
    return db.session.scalars(select(Plenary).where(Plenary.call_id.in_(ids)).order_by(Plenary.held_on)).all()


def _evening(plenary: Plenary) -> Evening:
    """Read what an evening left."""
    programme = published_programme(plenary)
    shown = any(entry.hidden_at is None for entry in minutes_of(plenary))
    return Evening(plenary, evening_figures(plenary, programme), programme is not None, shown)


def _reports(ids: Sequence[int]) -> list[Told]:
    """Return the public reports of these calls, as they were last sent, by title."""
    rows = db.session.execute(
        select(Project.slug, Project.title, Application.answers, ReportVersion.answers)
        .join(Application, Application.project_id == Project.id)
        .join(Report, Report.application_id == Application.id)
        .join(ReportVersion, ReportVersion.report_id == Report.id)
        .where(Project.call_id.in_(ids), Project.public_since.is_not(None), Report.state == "sent")
        .order_by(Project.title, Project.id, ReportVersion.number)
    )
    last = {slug: Told(slug, title, read_report(told, parse(file)).gifts) for slug, title, file, told in rows}
    return list(last.values())
