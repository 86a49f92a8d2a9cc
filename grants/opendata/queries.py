"""Reads for open data: what was voted, and public projects with what was voted for them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from grants.accounts.models import Association
from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import db
from grants.domain.giving import GivenGrant
from grants.domain.joint import parts_of
from grants.domain.scdl import Recipient, VotedGrant
from grants.domain.slugs import slug_of
from grants.domain.state_file import GatheredGrant
from grants.opendata.plain import PlainProject, plain_projects
from grants.plenary.models import Plenary
from grants.projects.models import Project, ProjectPartner
from grants.projects.queries import public_project
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grants.domain.territory import Territory
    from grants.projects.queries import Filters

BATCH = 500
AWARDS = (
    select(Award.project_id, Award.voted_cents, Award.in_kind_cents, Deliberation.number, Deliberation.voted_on)
    .join(Award.deliberation)
    .where(Award.project_id.in_(bindparam("projects", expanding=True)))
    .order_by(Award.id)
)


@dataclass(frozen=True, slots=True)
class OpenAward:
    """What the council voted for a project under one act, in cents; past years may have lost the day."""

    voted_cents: int
    in_kind_cents: int
    act: str
    voted_on: date | None


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A public project with what was voted for it."""

    project: Project | PlainProject
    awards: tuple[OpenAward, ...]


def voted_awards(
    *, history: bool = False, unnumbered: bool = False, most: int | None = None, year: int = 0
) -> Iterator[Award]:
    """Give every award of our calls in the order of the votes; with `history` those of past years' files too.

    With `unnumbered` only those whose association has no valid SIRET; with `most` no more than so many; of one `year`.

    Past grants count only when our own towns gave them: a file of another funder is not ours to publish.
    """
    chosen = (
        select(Award)
        .join(Award.deliberation)
        .join(Award.project)
        .join(Project.call)
        .options(
            contains_eager(Award.deliberation),
            contains_eager(Award.project).contains_eager(Project.call),
            contains_eager(Award.project).joinedload(Project.association),
            contains_eager(Award.project).selectinload(Project.places),
            contains_eager(Award.project).selectinload(Project.subjects),
            contains_eager(Award.project).selectinload(Project.partners).joinedload(ProjectPartner.association),
            joinedload(Award.application),
            selectinload(Award.shares),
        )
        .where(Deliberation.voted_on.is_not(None))
        .order_by(Deliberation.voted_on, Award.id)
        .execution_options(yield_per=BATCH)
    )
    if not history:
        chosen = chosen.where(Call.imported.is_(False))
    if unnumbered:
        nameless = func.coalesce(Association.siret, "") == ""
        with_others = Project.partners.any(ProjectPartner.association.has(nameless))
        chosen = chosen.where(or_(Project.association.has(nameless), with_others))
    if year:
        chosen = chosen.where(Call.year == year)
    if most is not None:
        chosen = chosen.limit(most)
    with closing(db.session.scalars(chosen)) as found:
        for award in found:
            call = award.project.call
            if not call.imported or is_own_scheme(call.territory, call.scheme):
                yield award


def is_own_scheme(town: str, scheme: str) -> bool:
    """Tell whether past grants of a scheme were given by the town itself."""
    return scheme == slug_of(f"subventions {territory(town).funder}")


def voted_grants(
    *, history: bool = False, unnumbered: bool = False, most: int | None = None, year: int = 0
) -> Iterator[VotedGrant]:
    """Give the voted grants as the national schema needs them; see `voted_awards`."""
    for award in voted_awards(history=history, unnumbered=unnumbered, most=most, year=year):
        yield _voted(award)


def gathered_grants(*, most: int | None = None) -> Iterator[GatheredGrant]:
    """Give the voted grants as the State gathers them; see `voted_awards`."""
    for award in voted_awards(most=most):
        file = award.application
        yield GatheredGrant(
            voted=_voted(award),
            requested_cents=file.requested_cents if file else award.voted_cents,
            year=award.project.call.year,
            programme=award.project.call.title,
            filed_on=file.sent_at.date() if file and file.sent_at else None,
        )


def given_grants(page_of: Callable[[str], str]) -> Iterator[GivenGrant]:
    """Give the voted grants as 360Giving needs them; `page_of` turns a project's slug into its whole address."""
    for award in voted_awards():
        yield _given(award, page_of(award.project.slug))


