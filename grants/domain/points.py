"""A point of the Earth as people give it: two numbers, or the link of a map they know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from grants.domain.chart.outlines import from_town, quarter_at
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from grants.domain.territory import Neighbourhood, Territory

LONGEST: Final = 500
FARTHEST_METRES: Final = 20_000
"""How far from the centres of its quarters something a town helps may happen: at sea, or in the next town."""
NUMBER: Final = r"[-+]?\d{1,3}(?:[.,]\d{1,12})?"
PAIRS: Final = (
    re.compile(rf"[?&#]mlat=({NUMBER})&(?:amp;)?mlon=({NUMBER})"),
    re.compile(rf"#map=\d+(?:\.\d+)?/({NUMBER})/({NUMBER})"),
    re.compile(rf"geo:({NUMBER}),({NUMBER})"),
    re.compile(rf"/@({NUMBER}),({NUMBER})"),
    re.compile(rf"[?&](?:q|ll|query)=({NUMBER})(?:,|%2C)({NUMBER})"),
    re.compile(rf"\s*\(?\s*({NUMBER})°?\s*[;\s]\s*({NUMBER})°?\s*\)?\s*"),
    re.compile(r"\s*\(?\s*([-+]?\d{1,3}(?:\.\d{1,12})?)°?\s*,\s*([-+]?\d{1,3}(?:\.\d{1,12})?)°?\s*\)?\s*"),
)
"""OpenStreetMap's marker and view, a geo: address (RFC 5870), other maps' links, and two numbers side by side."""


def read_point(typed: str) -> tuple[float, float]:
    """Return (latitude, longitude) in degrees; raise RuleError `unreadable_point` or `no_such_point`."""
    text = typed.strip()
    if len(text) > LONGEST:
        raise RuleError("unreadable_point")
    linked = text.startswith(("http:", "https:", "geo:", "www."))
    found = next(filter(None, (each.search(text) if linked else each.fullmatch(text) for each in PAIRS)), None)
    if found is None:
        raise RuleError("unreadable_point")
    latitude, longitude = (round(float(each.replace(",", ".")), 6) for each in found.groups())
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 - the poles, the far side of the Earth
        raise RuleError("no_such_point")
    return latitude, longitude


def check_place(town: Territory, place: tuple[float, float], *, confirmed: bool) -> Neighbourhood | None:
    """Return the quarter that holds a project's place; None in the water or out of town, when people confirmed it.

    Raises RuleError `swapped_point` when its two numbers are surely exchanged, `far_point` (metres) beyond reach of the
    town, confirmed or not, and `outside_town` when only people can tell whether it is right.
    """
    quarter = quarter_at(town, place)
    if quarter is not None or not town.neighbourhoods:
        return quarter
    away = from_town(town, place)
    if away > FARTHEST_METRES:
        if abs(place[1]) <= 90 and from_town(town, (place[1], place[0])) <= FARTHEST_METRES:  # noqa: PLR2004 - a pole
            raise RuleError("swapped_point")
        raise RuleError("far_point", metres=round(away))
    if not confirmed:
        raise RuleError("outside_town", metres=round(away))
    return None
