"""The wall of needs and offers: large sheets by kind, with room to write one's name under what one can answer."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from grants.plenary.prints.pages import Page, Pages
from grants.plenary.prints.text import who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.prints.content import BookletContent, Project, Wish

A_PAGE_OF = 6
"""Lines of a sheet."""


def wall(content: BookletContent) -> Pages:
    """Lay out the sheets, kind by kind: what is looked for on the left, what is offered on the right."""
    needs, offers = _by_kind(content, "needs"), _by_kind(content, "offers")
    kinds = [*content.kinds, *sorted({*needs, *offers} - {*content.kinds})]
    pages = []
    for kind in kinds:
        left, right = needs[kind], offers[kind]
        rows = list(zip_longest(left, right))
        name = content.kinds.get(kind, _("Autre"))
        for start in range(0, len(rows), A_PAGE_OF):
            context = {"name": name, "rows": rows[start : start + A_PAGE_OF], "first": not start}
            pages.append(Page("prints/wall", context | {"needs": len(left), "offers": len(right)}))
    return Pages(_("Mur des besoins et des propositions"), "evening.css", pages or [Page("prints/nothing", {})])


def _by_kind(content: BookletContent, side: str) -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for project in content.projects:
        wishes: Sequence[Wish] = getattr(project, side)
        for wish in wishes:
            sentence = wish.sentence[:1].upper() + wish.sentence[1:]
            told[wish.kind].append({"project": project, "sentence": sentence, "who": who(project), "at": _at(project)})
    return told


def _at(project: Project) -> str:
    """Return the tables where a project is found, round after round."""
    rounds: dict[int, set[int]] = defaultdict(set)
    for sitting in project.sittings:
        rounds[sitting.round].add(sitting.table)
    return " · ".join("/".join(str(table) for table in sorted(rounds[number])) for number in sorted(rounds))
