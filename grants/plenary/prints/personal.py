"""What each person holds that day: a programme in A6, four to a page, and a badge with their own tables.

Pages of four and eight are kept as fragments, so that one late change prints in no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.plenary.prints.art import qr_png
from grants.plenary.prints.pages import Page, Pages
from grants.plenary.prints.text import sorting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.prints.content import BookletContent, PersonalSheet

A_PAGE_OF = {"programmes": 4, "badges": 8}
"""How many stand on an A4 page."""

MANY_ROUNDS = 4
"""From this number of rounds a programme is set closer."""


def programmes(content: BookletContent) -> Pages:
    """Lay out everybody's programme, in alphabetical order, to be handed over at the door."""
    return Pages(_("Programmes personnels"), "personal.css", _pages(content, "programmes"))


def badges(content: BookletContent) -> Pages:
    """Lay out everybody's badge, in the same order."""
    return Pages(_("Badges"), "personal.css", _pages(content, "badges"))


def everybody(content: BookletContent) -> list[PersonalSheet]:
    """Return the people as they are looked for at the door: by name."""
    return sorted(content.people, key=lambda person: sorting(person.name or person.association))


def first_name(person: PersonalSheet) -> tuple[str, str]:
    """Cut a name after its first word, for the badge; the name of an association, or a single word, stays whole."""
    if not person.name or person.name == person.association:
        return person.name or person.association, ""
    first, _space, rest = person.name.partition(" ")
    return first, rest


def _pages(content: BookletContent, kind: str) -> list[Page]:
    people, size = everybody(content), A_PAGE_OF[kind]
    groups = [people[start : start + size] for start in range(0, len(people), size)] or [[]]
    return [_page(content, kind, group) for group in groups]


def _page(content: BookletContent, kind: str, people: Sequence[PersonalSheet]) -> Page:
    names = {person.url: f"code{nth}.png" for nth, person in enumerate(people) if person.url}
    themes = list({person.theme.key: person.theme.colour for person in people})
    colours = {person.theme.key: person.theme.colour for person in people}
    context = {
        "people": people,
        "themes": {key: f"band{nth}" for nth, key in enumerate(themes)},
        "qr": names,
        "first_name": first_name,
    }
    rules = "".join(f".band{nth}{{--theme:{colours[key]}}}" for nth, key in enumerate(themes))
    images = {name: qr_png(url) for url, name in names.items()}
    return Page(f"personal/{kind}", context, images, rules, _spacing(len(content.rounds)))


def _spacing(rounds: int) -> str:
    """Tell how close the rounds are set."""
    return "few" if rounds < MANY_ROUNDS else "many" if rounds == MANY_ROUNDS else "many five"
