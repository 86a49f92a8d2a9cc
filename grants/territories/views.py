"""What the town's description gives to every page: its colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app

from grants.security import EVERYONE, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.settings import Settings

bp = Blueprint("territories", __name__)

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
DAY_SECONDS = 86_400


@bp.get("/couleurs.css")
@open_to(EVERYONE)
def colours() -> Response:
    """Serve the town's colour, by day and by night, as custom properties of the stylesheet."""
    settings: Settings = current_app.extensions["settings"]
    town = territory(settings.territory)
    day, night = (each if COLOUR.fullmatch(each) else "inherit" for each in (town.colour, town.colour_dark))
    css = f":root{{--brand:{day}}}@media (prefers-color-scheme:dark){{:root{{--brand:{night}}}}}\n"
    response = Response(css, mimetype="text/css")
    response.cache_control.max_age = DAY_SECONDS
    response.cache_control.public = True
    return response
