"""The booklet as a page of hypertext: the same words, for a screen, a screen reader, or a machine without network."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from grants.plenary.prints.text import sorting, theme_order, who

if TYPE_CHECKING:
    from grants.plenary.prints.content import BookletContent, Project, Theme


def shown(content: BookletContent) -> dict[str, Any]:
    """Return what the page shows: who finds which table, projects by theme and by quarter, wishes by kind."""
    return {
        "finder": sorted(content.projects, key=lambda project: sorting(who(project))),
        "themes": _by_theme(content),
        "quarters": _by_quarter(content),
        "wishes": {side: _by_kind(content, side) for side in ("needs", "offers")},
        "named": {project.number: project for project in content.projects},
        "hours": {each.number: each.starts for each in content.rounds},
        "seats": {project.number: _seats(project) for project in content.projects},
    }


def _seats(project: Project) -> dict[int, str]:
    """Return the tables of a project in each round, as one reads them."""
    tables: dict[int, set[int]] = defaultdict(set)
    for sitting in project.sittings:
        tables[sitting.round].add(sitting.table)
    return {number: ", ".join(map(str, sorted(at))) for number, at in tables.items()}


def _by_theme(content: BookletContent) -> list[tuple[Theme, list[Project]]]:
    return [
        (theme, [project for project in content.projects if project.theme.key == theme.key])
        for theme in theme_order(content.projects)
    ]


def _by_quarter(content: BookletContent) -> list[tuple[str, list[Project]]]:
    quarters: dict[str, list[Project]] = defaultdict(list)
    for project in content.projects:
        if project.quarter:
            quarters[project.quarter].append(project)
    return sorted(quarters.items(), key=lambda pair: sorting(pair[0]))


def _by_kind(content: BookletContent, side: str) -> list[tuple[str, list[tuple[str, Project]]]]:
    kinds: dict[str, list[tuple[str, Project]]] = {kind: [] for kind in content.kinds}
    for project in content.projects:
        for wish in getattr(project, side):
            sentence = wish.sentence[:1].upper() + wish.sentence[1:]
            kinds.setdefault(wish.kind, []).append((sentence, project))
    return [(content.kinds.get(kind, kind), said) for kind, said in kinds.items() if said]
