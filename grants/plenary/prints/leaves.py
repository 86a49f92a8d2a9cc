"""Which pages a booklet has and what stands on each: decided by counting, before anything is laid out.

Lists are cut into pages of a fixed measure, so that a changed title touches only the pages where it is printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from grants.plenary.prints.art import constellation, qr_png
from grants.plenary.prints.content import Project, Theme
from grants.plenary.prints.height import table_mm
from grants.plenary.prints.plan import drawn
from grants.plenary.prints.text import sorting, theme_order, who

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grants.plenary.prints.content import BookletContent, Table, Wish


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page to come. `family` names the list it belongs to, whose measure shrinks if the page overflows."""

    template: str
    section: str
    context: Mapping[str, Any]
    kind: str = "plain"
    family: str = ""
    theme: Theme | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FinderLine:
    """One association and its tables, a text for each round (« 3 », or « 3, 7 » when it sends two people).

    Several projects that sit at the same tables are one line, which leads to the first of them.
    """

    name: str
    project: Project
    tables: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an edition holds on a page, in lines or blocks, and the sizes of its drawings in millimetres."""

    measures: Mapping[str, float]
    sky: tuple[float, float]
    plan: tuple[float, float]
    plans: int


A5 = Shape(
    {"finder": 29, "themes": 33, "turns": 33, "rounds": 156, "quarters": 62, "wishes": 78}, (121, 104), (121, 62), 2
)
LARGE = Shape({family: 5 * measure for family, measure in A5.measures.items()}, (150, 100), (170, 120), 1)
"""A part of a list takes several pages there, and no list is laid out in one go, however long."""


def front(content: BookletContent, shape: Shape, measures: Mapping[str, float], day: str) -> list[Leaf]:
    """Return the pages before the projects: the tables of each one come at once, behind the cover."""
    cover = {"content": content, "sky": constellation(content, *shape.sky), "day": day}
    welcome = {"content": content, "legend": _legend(content), "wishes": _any_wish(content)}
    leaves = [Leaf("cover", "", cover, "cover"), *_finder(content, measures), Leaf("welcome", _("Bienvenue"), welcome)]
    if content.programme:
        leaves.append(Leaf("programme", _("Programme"), {"content": content, "day": day}))
    leaves += _turns(content, measures) + _plans(content, shape)
    return leaves + _rounds(content, measures) + _themes(content, measures)


def back(content: BookletContent, measures: Mapping[str, float]) -> list[Leaf]:
    """Return the pages after the projects: indexes by quarter, by needs and by offers."""
    needs = _wishes(content, _("Qui cherche quoi ?"), lambda project: project.needs, measures)
    offers = _wishes(content, _("Qui offre quoi ?"), lambda project: project.offers, measures)
    return _quarters(content, measures) + needs + offers


def closing(content: BookletContent) -> Leaf:
    """Return the back cover."""
    images = {"site.png": qr_png(content.site)} if content.site else {}
    colophon = [*([content.licence] if content.licence else []), *content.credits]
    context = {"content": content, "colophon": colophon, "qr": "site.png" if images else ""}
    return Leaf("back", "", context, "cover", images=images)


def notes() -> Leaf:
    """Return a page to write on."""
    return Leaf("notes", _("Notes"), {})


def _legend(content: BookletContent) -> list[tuple[Theme, int, int]]:
    """Return every theme with the numbers of its first and last projects."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for project in content.projects:
        numbers[project.theme.key].append(project.number)
    return [(theme, min(numbers[theme.key]), max(numbers[theme.key])) for theme in theme_order(content.projects)]


def _any_wish(content: BookletContent) -> bool:
    return any(project.needs or project.offers for project in content.projects)


def _pages(items: Iterable[tuple[float, Any]], measure: float) -> list[list[Any]]:
    """Cut items, each with what it costs, into as few pages of that measure as can be, filled alike."""
    costed = list(items)
    pages = _filled(costed, measure)
    while len(pages) > 1 and len(even := _filled(costed, measure - 1)) == len(pages):
        pages, measure = even, measure - 1
    return pages


def _filled(items: Iterable[tuple[float, Any]], measure: float) -> list[list[Any]]:
    """Fill pages one after the other; each has at least one item."""
    pages: list[list[Any]] = []
    left = 0.0
    for cost, item in items:
        if not pages or cost > left:
            pages.append([])
            left = measure
        pages[-1].append(item)
        left -= cost
    return pages


def _grouped(page: Sequence[tuple[Any, Any]]) -> list[tuple[Any, list[Any]]]:
    """Gather (heading, item) pairs of one page under their headings, in order."""
    return [(key, [item for _key, item in group]) for key, group in groupby(page, key=lambda pair: pair[0])]


def _headed(pairs: Sequence[tuple[Any, Any]], heading: float, cost: Callable[[Any], float]) -> list[tuple[float, Any]]:
    """Give each (heading, item) pair its cost; the first of a heading pays for it."""
    return [
        (cost(item) + (heading if not nth or pairs[nth - 1][0] != key else 0), (key, item))
        for nth, (key, item) in enumerate(pairs)
    ]


def _finder(content: BookletContent, measures: Mapping[str, float]) -> list[Leaf]:
    if not content.rounds:
        return []
    found: dict[tuple[str, ...], FinderLine] = {}
    for project in content.projects:
        line = FinderLine(who(project), project, _tables(content, project))
        found.setdefault((line.name, *line.tables), line)
    lines = sorted(found.values(), key=lambda line: sorting(line.name))
    pages = _pages([(1.0, line) for line in lines], measures["finder"])
    title = _("Trouver ma place")
    return [
        Leaf("finder", title, {"content": content, "entries": page, "first": not nth}, family="finder")
        for nth, page in enumerate(pages)
    ]


