"""The list of projects and the search: one page, two addresses."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from flask import render_template, request

from grants.commons import queries, showing
from grants.commons.forms import read_asked
from grants.commons.freshness import counted, kept_fresh
from grants.commons.views import bp
from grants.opendata.files import home_town
from grants.projects import queries as projects_queries
from grants.projects.forms import KIND_WORDS
from grants.projects.queries import PAGE, Facets
from grants.security import EVERYONE, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/projets/")
@open_to(EVERYONE)
@kept_fresh
def projects() -> ResponseReturnValue:
    """List public projects, fifty a page, with filters the address keeps."""
    return _listing("commons.projects")


@bp.get("/recherche")
@open_to(EVERYONE)
@kept_fresh
def search() -> ResponseReturnValue:
    """Search all public projects by their words."""
    return _listing("commons.search")


def _listing(endpoint: str) -> ResponseReturnValue:
    """Answer a list or a search: a page of cards, the choices with their counts, and what was odd in the address."""
    asked = read_asked(request.args)
    facets = counted(asked.filters)
    pages = max(1, ceil(facets.total / PAGE))
    page = min(asked.page, pages)
    cards = projects_queries.cards(asked.filters, page) if facets.total else []
    return render_template(
        "commons/projects.html",
        endpoint=endpoint,
        asked=asked,
        facets=facets,
        choices=_choices(facets),
        kinds=KIND_WORDS,
        page=page,
        pages=pages,
        rows=showing.rows_of(cards, queries.awarded([card.id for card in cards])),
    )


def _choices(facets: Facets) -> dict[str, list[tuple[str | int, str]]]:
    """Return the choices of year, theme and quarter with their counts, as the macro `select` takes them."""
    towns = [territory(key) for key in dict.fromkeys([home_town().key, *facets.towns])]
    themes = {theme.key: showing.theme_name(theme) for town in reversed(towns) for theme in town.themes}
    quarters = {place.key: place.name for town in reversed(towns) for place in town.neighbourhoods}

    def numbered(names: dict[str, str], numbers: dict[str, int]) -> list[tuple[str | int, str]]:
        return [(key, f"{names[key]} ({numbers[key]})") for key in names if numbers.get(key)]

    return {
        "years": [(year, f"{year} ({number})") for year, number in facets.years.items()],
        "themes": numbered(themes, facets.themes),
        "quarters": numbered(quarters, facets.neighbourhoods),
    }
