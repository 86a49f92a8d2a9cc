"""The years side by side, in a number of questions that does not grow with them. What nobody knows is None, never 0.

A year is told by the calls people answered here; where there was none, by the past grants brought in from a file; and
where there is neither, by the few figures staff typed in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, distinct, false, func, or_, select

from grants.applications.models import Application
from grants.budget.models import Award, Deliberation, PastSeason
from grants.calls.models import Call
from grants.calls.queries import calls
from grants.db import db
from grants.domain.following import MONTHS
from grants.domain.states import KEPT, REPORTABLE, State
from grants.plenary.models import Encounter, EncounterNews, Plenary
from grants.projects.models import Project, ProjectPlace
from grants.reports.models import Report
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Select

CALL, FILE, TYPED = "call", "file", "typed"
"""Where the figures of a year come from: our own calls, a file of past grants, staff's own hand."""
LASTED = ("going", "done")
"""What is said, six months after, of an encounter that lasted (see `grants.domain.following.LIVES`)."""

TOLD_BY_ALL = ("associations", "voted", "in_kind", "quarters", "priority")
"""What a file of past grants tells as well."""
TOLD_BY_OURS = ("newcomers", "requested", "reports", "evening_on", "encounters", "lasted")


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year in figures, sums in cents. `priority` and `reports` are a part and its whole.

    `priority`: projects in a priority area, of those that name a quarter. `reports`: received, of those asked.
    `lasted`: encounters told alive or done after six months, `told` being how many were told of.
    """

    year: int
    source: str
    projects: int
    associations: int | None = None
    newcomers: int | None = None
    requested: int | None = None
    voted: int | None = None
    in_kind: int | None = None
    quarters: int | None = None
    priority: tuple[int, int] | None = None
    reports: tuple[int, int] | None = None
    evening_on: date | None = None
    encounters: int | None = None
    lasted: int | None = None
    told: int = 0


def years_together(year: int = 0) -> list[YearRow]:
    """Return every year anything is known of, the latest first; or that year alone."""
    known = [each for each in calls() if year in {0, each.year}]
    chosen: dict[int, list[Call]] = defaultdict(list)
    for each in known:
        chosen[each.year].append(each)
    groups = {when: [each for each in its if each.imported == its[0].imported] for when, its in chosen.items()}
    every = [each for its in groups.values() for each in its]
    figures = _figures(every)
    rows = [_row(its, figures[when]) for when, its in groups.items()]
    return sorted([*rows, *_typed(set(groups), year)], key=lambda row: -row.year)


def _row(its: Sequence[Call], found: Mapping[str, Any]) -> YearRow:
    """Put the figures of a year together; those of a file say nothing of requests, reports or newcomers."""
    ours = not its[0].imported
    known: dict[str, Any] = {name: found.get(name) for name in TOLD_BY_ALL + TOLD_BY_OURS * ours}
    row = YearRow(its[0].year, CALL if ours else FILE, found.get("projects", 0))
    return replace(row, told=found.get("told", 0), **known)


def _figures(every: Sequence[Call]) -> dict[int, dict[str, Any]]:
    """Ask each question once for all the years."""
    year_of = {each.id: each.year for each in every}
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    mine = Call.id.in_(year_of)
    questions = (_projects(mine), _places(mine, every), _requested(mine), _voted(mine), _reports(mine), _evenings(mine))
    for question in questions:
        for row in db.session.execute(question).mappings():
            found[row["year"]] |= {name: _plain(value) for name, value in row.items() if name != "year"}
    for figures in found.values():
        figures["priority"] = _part(figures.get("inside"), figures.get("placed"))
        figures["reports"] = _part(figures.get("received"), figures.get("asked"))
        figures["lasted"] = figures.get("lasted") if figures.get("told") else None
    return found


def _plain(value: object) -> object:
    """Return a day as it is, and any number as a whole one: PostgreSQL sums to decimals."""
    return int(value) if isinstance(value, (int, Decimal)) else value


def _part(part: int | None, whole: int | None) -> tuple[int, int] | None:
    """Return a part and its whole, None when there is no whole."""
    return (int(part or 0), int(whole)) if whole else None


def _projects(mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Count the public projects, who carries them, and who came for the first time."""
    return (
        select(
            Call.year,
            func.count().label("projects"),
            func.count(distinct(Project.association_id)).label("associations"),
            func.count(case((Project.first_time, 1))).label("newcomers"),
        )
        .join(Project, Project.call_id == Call.id)
        .where(mine, Project.public_since.is_not(None))
        .group_by(Call.year)
    )