def _tables(content: BookletContent, project: Project) -> list[str]:
    tables: dict[int, list[int]] = defaultdict(list)
    for sitting in project.sittings:
        tables[sitting.round].append(sitting.table)
    return [", ".join(str(table) for table in sorted(set(tables[each.number]))) for each in content.rounds]


def _turns(content: BookletContent, measures: Mapping[str, float]) -> list[Leaf]:
    """List who speaks about when, series by series."""
    named = {project.number: project for project in content.projects}
    pairs = [(each.label, (at, named[number])) for each in content.series for number, at in each.turns]
    pages = _pages(_headed(pairs, 1.7, lambda _turn: 1.0), measures["turns"])
    title = _("Qui parle quand\u00a0?")
    return [
        Leaf("turns", title, {"groups": _grouped(page), "first": not nth}, family="turns")
        for nth, page in enumerate(pages)
    ]


def _plans(content: BookletContent, shape: Shape) -> list[Leaf]:
    """Draw the rooms that staff named: without a name, nobody said yet where the tables stand."""
    rooms = [drawn(room, shape.plan) for room in content.rooms if room.name]
    title = _("Plan des salles")
    groups = [rooms[start : start + shape.plans] for start in range(0, len(rooms), shape.plans)]
    return [Leaf("plan", title, {"plans": group, "first": not nth}) for nth, group in enumerate(groups)]


def _themes(content: BookletContent, measures: Mapping[str, float]) -> list[Leaf]:
    order = {theme.key: nth for nth, theme in enumerate(theme_order(content.projects))}
    pairs = sorted(((p.theme, p) for p in content.projects), key=lambda pair: order[pair[0].key])
    pages = _pages(_headed(pairs, 1.7, lambda _project: 1.0), measures["themes"])
    leaves = []
    for nth, page in enumerate(pages):
        groups = [(theme, order[theme.key], projects) for theme, projects in _grouped(page)]
        context = {"groups": groups, "first": not nth}
        leaves.append(Leaf("themes", _("Les projets par thème"), context, family="themes"))
    return leaves


def _rounds(content: BookletContent, measures: Mapping[str, float]) -> list[Leaf]:
    """Print every round in rows of three tables, or larger in rows of two when that takes no more pages."""
    names = {project.number: who(project) for project in content.projects}
    leaves = []
    for each in content.rounds:
        tables = [_table(table, names) for table in each.tables]
        pages = _rows(tables, 3, measures["rounds"])
        larger = _rows(tables, 2, measures["rounds"])
        roomy = len(larger) <= len(pages)
        for nth, page in enumerate(larger if roomy else pages):
            context = {"round": each, "rows": page, "first": not nth, "roomy": roomy}
            leaves.append(Leaf("round", _("Tour %(number)s", number=each.number), context, family="rounds"))
    return leaves


def _table(table: Table, names: Mapping[int, str]) -> dict[str, Any]:
    """Gather the projects of a table under the names of who brings them."""
    people: dict[str, list[int]] = defaultdict(list)
    for number in table.projects:
        if number in names:
            people[names[number]].append(number)
    return {"number": table.number, "why": table.why, "guests": table.guests, "people": list(people.items())}


def _rows(tables: Sequence[dict[str, Any]], across: int, measure: float) -> list[list[list[dict[str, Any] | None]]]:
    """Cut tables into pages of rows, each as high as its highest table."""
    rows = [[*tables[nth : nth + across]] for nth in range(0, len(tables), across)]
    costed = [(max(table_mm(table, across) for table in row), row + [None] * (across - len(row))) for row in rows]
    return _pages(costed, measure)


def _quarters(content: BookletContent, measures: Mapping[str, float]) -> list[Leaf]:
    pairs = [(project.quarter, project) for project in content.projects if project.quarter]
    pairs.sort(key=lambda pair: (sorting(pair[0]), pair[1].number))
    pages = _pages(_headed(pairs, 2.0, lambda _project: 1.0), measures["quarters"])
    title = _("Les projets par quartier")
    return [
        Leaf("quarters", title, {"groups": _grouped(page), "first": not nth}, family="quarters")
        for nth, page in enumerate(pages)
    ]


def _wishes(
    content: BookletContent, title: str, of: Callable[[Project], Sequence[Wish]], measures: Mapping[str, float]
) -> list[Leaf]:
    """List wishes by kind, in the order in which the kinds are named."""
    kinds = list(content.kinds)
    lines = [(wish, project) for project in content.projects for wish in of(project)]
    lines.sort(key=lambda line: (kinds.index(line[0].kind) if line[0].kind in kinds else len(kinds), line[1].number))
    pairs = [
        (content.kinds.get(wish.kind, _("Autre")), (project, wish.sentence[:1].upper() + wish.sentence[1:]))
        for wish, project in lines
    ]
    costed = _headed(pairs, 2.0, lambda line: 1.4 + -(-len(line[1]) // 36))
    return [
        Leaf("wishes", title, {"title": title, "groups": _grouped(page), "first": not nth}, family="wishes")
        for nth, page in enumerate(_pages(costed, measures["wishes"]))
    ]
