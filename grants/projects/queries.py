"""Reads about public projects: lists, counts, one page, its neighbours. Every list costs the same few queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from grants.accounts.models import Association
from grants.calls.models import Call
from grants.db import db
from grants.projects.models import NeedOffer, Project, ProjectPlace, ProjectTheme
from grants.projects.search import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Select, Subquery
    from sqlalchemy.orm import QueryableAttribute

PAGE = 50
NEIGHBOURS = 4
SISTERS = 12
MOST_AROUND = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked of the list; empty values ask nothing. Theme and quarter are keys, `kind` a kind of need."""

    text: str = ""
    year: int = 0
    theme: str = ""
    neighbourhood: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A project in a list. `town` names its territory's file; quarters and themes are keys there."""

    id: int
    slug: str
    title: str
    hook: str
    association: str
    association_id: int
    carried_group: str
    year: int
    town: str
    first_time: bool
    neighbourhoods: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facets:
    """How many projects each choice would show, the other choices kept; how many are shown; every call's territory."""

    total: int
    years: dict[int, int]
    themes: dict[str, int]
    neighbourhoods: dict[str, int]
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another project of the same call that shares quarters or themes (their keys)."""

    card: Card
    neighbourhoods: tuple[str, ...]
    themes: tuple[str, ...]


CARD = (
    select(
        Project.id,
        Project.slug,
        Project.title,
        Project.hook,
        Association.name,
        Project.association_id,
        Project.carried_group,
        Call.year,
        Call.territory,
        Project.first_time,
    )
    .join(Association, Association.id == Project.association_id)
    .join(Call, Call.id == Project.call_id)
)
"""What a card shows, without building whole projects."""
WHOLE = (
    select(Project)
    .options(
        joinedload(Project.call),
        joinedload(Project.association),
        selectinload(Project.places),
        selectinload(Project.points),
        selectinload(Project.subjects),
        selectinload(Project.needs_and_offers),
    )
    .where(Project.public_since.is_not(None))
)
"""Public projects with all that their pages say."""


def public_project(slug: str) -> Project | None:
    """Return a public project with all its page needs."""
    return db.session.scalar(WHOLE.where(Project.slug == slug))


def cards(filters: Filters, page: int) -> list[Card]:
    """Return one page (from 1) of the projects asked for: the nearest words first, else the newest first.

    Numbers are sorted before words are read: the cost of a page hardly grows with the number of projects.
    """
    found = SearchIndex().found(filters.text) if filters.text else None
    order: list[ColumnElement[Any]] = [Project.public_since.desc(), Project.id.desc()]
    if found is not None:
        order.insert(0, found.c.closeness.desc())
    chosen = _filtered(select(Project.id), filters, found).order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    ids = db.session.scalars(chosen).all()
    read = {card.id: card for card in _read_cards(CARD.where(Project.id.in_(ids)))}
    return [read[number] for number in ids if number in read]


def facets(filters: Filters) -> Facets:
    """Count the projects asked for, and what each other year, theme or quarter would show."""
    found = SearchIndex().found(filters.text) if filters.text else None
    total = db.session.scalar(_filtered(select(func.count(Project.id)), filters, found)) or 0
    years = _filtered(
        select(Call.year, func.count()).join(Project).group_by(Call.year).order_by(Call.year.desc()),
        replace(filters, year=0),
        found,
    )
    themes = _filtered(
        select(ProjectTheme.theme, func.count()).join(Project).group_by(ProjectTheme.theme),
        replace(filters, theme=""),
        found,
    )
    quarters = _filtered(
        select(ProjectPlace.neighbourhood, func.count()).join(Project).group_by(ProjectPlace.neighbourhood),
        replace(filters, neighbourhood=""),
        found,
    )
    return Facets(
        total=total,
        years=dict(db.session.execute(years).all()),
        themes=dict(db.session.execute(themes).all()),
        neighbourhoods=dict(db.session.execute(quarters).all()),
        towns=tuple(db.session.scalars(select(Call.territory).distinct().order_by(Call.territory))),
    )


def latest(number: int) -> list[Card]:
    """Return the projects published last."""
    newest = CARD.where(Project.public_since.is_not(None))
    return _read_cards(newest.order_by(Project.public_since.desc(), Project.id.desc()).limit(number))


def around(project: Project) -> tuple[list[Card], list[Neighbour]]:
    """Return the association’s other projects, newest first, and those of the call that share most with this one."""
    near = _nearest(project)
    chosen = CARD.where(
        Project.public_since.is_not(None),
        Project.id != project.id,
        or_(Project.association_id == project.association_id, Project.id.in_(near)),
    )
    rows = _read_cards(chosen.order_by(Call.year.desc(), Project.id.desc()).limit(MOST_AROUND))
    sisters = [card for card in rows if card.association_id == project.association_id]
    neighbours = sorted((card for card in rows if card.id in near), key=lambda card: near.index(card.id))
    return sisters[:SISTERS], [_shared(card, project) for card in neighbours]


def projects_after(after: int, number: int, filters: Filters | None = None) -> Sequence[Project]:
    """Return at most `number` whole public projects by id from the one after `after`, those asked for."""
    return db.session.scalars(_whole(filters).where(Project.id > after).order_by(Project.id).limit(number)).all()


def newest_projects(number: int, filters: Filters | None = None, page: int = 1) -> Sequence[Project]:
    """Return a page of the whole projects asked for, those published last first."""
    newest = _whole(filters).order_by(Project.public_since.desc(), Project.id.desc())
    return db.session.scalars(newest.limit(number).offset((page - 1) * number)).all()


def _whole(filters: Filters | None) -> Select[Project]:
    """Select whole public projects, those asked for."""
    if filters is None:
        return WHOLE
    found = SearchIndex().found(filters.text) if filters.text else None
    return WHOLE.where(Project.id.in_(_filtered(select(Project.id), filters, found)))


def _nearest(project: Project) -> Sequence[int]:
    """Return the ids of a few projects of the call that share most quarters and themes with this one, nearest first."""
    places = _sharing(ProjectPlace.project_id, ProjectPlace.neighbourhood.in_(project.neighbourhoods), project)
    themes = _sharing(ProjectTheme.project_id, ProjectTheme.theme.in_(project.themes), project)
    both = places.union_all(themes).subquery()
    nearest = select(both.c.project_id).group_by(both.c.project_id).order_by(func.count().desc(), both.c.project_id)
    return db.session.scalars(nearest.limit(NEIGHBOURS)).all()


def _shared(card: Card, project: Project) -> Neighbour:
    """Say what a card shares with a project."""
    here, about = set(project.neighbourhoods), set(project.themes)
    return Neighbour(
        card,
        tuple(key for key in card.neighbourhoods if key in here),
        tuple(key for key in card.themes if key in about),
    )


def _sharing(column: QueryableAttribute[int], shared: ColumnElement[bool], project: Project) -> Select[int]:
    """Select the ids of the call's other public projects, once per thing they share with this one."""
    return (
        select(column.label("project_id"))
        .join(Project)
        .where(
            shared,
            Project.call_id == project.call_id,
            Project.public_since.is_not(None),
            Project.id != project.id,
        )
    )


