"""A place touched on the drawing of a town, which is as wide on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grants.domain.chart.ground import WIDTH, Ground

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from grants.domain.territory import Territory

SHOWN_WIDTH: Final = 240
"""The drawing is that many pixels wide on every screen (site.css), the narrowest too: a touch says the same place."""
TOUCH: Final = ("carte.x", "carte.y")
"""What the picture named `carte` sends."""


def shown_height(town: Territory, zoom: str = "") -> int:
    """Return how many pixels high the drawing is."""
    return round(Ground(town, zoom).height * SHOWN_WIDTH / WIDTH)


def touched(town: Territory, form: MultiDict[str, str], zoom: str = "") -> str:
    """Return the two numbers of the place that was touched; nothing when a key was pressed instead."""
    ground = Ground(town, zoom)
    x, y = (form.get(name, default=0, type=int) for name in TOUCH)
    if not x and not y:
        return ""
    scale = WIDTH / SHOWN_WIDTH
    latitude, longitude = ground.place_at(min(max(x, 0), WIDTH) * scale, min(max(y, 0), ground.height) * scale)
    return f"{latitude:.5f}, {longitude:.5f}"
