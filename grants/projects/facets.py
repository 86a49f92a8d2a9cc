"""How many projects each further choice would show, counted in a few queries whatever their number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, case, cast, func, literal, select, tuple_, union_all

from grants.accounts.models import Association
from grants.calls.models import Call
from grants.db import db, is_postgresql
from grants.domain.words import plain
from grants.projects.filtering import Filters, narrow, narrowed
from grants.projects.models import ProjectFacets
from grants.projects.search import SearchIndex, terms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import CTE, Row

MOST_COUNTED = 10_000
"""Projects after which counting stops; the page says so."""
MOST_ASSOCIATIONS = 40
FEW = 1_000
"""Projects that are read and counted here: for fewer, each further question costs the database more than the rows."""
CALLS = select(Call.id, Call.year, Call.territory).order_by(Call.territory)

COLUMNS = {
    "year": ProjectFacets.call_id,
    "theme": ProjectFacets.themes,
    "neighbourhood": ProjectFacets.quarters,
    "kind": ProjectFacets.kinds,
    "association": ProjectFacets.association_id,
    "priority": ProjectFacets.priority,
    "commons": ProjectFacets.commons,
}
"""The filter each column answers."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many projects each choice would show, the other choices kept; how many are shown; every call's territory.

    `associations` are the busiest, by number: name and count. When `more`, counting stopped at `MOST_COUNTED`.
    """

    total: int
    years: dict[int, int]
    themes: dict[str, int]
    neighbourhoods: dict[str, int]
    towns: tuple[str, ...]
    kinds: dict[str, int]
    associations: dict[int, tuple[str, int]]
    priority: int
    commons: int
    more: bool = False


def facets(filters: Filters) -> Facets:
    """Count the projects asked for, and what each other choice would show."""
    calls = db.session.execute(CALLS).all()
    few = _said_by_few(filters) if filters.text else None
    if few is None:
        total, counts = _counted_there(filters)
    else:
        total, counts = _counted_here(few, filters, {number for number, year, _town in calls if year == filters.year})
    years: Counter[int] = Counter()
    for number, year, _town in calls:
        years[year] += counts["year"][str(number)]
    return Facets(
        total=min(total, MOST_COUNTED),
        years={year: years[year] for year in sorted(years, reverse=True) if years[year]},
        themes=_each(counts["theme"]),
        neighbourhoods=_each(counts["neighbourhood"]),
        towns=tuple(dict.fromkeys(town for _number, _year, town in calls)),
        kinds=_each(counts["kind"]),
        associations=_associations(counts["association"], filters.association),
        priority=_yes(counts["priority"]),
        commons=_yes(counts["commons"]),
        more=total > MOST_COUNTED,
    )


def _said_by_few(filters: Filters) -> list[Row[Any]] | None:
    """Return the columns of all the projects that say the words, whatever else is asked; None when they are many."""
    said = narrowed(select(*COLUMNS.values()), Filters(text=filters.text, exact=filters.exact))
    rows = list(db.session.execute(said.limit(FEW + 1)))
    return rows if len(rows) <= FEW else None


def _counted_here(rows: Sequence[Row[Any]], filters: Filters, calls: set[int]) -> tuple[int, dict[str, Counter[str]]]:
    """Count the projects asked for among `rows`, and each column's values with its own choice left out.

    A row that misses one choice alone counts for that choice. `calls` are those of the year asked for.
    """
    met: list[Row[Any]] = []
    but_one: dict[int, list[Row[Any]]] = {}
    kept = [(place, test) for place, name in enumerate(COLUMNS) if (test := _test(name, filters, calls))]
    for row in rows:
        missed = [place for place, test in kept if not test(row[place])]
        if not missed:
            met.append(row)
        elif len(missed) == 1:
            but_one.setdefault(missed[0], []).append(row)
    counts = {
        name: Counter(_as_text(row[place]) for row in chain(met, but_one.get(place, ())))
        for place, name in enumerate(COLUMNS)
    }
    return len(met), counts


def _test(name: str, filters: Filters, calls: set[int]) -> Callable[[Any], bool] | None:
    """Return what a column must be for a choice that was made, as `narrow` asks of the database."""
    wanted = getattr(filters, name)
    if not wanted:
        return None
    if name == "year":
        return calls.__contains__
    if name in {"theme", "neighbourhood", "kind"}:
        return lambda keys: f" {wanted} " in keys
    return lambda value: bool(value == wanted)


def _as_text(value: object) -> str:
    """Write a value as PostgreSQL does."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _counted_there(filters: Filters) -> tuple[int, dict[str, Counter[str]]]:
    """Have the database count the projects asked for, and each column's values with its own choice left out."""
    chosen = [name for name in COLUMNS if getattr(filters, name)]
    if chosen and is_postgresql() and _said_by_a_list(filters):
        return _counted_at_once(filters, chosen)
    counts = _counted(filters, list(COLUMNS))
    total = counts["priority"].total()
    for name in chosen:
        left = replace(filters, **{name: type(getattr(filters, name))()})
        counts |= _counted(left, [name])
    return total, counts


