"""A point of the Earth as people give it: two numbers, or the link of a map they know."""

from __future__ import annotations

import re
from typing import Final

from grants.domain.errors import RuleError

LONGEST: Final = 500
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
