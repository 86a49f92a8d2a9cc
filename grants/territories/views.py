"""What the town's description gives: its colours, for every page, and its places of help."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template, request

from grants.domain.chart.ground import Ground
from grants.domain.errors import RuleError
from grants.domain.points import read_point
from grants.security import EVERYONE, open_to
from grants.territories.forms import OFFERS
from grants.territories.queries import territories, territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.domain.territory import HelpPoint
    from grants.settings import Settings

bp = Blueprint("territories", __name__)

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
DAY_SECONDS = 86_400


@bp.get("/couleurs.css")
@open_to(EVERYONE)
def colours() -> Response:
    """Serve the town's colours as custom properties of the stylesheet: by day, by night, and one per theme."""
    settings: Settings = current_app.extensions["settings"]
    town = territory(settings.territory)
    rules = [_rule(":root", "town", town.colour), _rule(":root", "town-dark", town.colour_dark)]
    rules += [_rule(f".theme-{theme.key}", "theme", theme.colour) for theme in town.themes]
    css = "\n".join(rules) + "\n"
    response = Response(css, mimetype="text/css")
    response.cache_control.max_age = DAY_SECONDS
    response.cache_control.public = True
    return response


@bp.get("/aide/lieux")
@open_to(EVERYONE)
def help_places() -> ResponseReturnValue:
    """List the places where somebody writes with you: when, where, what one finds there."""
    return render_template("territories/help_places.html")


@bp.get("/carte/fond.svg")
@open_to(EVERYONE)
def ground() -> Response:
    """Draw a town, or one quarter of it larger, as a picture to touch; `point` is shown when it can be read."""
    settings: Settings = current_app.extensions["settings"]
    known = {town.key: town for town in territories()}
    town = known.get(request.args.get("ville", "")) or territory(settings.territory)
    drawn = Ground(town, request.args.get("quartier", ""))
    pin = None
    with suppress(RuleError):
        pin = drawn.at(read_point(request.args.get("point", "")))
    shapes = drawn.shapes(date.today())  # noqa: DTZ011 - the picture does not show what changes with the day
    picture = render_template("territories/ground.svg", ground=drawn, shapes=shapes, pin=pin)
    return Response(picture, mimetype="image/svg+xml")


def offers_of(point: HelpPoint) -> list[str]:
    """Return what one finds in a place of help, in words."""
    return [str(OFFERS[key]) for key in point.offers]


bp.add_app_template_global(offers_of, "help_offers")


def _rule(selector: str, name: str, colour: str) -> str:
    """Write one custom property; anything but a plain colour leaves the stylesheet's own in place."""
    return f"{selector}{{--{name}:{colour}}}" if COLOUR.fullmatch(colour) else ""
