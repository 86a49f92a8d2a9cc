"""Where a workshop is held: the point somebody chose, else that of the help point its words name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.domain.chart.outlines import Place, quarter_at

if TYPE_CHECKING:
    from grants.domain.territory import HelpPoint, Territory
    from grants.workshops.models import Workshop


@dataclass(frozen=True, slots=True)
class Held:
    """The key of the quarter, empty when none is known, and the exact place in degrees when it is known."""

    quarter: str
    place: Place | None


def held_at(town: Territory, workshop: Workshop) -> Held:
    """Return where a workshop is held; a place in the water or out of town has no quarter."""
    if workshop.latitude is not None and workshop.longitude is not None:
        place = (workshop.latitude, workshop.longitude)
        quarter = quarter_at(town, place)
        return Held(quarter.key if quarter else "", place)
    named = _help_point(town, workshop)
    return Held(named.neighbourhood, place_of(named)) if named else Held("", None)


def place_of(point: HelpPoint) -> Place | None:
    """Return the exact place of a help point, when the town's file gives it."""
    if point.latitude is None or point.longitude is None:
        return None
    return point.latitude, point.longitude


def _help_point(town: Territory, workshop: Workshop) -> HelpPoint | None:
    """Return the help point whose name or address a workshop's place says."""
    said = f"{workshop.place} {workshop.address}".casefold()
    return next(
        (
            each
            for each in town.help_points
            if any(words.casefold() in said for words in (each.name, each.address) if words)
        ),
        None,
    )