def _said_by_a_list(filters: Filters) -> bool:
    """Tell whether words are said by no more projects than are counted."""
    terms = terms_of(filters.text, exact=filters.exact)
    return 0 < SearchIndex().reach(terms, MOST_COUNTED + 1) <= MOST_COUNTED


def _counted_at_once(filters: Filters, chosen: Sequence[str]) -> tuple[int, dict[str, Counter[str]]]:
    """Search the words once and count all columns; a project that misses one choice alone counts for that choice."""
    missed = {
        name: case((narrow(Filters(**{name: getattr(filters, name)}))[0], 0), else_=1 << place)
        for place, name in enumerate(chosen)
    }
    columns = [column.label(name) for name, column in COLUMNS.items()]
    asked = select(*columns, sum(missed.values(), literal(0, Integer)).label("missed"))
    said = narrowed(asked, Filters(text=filters.text, exact=filters.exact)).cte("asked")
    counts: dict[str, Counter[str]] = {name: Counter() for name in COLUMNS}
    total = 0
    alone = {1 << place: name for place, name in enumerate(chosen)}
    for name, value, number, lacking in _in_sets(said, list(COLUMNS), [0, *alone]):
        total += number if name == "priority" and not lacking else 0
        if not lacking or alone[lacking] == name:
            counts[name][value] += number
    return total, counts


def _in_sets(base: CTE, names: Sequence[str], kept: Sequence[int] = ()) -> Iterable[tuple[str, str, int, int]]:
    """Read `base` once and yield column, value, how many, and which choices are missed (those of `kept` alone)."""
    columns = [base.c[name] for name in names]
    missed = [base.c.missed] if kept else []
    sets = func.grouping_sets(*(tuple_(*missed, column) for column in columns))
    asked = select(func.grouping(*columns), *columns, func.count(), *(missed or [literal(0)])).group_by(sets)
    last = len(names) - 1
    place = {2 ** (last + 1) - 1 - (1 << (last - at)): at for at in range(last + 1)}
    for grouped, *values, number, lacking in db.session.execute(asked.where(*(each.in_(kept) for each in missed))):
        at = place[grouped]
        yield names[at], _as_text(values[at]), number, lacking


def _counted(filters: Filters, names: Sequence[str]) -> dict[str, Counter[str]]:
    """Count, for each of these filters, the values of its column among the projects asked for, in one query.

    Without words the newest are counted first.
    """
    columns = [COLUMNS[name].label(name) for name in names]
    asked = narrowed(select(*columns), filters)
    if not filters.text:
        asked = asked.order_by(ProjectFacets.public_since.desc(), ProjectFacets.project_id.desc())
    base = asked.limit(MOST_COUNTED + 1).cte("asked")
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    if is_postgresql():
        for name, value, number, _lacking in _in_sets(base, names):
            counts[name][value] += number
        return counts
    groups = [
        select(literal(column.name), cast(column, String), func.count()).group_by(column) for column in base.columns
    ]
    for name, value, number in db.session.execute(union_all(*groups)):
        counts[name][str(value)] += number
    return counts


def _each(combined: Mapping[str, int]) -> dict[str, int]:
    """Count single keys where they stand together, ` a b ` being both."""
    counts: Counter[str] = Counter()
    for keys, number in combined.items():
        for key in keys.split():
            counts[key] += number
    return dict(counts)


def _yes(counts: Mapping[str, int]) -> int:
    """Return how many are true, as either database writes it."""
    return sum(number for value, number in counts.items() if value in {"1", "true"})


def _associations(counts: Counter[str], asked: int) -> dict[int, tuple[str, int]]:
    """Return the busiest associations, and the one asked for, with their names, in the order of these.

    Of those that are as busy, the first known here come first: both databases count in an order of their own.
    """
    by_number = ((int(number), count) for number, count in counts.items())
    busiest = {number for number, _ in nsmallest(MOST_ASSOCIATIONS, by_number, key=lambda each: (-each[1], each[0]))}
    busiest |= {asked} - {0}
    if not busiest:
        return {}
    named = db.session.execute(select(Association.id, Association.name).where(Association.id.in_(busiest)))
    shown = sorted(named, key=lambda each: (plain(each.name), each.id))
    return {number: (name, counts[str(number)]) for number, name in shown}
