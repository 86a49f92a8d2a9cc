"""The words that say what a reader asked, for the title of a feed or the name of a list."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.opendata.places import home_town
from grants.projects.forms import KIND_WORDS

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.projects.queries import Filters

CHOSEN: dict[str, LazyString] = {
    "priority": _l("quartiers prioritaires"),
    "commons": _l("qui ont donné des communs"),
    "association": _l("une association"),
}
KILO = 1000
UNSAID = {"sort", "exact", *CHOSEN}
"""How a list is sorted says nothing of what it holds."""


def words_of(filters: Filters) -> list[str]:
    """Return what is asked, each in the words of the page: the theme's name rather than its key."""
    town = home_town()
    theme, quarter = town.theme(filters.theme), town.neighbourhood(filters.neighbourhood)
    said = {
        "theme": theme.name if theme else filters.theme,
        "neighbourhood": quarter.name if quarter else filters.neighbourhood,
        "kind": str(KIND_WORDS.get(filters.kind, filters.kind)),
        "text": f"«\u00a0{filters.text}\u00a0»" if filters.text else "",
    }
    words = [said.get(name, str(value)) for name, value in asdict(filters).items() if value and name not in UNSAID]
    return words + [str(said_of) for name, said_of in CHOSEN.items() if getattr(filters, name)]


def size_words(size: int) -> str:
    """Write how heavy a file is: octets, then kilo-octets, then mega-octets with one decimal."""
    if size < KILO:
        return str(ngettext("%(num)s octet", "%(num)s octets", size))
    if size < KILO**2:
        return str(_("%(number)s\u00a0ko", number=format_decimal(round(size / KILO))))
    return str(_("%(number)s\u00a0Mo", number=format_decimal(round(size / KILO**2, 1))))


def count_words(name: str, records: int) -> str:
    """Write how much a file holds, as its kind counts it."""
    if name.endswith(".csv"):
        return str(ngettext("%(num)s ligne sous l’en-tête", "%(num)s lignes sous l’en-tête", records))
    if name.endswith(".zip"):
        return str(ngettext("%(num)s fichier", "%(num)s fichiers", records))
    if name.endswith(".ics"):
        return str(ngettext("%(num)s date", "%(num)s dates", records))
    if name.startswith("360"):
        return str(ngettext("%(num)s subvention", "%(num)s subventions", records))
    return str(ngettext("%(num)s projet", "%(num)s projets", records))
