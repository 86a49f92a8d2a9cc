"""The map of the town."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask import render_template, request

from grants.calls import queries as calls
from grants.commons.forms import YEAR
from grants.commons.freshness import kept_fresh
from grants.commons.views import bp
from grants.domain.chart import places
from grants.opendata.files import home_town
from grants.projects import queries as projects_queries
from grants.security import EVERYONE, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/carte")
@open_to(EVERYONE)
@kept_fresh
def town_map() -> ResponseReturnValue:
    """Show where projects happen: a drawing of the quarters, and the list that says the same."""
    typed = request.args.get("annee", "")
    call = calls.call_of_year(int(typed)) if YEAR.fullmatch(typed) and typed.isascii() else calls.last_call()
    town = territory(call.territory) if call else home_town()
    cards = projects_queries.placed_cards(call.year) if call else []
    numbers = Counter(key for card in cards for key in card.neighbourhoods)
    dots = places.dots(town, numbers)
    by_quarter = [(dot, [card for card in cards if dot.key in card.neighbourhoods]) for dot in dots]
    return render_template(
        "commons/map.html", call=call, town=town, by_quarter=by_quarter, years=_years(), lines=places.lines(town, dots)
    )


def _years() -> list[int]:
    """Return the years that have a call, newest first."""
    return list(dict.fromkeys(call.year for call in calls.calls()))