def _filtered(chosen: Select[*tuple[Any, ...]], filters: Filters, found: Subquery | None) -> Select[*tuple[Any, ...]]:
    """Keep the public projects that a reader asked for."""
    chosen = chosen.where(Project.public_since.is_not(None))
    if found is not None:
        chosen = chosen.join(found, found.c.project_id == Project.id)
    elif filters.text:
        chosen = chosen.where(false())
    if filters.year:
        chosen = chosen.where(Project.call_id.in_(select(Call.id).where(Call.year == filters.year)))
    if filters.theme:
        chosen = chosen.where(
            Project.id.in_(select(ProjectTheme.project_id).where(ProjectTheme.theme == filters.theme))
        )
    if filters.neighbourhood:
        places = select(ProjectPlace.project_id).where(ProjectPlace.neighbourhood == filters.neighbourhood)
        chosen = chosen.where(Project.id.in_(places))
    if filters.kind:
        needs = select(NeedOffer.project_id).where(NeedOffer.side == "need", NeedOffer.kind == filters.kind)
        chosen = chosen.where(Project.id.in_(needs))
    return chosen


def _read_cards(chosen: Select[*tuple[Any, ...]]) -> list[Card]:
    """Run a selection of card columns, then fetch quarters and themes of all its projects at once."""
    rows: list[tuple[Any, ...]] = [tuple(row) for row in db.session.execute(chosen)]
    ids = [row[0] for row in rows]
    places = _keys(ProjectPlace.project_id, ProjectPlace.neighbourhood, ProjectPlace.position, ids)
    themes = _keys(ProjectTheme.project_id, ProjectTheme.theme, ProjectTheme.position, ids)
    card: Callable[..., Card] = Card
    return [card(*row, tuple(places.get(row[0], ())), tuple(themes.get(row[0], ()))) for row in rows]


def _keys(
    project_id: QueryableAttribute[int], key: QueryableAttribute[str], position: QueryableAttribute[int], ids: list[int]
) -> dict[int, list[str]]:
    """Return the keys (quarters or themes) of each of these projects, in their order."""
    found: dict[int, list[str]] = {}
    for number, name in db.session.execute(
        select(project_id, key).where(project_id.in_(ids)).order_by(project_id, position)
    ):
        found.setdefault(number, []).append(name)
    return found
