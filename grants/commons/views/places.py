"""The map of the town."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import format_decimal
from flask_babel import gettext as _

from grants.calls import queries as calls
from grants.calls.views import today_in
from grants.commons.forms import YEAR, read_asked
from grants.commons.freshness import counted, kept_fresh
from grants.commons.listed import form_of
from grants.commons.mapped import map_of
from grants.commons.views import bp
from grants.opendata.files import home_town
from grants.projects.corrections import looked_for_too, understood
from grants.projects.where import located
from grants.security import EVERYONE, open_to
from grants.territories.queries import territory
from grants.workshops import queries as workshops

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.domain.territory import Territory

KILOMETRE = 1000


@bp.get("/carte")
@open_to(EVERYONE)
@kept_fresh
def town_map() -> ResponseReturnValue:
    """Show where the projects of a list happen: a drawing of the quarters, and the list that says the same."""
    asked, town = read_asked(request.args), _town_of(request.args.get("annee", ""))
    quarter, start = town.neighbourhood(asked.filters.neighbourhood), town.neighbourhood(request.args.get("pres", ""))
    coming = [each for each in workshops.coming() if each.territory == town.key and not each.cancelled_at]
    meant = understood(asked.filters)
    found = located(meant.filters)
    return render_template(
        "commons/map.html",
        asked=asked,
        meant=meant,
        too=looked_for_too(meant.filters),
        town=town,
        quarter=quarter,
        start=start,
        total=len(found),
        shown=map_of(town, found, coming, today_in(town), zoom=quarter, near=start),
        several_years=len({project.year for project in found}) > 1,
        titles={project.id: project for project in found},
        **form_of(asked, counted(meant.filters)),
    )


def away(distance: float) -> str:
    """Write how far a place is, in metres up to a kilometre: « à 400 m », « à 1,2 km »."""
    if distance < KILOMETRE:
        return str(_("à %(number)s\u00a0m", number=int(round(distance, -1))))
    return str(_("à %(number)s\u00a0km", number=format_decimal(round(distance / KILOMETRE, 1))))


bp.add_app_template_global(away)


def _town_of(year: str) -> Territory:
    """Return the town whose call was that year’s, else the last call’s, else this site’s."""
    known = YEAR.fullmatch(year) and year.isascii()
    call = (calls.call_of_year(int(year)) if known else None) or calls.last_call()
    return territory(call.territory) if call else home_town()
