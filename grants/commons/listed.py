"""The choices of a list in words, with how many projects each would show, and those already made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.commons.showing import theme_name
from grants.opendata.files import home_town
from grants.projects.forms import KIND_WORDS
from grants.projects.wording import Named
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

    from grants.projects.asked import Asked
    from grants.projects.queries import Facets

    Choices = dict[str, list[tuple[str | int, str, int]]]
    """By parameter of the address: what it takes, in words, and how many projects it would show."""

SORT_WORDS: dict[str, LazyString] = {
    "recents": _l("les plus récents d’abord"),
    "anciens": _l("les plus anciens d’abord"),
    "titre": _l("par titre"),
    "association": _l("par association"),
}


def form_of(asked: Asked, facets: Facets) -> dict[str, Any]:
    """Return what the form of filters shows: its choices, its orders, and the choices made."""
    choices = choices_of(facets)
    return {"choices": choices, "sorts": SORT_WORDS, "kept": kept_of(asked, choices)}


def choices_of(facets: Facets) -> Choices:
    """Return the choices of each filter; those that would show nothing are left out."""
    towns = [territory(key) for key in dict.fromkeys([home_town().key, *facets.towns])]
    themes = {theme.key: theme_name(theme) for town in reversed(towns) for theme in town.themes}
    quarters = {place.key: place.name for town in reversed(towns) for place in town.neighbourhoods}
    kinds = {key: str(words) for key, words in KIND_WORDS.items()}
    return {
        "annee": [(year, str(year), number) for year, number in facets.years.items()],
        "theme": _numbered(themes, facets.themes),
        "quartier": _numbered(quarters, facets.neighbourhoods),
        "besoin": _numbered(kinds, facets.kinds),
        "asso": [(key, name, number) for key, (name, number) in facets.associations.items()],
        "prioritaire": [(1, _("En quartier prioritaire"), facets.priority)] if facets.priority else [],
        "communs": [(1, _("A laissé quelque chose à tous"), facets.commons)] if facets.commons else [],
    }


def kept_of(asked: Asked, choices: Choices) -> list[tuple[str, Named]]:
    """Return the choices made, as (parameter, what it says), in the order of the page; words and order left out."""
    names = {(name, str(key)): words for name, each in choices.items() for key, words, _number in each}
    return [
        (name, Named(str(value), names.get((name, str(value)), str(value))))
        for name, value in asked.address.items()
        if name in choices
    ]


def _numbered(names: Mapping[str, str], numbers: Mapping[str, int]) -> list[tuple[str | int, str, int]]:
    """Return the keys some project has, in the order of their names' list."""
    return [(key, names[key], numbers[key]) for key in names if numbers.get(key)]
