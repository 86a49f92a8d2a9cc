"""What stands on the tables: a sign for each, folded so that its number is read from both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from grants.plenary.prints.pages import Page, Pages
from grants.plenary.prints.text import who

if TYPE_CHECKING:
    from grants.plenary.prints.content import BookletContent, Table

NAMES_SHOWN = 9
"""Names a sign holds for one round; the others are counted."""

CLOSE = 5
"""Names from which each is told on one line."""


def signs(content: BookletContent) -> Pages:
    """Lay out a sign for each table, in the order of their numbers: who sits there at each round."""
    names = {project.number: who(project) for project in content.projects}
    where = {spot.number: (room, spot) for room in content.rooms for spot in room.tables}
    numbers = sorted({table.number for each in content.rounds for table in each.tables})
    pages = []
    for number in numbers:
        room, spot = where.get(number, (None, None))
        context = {
            "number": number,
            "room": room.name if room else "",
            "accessible": spot is not None and spot.accessible,
            "rounds": _rounds(content, number, names),
        }
        pages.append(Page("prints/sign", context))
    return Pages(_("Panneaux de table"), "evening.css", pages or [Page("prints/nothing", {})])


def _rounds(content: BookletContent, number: int, names: dict[int, str]) -> list[dict[str, Any]]:
    rounds = []
    for each in content.rounds:
        table = next((table for table in each.tables if table.number == number), None)
        people = _people(table, names) if table else []
        shown, more = people[:NAMES_SHOWN], len(people[NAMES_SHOWN:])
        rounds.append({"round": each, "names": shown, "more": more, "close": len(shown) > CLOSE})
    return rounds


def _people(table: Table, names: dict[int, str]) -> list[tuple[int | None, str]]:
    """Return the projects at a table by number, those of one association once, then its guests."""
    told: dict[str, int | None] = {}
    for number in table.projects:
        if number in names:
            told.setdefault(names[number], number)
    return [(number, name) for name, number in told.items()] + [(None, guest) for guest in table.guests]