def open_projects(*, after: int = 0, number: int = BATCH, filters: Filters | None = None) -> list[OpenProject]:
    """Return public projects by id, those after `after`, at most `number`, and of those only the ones asked for."""
    return _with_awards(plain_projects(after, number, filters))


def open_project(number: int) -> OpenProject | None:
    """Return a public project by its id."""
    found = [project for project in plain_projects(number - 1, 1) if project.id == number]
    return _with_awards(found)[0] if found else None


def open_project_named(slug: str) -> OpenProject | None:
    """Return a public project by the slug of its page."""
    found = public_project(slug)
    return _with_awards([found])[0] if found else None


def every_open_project(filters: Filters | None = None) -> Iterator[OpenProject]:
    """Give every public project asked for by id, some at a time."""
    last = 0
    while batch := open_projects(after=last, filters=filters):
        yield from batch
        last = batch[-1].project.id


def evening_of(call: Call) -> Plenary | None:
    """Return the plenary of a call once it is prepared."""
    return db.session.scalar(select(Plenary).where(Plenary.call_id == call.id))


def _with_awards(projects: Sequence[Project | PlainProject]) -> list[OpenProject]:
    """Add what was voted, in one query for all."""
    awards: dict[int, list[OpenAward]] = {}
    rows = db.session.execute(AWARDS, {"projects": [project.id for project in projects]}) if projects else ()
    for project_id, voted, in_kind, act, voted_on in rows:
        awards.setdefault(project_id, []).append(OpenAward(voted, in_kind, act, voted_on))
    return [OpenProject(project, tuple(awards.get(project.id, ()))) for project in projects]


def _reference(award: Award) -> str:
    """Return our own number of a grant."""
    if award.application is not None and award.application.number:
        return award.application.number
    return f"{award.project.call.year}-P{award.project_id}"


def _voted(award: Award) -> VotedGrant:
    """Gather one line of the national file. The time to pay runs from the letter, or the vote, to the call's limit."""
    project = award.project
    town = territory(project.call.territory)
    voted_on = award.deliberation.voted_on
    if voted_on is None:
        message = "an award without a vote is not published"
        raise ValueError(message)
    starts = award.notified_on or voted_on
    total = award.voted_cents + award.in_kind_cents
    return VotedGrant(
        reference=_reference(award),
        funder=town.funder,
        funder_siret=town.siret,
        voted_on=voted_on,
        decision=award.deliberation.number,
        purpose=project.title,
        cash_cents=award.voted_cents,
        in_kind_cents=award.in_kind_cents,
        recipients=_recipients(project, total),
        paid_from=starts,
        paid_until=None if project.call.imported else max(starts, project.call.dates.pay_by),
    )


def _recipients(project: Project, cents: int) -> tuple[Recipient, ...]:
    """Return who receives, the carrier first, each with its part of the cents and the numbers that are known."""
    carriers = (project.association, *(each.association for each in project.partners))
    parts = parts_of(cents, [each.share_cents for each in project.partners])
    return tuple(
        Recipient(who.name, who.siret or "", who.rna or "", part, who.siret_given or "")
        for who, part in zip(carriers, parts, strict=True)
    )


def _given(award: Award, page: str) -> GivenGrant:
    """Gather one 360Giving record; the project is lived in the year after the vote, until its report."""
    project = award.project
    town = territory(project.call.territory)
    dates = project.call.dates
    return GivenGrant(
        reference=_reference(award),
        title=project.title,
        description=project.hook or project.what,
        requested_cents=award.application.requested_cents if award.application else award.voted_cents,
        awarded_cents=award.voted_cents + award.in_kind_cents,
        paid_cents=sum(share.paid_cents - share.repaid_cents for share in award.shares),
        awarded_on=award.deliberation.voted_on or dates.council_on,
        starts_on=dates.council_on,
        ends_on=dates.report_by,
        funder=town.funder,
        funder_siret=town.siret,
        recipients=tuple(
            (str(who.id), who.name, who.siret or "")
            for who in (project.association, *(each.association for each in project.partners))
        ),
        programme_code=project.call.scheme,
        programme=project.call.title,
        themes=_themes(town, project),
        places=tuple(
            (place.name, place.latitude, place.longitude)
            for place in map(town.neighbourhood, project.neighbourhoods)
            if place
        ),
        page=page,
        changed_at=project.updated_at,
    )


def _themes(town: Territory, project: Project) -> tuple[tuple[str, str], ...]:
    """Return (key, name) of a project's themes."""
    return tuple((theme.key, theme.name) for theme in map(town.theme, project.themes) if theme)
