"""Pages for everybody: home, list, search, map, a project, and the pages that explain."""

from flask import Blueprint

bp = Blueprint("commons", __name__)

from grants.commons.views import addresses, directory, explaining, home, listing, news, places, project, versions  # noqa: E402 - they hang their routes on bp

__all__ = ["addresses", "bp", "directory", "explaining", "home", "listing", "news", "places", "project", "versions"]