def _places(mine: ColumnElement[bool], every: Sequence[Call]) -> Select[*tuple[Any, ...]]:
    """Count the quarters reached, the projects that name one, and those that happen in a priority area."""
    return (
        select(
            Call.year,
            func.count(distinct(ProjectPlace.neighbourhood)).label("quarters"),
            func.count(distinct(Project.id)).label("placed"),
            func.count(distinct(case((_priority(every), Project.id)))).label("inside"),
        )
        .join(Project, Project.call_id == Call.id)
        .join(ProjectPlace, ProjectPlace.project_id == Project.id)
        .where(mine, Project.public_since.is_not(None))
        .group_by(Call.year)
    )


def _priority(every: Sequence[Call]) -> ColumnElement[bool]:
    """Tell the database which quarters were priority areas on the day filing closed, call by call of the same list."""
    lists: dict[frozenset[str], list[int]] = defaultdict(list)
    for each in every:
        quarters = territory(each.territory).neighbourhoods
        lists[frozenset(place.key for place in quarters if place.status_on(each.closes_on) == "qpv")].append(each.id)
    areas = ((ids, sorted(keys)) for keys, ids in lists.items() if keys)
    return or_(false(), *(and_(Call.id.in_(ids), ProjectPlace.neighbourhood.in_(keys)) for ids, keys in areas))


def _requested(mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Sum what the kept files ask."""
    return (
        select(Call.year, func.sum(Application.requested_cents).label("requested"))
        .join(Application, Application.call_id == Call.id)
        .where(mine, Application.state.in_(sorted(KEPT)))
        .group_by(Call.year)
    )


def _voted(mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Sum what the council voted."""
    return (
        select(
            Call.year,
            func.sum(Award.voted_cents).label("voted"),
            func.sum(Award.in_kind_cents).label("in_kind"),
        )
        .join(Deliberation, Deliberation.call_id == Call.id)
        .join(Award, Award.deliberation_id == Deliberation.id)
        .where(mine)
        .group_by(Call.year)
    )


def _reports(mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Count the reports received and those asked, as staff's own list does (`grants.reports.queries.tally_of`)."""
    exempted = func.coalesce(Report.state, "") == "exempted"
    return (
        select(
            Call.year,
            func.count(case((Application.state == State.REPORTED.value, 1))).label("received"),
            func.count(case((~exempted, 1))).label("asked"),
        )
        .join(Application, Application.call_id == Call.id)
        .outerjoin(Report, Report.application_id == Application.id)
        .where(mine, Application.state.in_([state.value for state in REPORTABLE]))
        .group_by(Call.year)
    )


def _evenings(mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Count the encounters both sides wanted, and what was said of them after six months."""
    late = EncounterNews.months == MONTHS["half_year"]
    lives = and_(late, EncounterNews.state.in_(LASTED))
    return (
        select(
            Call.year,
            func.max(Plenary.held_on).label("evening_on"),
            func.count(distinct(Encounter.id)).label("encounters"),
            func.count(distinct(case((late, Encounter.id)))).label("told"),
            func.count(distinct(case((lives, Encounter.id)))).label("lasted"),
        )
        .join(Plenary, Plenary.call_id == Call.id)
        .outerjoin(Encounter, and_(Encounter.plenary_id == Plenary.id, Encounter.agreed_at.is_not(None)))
        .outerjoin(EncounterNews, EncounterNews.encounter_id == Encounter.id)
        .where(mine)
        .group_by(Call.year)
    )


def _typed(known: set[int], year: int) -> list[YearRow]:
    """Return the years of which staff typed in a few figures and nothing else is known."""
    rows = db.session.execute(
        select(PastSeason.year, func.sum(PastSeason.files), func.sum(PastSeason.requested_cents))
        .group_by(PastSeason.year)
        .order_by(PastSeason.year)
    )
    found = [YearRow(when, TYPED, int(files), requested=int(cents)) for when, files, cents in rows if when not in known]
    return [row for row in found if year in {0, row.year}]
