"""The words that say what a reader asked, for the title of a feed or the name of a list."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

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
