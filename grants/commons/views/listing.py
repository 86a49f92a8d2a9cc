"""The list of projects and the search: one page, two addresses."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from flask import render_template, request

from grants.commons import queries, showing
from grants.commons.explained import explained
from grants.commons.forms import read_asked
from grants.commons.freshness import counted, kept_fresh
from grants.commons.listed import form_of
from grants.commons.views import bp
from grants.projects import queries as projects_queries
from grants.projects.corrections import looked_for_too, understood
from grants.projects.queries import PAGE
from grants.security import EVERYONE, open_to

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
    meant = understood(asked.filters)
    facets = counted(meant.filters)
    pages = max(1, ceil(facets.total / PAGE))
    page = min(asked.page, pages)
    cards = projects_queries.cards(meant.filters, page, many=facets.more) if facets.total else []
    rows = showing.rows_of(cards, queries.awarded([card.id for card in cards]))
    return render_template(
        "commons/projects.html",
        endpoint=endpoint,
        asked=asked,
        meant=meant,
        too=looked_for_too(meant.filters),
        facets=facets,
        **form_of(asked, facets),
        page=page,
        pages=pages,
        rows=explained(rows, meant.filters.text, exact=asked.filters.exact),
    )
