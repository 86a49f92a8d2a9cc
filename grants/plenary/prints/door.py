"""What lies at the door and on the walls: the list to sign, the slips of what will follow, the poster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import format_date
from flask_babel import gettext as _

from grants.plenary.prints.art import constellation, qr_png
from grants.plenary.prints.pages import Page, Pages
from grants.plenary.prints.personal import everybody

if TYPE_CHECKING:
    from grants.plenary.prints.content import BookletContent, PersonalSheet

EMPTY_LINES = 8
SLIPS = 4
"""Slips on a page: one for each of the first rounds, the last one blank."""

SKY = (257.0, 190.0)
"""Millimetres of the poster's drawing."""


def sign_in(content: BookletContent) -> Pages:
    """Lay out the list of everybody expected, in alphabetical order, with empty lines for whoever comes unannounced."""
    day = format_date(content.day, "EEEE d MMMM y")
    context = {"people": everybody(content), "empty": EMPTY_LINES, "day": day}
    return Pages(_("Feuille de présence"), "evening.css", [Page("prints/sign_in", context, kind="landscape")])


def slips(content: BookletContent) -> Pages:
    """Lay out the slips of what will follow an encounter: a page to photocopy, then a page for each person."""
    blank = Page("prints/slips", {"slips": [{"person": None, "round": None}] * SLIPS, "qr": ""})
    pages = [_slips_of(person) for person in everybody(content) if person.rounds]
    return Pages(_("Fiches «\u00a0suite\u00a0»"), "evening.css", [blank, *pages])


def _slips_of(person: PersonalSheet) -> Page:
    """Lay out the slips of one person: the encounter each round is for, and one without."""
    told = [{"person": person, "round": each} for each in person.rounds[: SLIPS - 1]]
    told += [{"person": person, "round": None}] * (SLIPS - len(told))
    images = {"code.png": qr_png(person.url)} if person.url else {}
    return Page("prints/slips", {"slips": told, "qr": "code.png" if images else ""}, images)


def poster(content: BookletContent) -> Pages:
    """Lay out the poster that invites, and the hours of the day for the wall, both in A3."""
    address = f"{content.site}/pleniere/{content.year}" if content.site else ""
    images = {"site.png": qr_png(address)} if address else {}
    context = {
        "sky": constellation(content, *SKY),
        "day": format_date(content.day, "EEEE d MMMM y"),
        "qr": "site.png" if images else "",
        "url": address,
    }
    rules = f"html{{--town:{content.colour}}}"
    pages = [Page("prints/poster", context, images, rules, "poster")]
    if content.programme:
        pages.append(Page("prints/hours", context, images, rules, "hours"))
    return Pages(_("Affiche"), "evening.css", pages)
