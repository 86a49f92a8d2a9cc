"""Reads about public projects: lists, counts, one page, its neighbours. Every list costs the same few queries."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from grants.accounts.models import Association
from grants.calls.models import Call
from grants.db import db
from grants.projects.facets import MOST_COUNTED, Facets, facets
from grants.projects.filtering import Filters, chosen, narrowed
from grants.projects.hanging import public_project
from grants.projects.models import NeedOffer, Project, ProjectFacets, ProjectPlace, ProjectTheme
from grants.projects.search import SearchIndex, terms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Select, Subquery

__all__ = ["Facets", "Filters", "chosen", "facets", "public_project"]

PAGE = 50
NEIGHBOURS = 4
SISTERS = 12
MOST_AROUND = 60
LONG_TEXTS = ("what", "for_whom", "where_text", "when_text", "commons")
"""What a project tells at length, in the order of its page."""


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
AROUND = (
    CARD.where(
        Project.public_since.is_not(None),
        Project.id != bindparam("project"),
        or_(Project.association_id == bindparam("association"), Project.id.in_(bindparam("near", expanding=True))),
    )
    .order_by(Call.year.desc(), Project.id.desc())
    .limit(MOST_AROUND)
)
KEYS = union_all(
    select(literal("place"), ProjectPlace.project_id, ProjectPlace.neighbourhood, ProjectPlace.position).where(
        ProjectPlace.project_id.in_(bindparam("projects", expanding=True))
    ),
    select(literal("theme"), ProjectTheme.project_id, ProjectTheme.theme, ProjectTheme.position).where(
        ProjectTheme.project_id.in_(bindparam("projects", expanding=True))
    ),
)
"""Quarters and themes of projects: which of both, the project, the key, its place among the project's."""


def cards(filters: Filters, page: int, *, many: bool | None = None) -> list[Card]:
    """Return one page (from 1) of the projects asked for, in the order asked for.

    Words in more than `MOST_COUNTED` projects (`many`, when the caller knows) are found everywhere: the newest come
    first, where the nearest do otherwise. Narrow rows are sorted before words are read: a page costs the same in a
    large town.
    """
    near = None if filters.sort or not filters.text else _near(filters, many=many)
    asked = narrowed(select(ProjectFacets.project_id), filters, near)
    order = _order(filters.sort) if near is None else [near.c.closeness.desc(), *_order("")]
    ordered = asked.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    ids = db.session.scalars(ordered).all()
    read = {card.id: card for card in _read_cards(CARD.where(Project.id.in_(ids)))}
    return [read[number] for number in ids if number in read]


def _near(filters: Filters, *, many: bool | None) -> Subquery | None:
    """Return the projects that say these words with their nearness, None when they are too many to compare."""
    index = SearchIndex()
    if many is None:
        many = index.reach(terms_of(filters.text, exact=filters.exact), MOST_COUNTED + 1) > MOST_COUNTED
    return None if many else index.found(filters.text, near=True, exact=filters.exact)


def _order(sort: str) -> list[ColumnElement[Any]]:
    """Return how a list is sorted, the newest first unless asked otherwise; equal ones are always in the same order."""
    newest: list[ColumnElement[Any]] = [ProjectFacets.public_since.desc(), ProjectFacets.project_id.desc()]
    orders: dict[str, list[ColumnElement[Any]]] = {
        "anciens": [ProjectFacets.public_since.asc(), ProjectFacets.project_id.asc()],
        "titre": [ProjectFacets.title_key.asc(), ProjectFacets.project_id.asc()],
        "association": [ProjectFacets.association_key.asc(), *newest],
    }
    return orders.get(sort, newest)


def searched_texts(slugs: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Return what each of these projects says, besides title and hook, as (place, text): needs and offers first."""
    told: dict[str, list[tuple[str, str]]] = {slug: [] for slug in slugs}
    said = select(Project.slug, NeedOffer.side, NeedOffer.sentence).join(Project).where(Project.slug.in_(slugs))
    for slug, side, sentence in db.session.execute(said.order_by(NeedOffer.project_id, NeedOffer.position)):
        told[slug].append((side, sentence))
    columns = [getattr(Project, name) for name in LONG_TEXTS]
    for slug, more, *texts in db.session.execute(
        select(Project.slug, Project.more, *columns).where(Project.slug.in_(slugs))
    ):
        told[slug] += [(name, text) for name, text in zip(LONG_TEXTS, texts, strict=True) if text]
        told[slug] += [("more", words) for each in more for words in each["text"].values()]
    return told


def latest(number: int) -> list[Card]:
    """Return the projects published last."""
    newest = CARD.where(Project.public_since.is_not(None))
    return _read_cards(newest.order_by(Project.public_since.desc(), Project.id.desc()).limit(number))


def around(project: Project) -> tuple[list[Card], list[Neighbour]]:
    """Return the association’s other projects, newest first, and those of the call that share most with this one."""
    near = _nearest(project)
    asked = {"project": project.id, "association": project.association_id, "near": near}
    rows = _read_cards(AROUND, asked)
    sisters = [card for card in rows if card.association_id == project.association_id]
    neighbours = sorted((card for card in rows if card.id in near), key=lambda card: near.index(card.id))
    return sisters[:SISTERS], [_shared(card, project) for card in neighbours]


def newest_projects(number: int, filters: Filters | None = None, page: int = 1) -> Sequence[Project]:
    """Return a page of the whole projects asked for, those published last first."""
    newest = _whole(filters).order_by(Project.public_since.desc(), Project.id.desc())
    return db.session.scalars(newest.limit(number).offset((page - 1) * number)).all()


def _whole(filters: Filters | None) -> Select[Project]:
    """Select whole public projects, those asked for."""
    return WHOLE if filters is None else chosen(WHOLE, filters)


def _nearest(project: Project) -> Sequence[int]:
    """Return the ids of a few projects of the call that share most quarters and themes with this one, nearest first."""
    keys = [(ProjectFacets.quarters, key) for key in project.neighbourhoods]
    keys += [(ProjectFacets.themes, key) for key in project.themes]
    shared = [case((column.contains(f" {key} ", autoescape=True), 1), else_=0) for column, key in keys]
    if not shared:
        return []
    number = sum(shared[1:], shared[0])
    others = (ProjectFacets.call_id == project.call_id, ProjectFacets.project_id != project.id, number > 0)
    nearest = select(ProjectFacets.project_id).where(*others).order_by(number.desc(), ProjectFacets.project_id)
    return db.session.scalars(nearest.limit(NEIGHBOURS)).all()


def _shared(card: Card, project: Project) -> Neighbour:
    """Say what a card shares with a project."""
    here, about = set(project.neighbourhoods), set(project.themes)
    return Neighbour(
        card,
        tuple(key for key in card.neighbourhoods if key in here),
        tuple(key for key in card.themes if key in about),
    )


def _read_cards(chosen: Select[*tuple[Any, ...]], asked: dict[str, Any] | None = None) -> list[Card]:
    """Run a selection of card columns, then fetch quarters and themes of all its projects at once."""
    rows: list[tuple[Any, ...]] = [tuple(row) for row in db.session.execute(chosen, asked)]
    if not rows:
        return []
    keys: dict[tuple[str, int], list[str]] = {}
    found = db.session.execute(KEYS, {"projects": [row[0] for row in rows]})
    for what, number, key, _place in sorted(found, key=itemgetter(3)):
        keys.setdefault((what, number), []).append(key)
    card: Callable[..., Card] = Card
    return [card(*row, *(tuple(keys.get((what, row[0]), ())) for what in ("place", "theme"))) for row in rows]
