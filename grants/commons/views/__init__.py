"""Pages for everybody: home, list, search, map, a project, and the pages that explain."""

from flask import Blueprint

bp = Blueprint("commons", __name__)

from grants.commons.views import (  # noqa: E402 - they hang their routes on bp
    addresses,
    directory,
    explaining,
    home,
    listing,
    machines,
    news,
    places,
    project,
    versions,
)

__all__ = [
    "addresses",
    "bp",
    "directory",
    "explaining",
    "home",
    "listing",
    "machines",
    "news",
    "places",
    "project",
    "versions",
]
