"""The town this instance is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.domain.territory import Territory


def home_town() -> Territory:
    """Return this instance's town."""
    return territory(current_app.extensions["settings"].territory)
