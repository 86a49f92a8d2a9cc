"""Public projects as plain values, in four queries whatever their number: data need nothing that could be changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, literal, select, union_all

from grants.accounts.models import Association
from grants.calls.models import Call
from grants.db import db
from grants.projects.filtering import chosen
from grants.projects.models import NeedOffer, Project, ProjectPartner, ProjectPlace, ProjectPoint, ProjectTheme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grants.projects.queries import Filters


@dataclass(frozen=True, slots=True)
class PlainCarrier:
    """Who carries a project."""

    name: str
    siret: str | None
    rna: str | None


@dataclass(frozen=True, slots=True)
class PlainPartner:
    """Who carries a project with the association of its file, and its part in cents once written."""

    association: PlainCarrier
    share_cents: int | None


@dataclass(frozen=True, slots=True)
class PlainCall:
    """The call a project answers; `territory` names its town's file."""

    year: int
    title: str
    territory: str


@dataclass(frozen=True, slots=True)
class PlainWish:
    """A thing looked for or given."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PlainPoint:
    """An exact place, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class PlainProject:
    """What open data say of a public project, under the names of `Project`."""

    id: int
    slug: str
    title: str
    hook: str
    what: str
    for_whom: str
    where_text: str
    when_text: str
    commons: str
    licence: str
    carried_group: str
    first_time: bool
    public_since: datetime | None
    updated_at: datetime
    association: PlainCarrier
    call: PlainCall
    neighbourhoods: list[str]
    themes: list[str]
    needs: list[PlainWish]
    offers: list[PlainWish]
    points: list[PlainPoint]
    partners: list[PlainPartner]


OWN = (
    Project.id,
    Project.slug,
    Project.title,
    Project.hook,
    Project.what,
    Project.for_whom,
    Project.where_text,
    Project.when_text,
    Project.commons,
    Project.licence,
    Project.carried_group,
    Project.first_time,
    Project.public_since,
    Project.updated_at,
)
CARRIER = (Association.name, Association.siret, Association.rna)
CALL = (Call.year, Call.title, Call.territory)
PLAIN = (
    select(*OWN, *CARRIER, *CALL)
    .join(Association, Association.id == Project.association_id)
    .join(Call, Call.id == Project.call_id)
    .where(Project.public_since.is_not(None), Project.id > bindparam("after"))
    .order_by(Project.id)
    .limit(bindparam("number"))
)
_IDS: BindParameter[Any] = bindparam("projects", expanding=True)
HELD = union_all(
    select(
        literal("place"),
        ProjectPlace.project_id,
        ProjectPlace.position,
        ProjectPlace.neighbourhood,
        literal(""),
    ).where(ProjectPlace.project_id.in_(_IDS)),
    select(literal("theme"), ProjectTheme.project_id, ProjectTheme.position, ProjectTheme.theme, literal("")).where(
        ProjectTheme.project_id.in_(_IDS)
    ),
    select(NeedOffer.side, NeedOffer.project_id, NeedOffer.position, NeedOffer.kind, NeedOffer.sentence).where(
        NeedOffer.project_id.in_(_IDS)
    ),
)
"""What hangs on projects: what it is, on which, its place there, its key, its words."""
POINTS = (
    select(ProjectPoint.project_id, ProjectPoint.latitude, ProjectPoint.longitude)
    .where(ProjectPoint.project_id.in_(_IDS))
    .order_by(ProjectPoint.id)
)

PARTNERS = (
    select(ProjectPartner.project_id, ProjectPartner.share_cents, *CARRIER)
    .join(Association, Association.id == ProjectPartner.association_id)
    .where(ProjectPartner.project_id.in_(_IDS))
    .order_by(ProjectPartner.position)
)


def plain_projects(after: int, number: int, filters: Filters | None = None) -> list[PlainProject]:
    """Return at most `number` public projects by id from the one after `after`, those asked for."""
    asked = PLAIN if filters is None else chosen(PLAIN, filters)
    rows: list[tuple[Any, ...]] = [tuple(row) for row in db.session.execute(asked, {"after": after, "number": number})]
    if not rows:
        return []
    ids = [row[0] for row in rows]
    held, points, partners = _held(ids), _points(ids), _partners(ids)
    return [_plain(row, held, points, partners) for row in rows]


def _held(ids: Sequence[int]) -> dict[tuple[str, int], list[PlainWish]]:
    """Return what hangs on these projects, by what it is and by project, in the order of their pages."""
    found: dict[tuple[str, int], list[PlainWish]] = defaultdict(list)
    for what, project, _position, key, words in sorted(db.session.execute(HELD, {"projects": ids}), key=itemgetter(2)):
        found[what, project].append(PlainWish(key, words))
    return found


def _points(ids: Sequence[int]) -> dict[int, list[PlainPoint]]:
    """Return the exact places of these projects."""
    found: dict[int, list[PlainPoint]] = defaultdict(list)
    for project, latitude, longitude in db.session.execute(POINTS, {"projects": ids}):
        found[project].append(PlainPoint(latitude, longitude))
    return found


def _partners(ids: Sequence[int]) -> dict[int, list[PlainPartner]]:
    """Return who carries these projects with the associations of their files."""
    found: dict[int, list[PlainPartner]] = defaultdict(list)
    for project, cents, name, siret, rna in db.session.execute(PARTNERS, {"projects": ids}):
        found[project].append(PlainPartner(PlainCarrier(name, siret, rna), cents))
    return found


def _plain(
    row: tuple[Any, ...],
    held: dict[tuple[str, int], list[PlainWish]],
    points: dict[int, list[PlainPoint]],
    partners: dict[int, list[PlainPartner]],
) -> PlainProject:
    """Build a project from its row and what hangs on it."""
    number, own, carrier = row[0], len(OWN), len(OWN) + len(CARRIER)
    project: Callable[..., PlainProject] = PlainProject
    return project(
        *row[:own],
        PlainCarrier(*row[own:carrier]),
        PlainCall(*row[carrier:]),
        [each.kind for each in held.get(("place", number), ())],
        [each.kind for each in held.get(("theme", number), ())],
        held.get(("need", number), []),
        held.get(("offer", number), []),
        points.get(number, []),
        partners.get(number, []),
    )
