"""Pages of the evening: the programme for everybody, who comes, and the staff's desk."""

from flask import Blueprint

bp = Blueprint("plenary", __name__)

from grants.plenary.views import (  # noqa: E402 - they hang their routes on bp
    affinities,
    after_desk,
    after_sheets,
    coming,
    demands,
    desk,
    going_on,
    links,
    meeting,
    minutes,
    moves,
    people,
    people_sheet,
    places,
    places_sheet,
    prints,
    programmes,
    public,
    schedule,
    sheets,
    versions,
)

__all__ = [
    "affinities",
    "after_desk",
    "after_sheets",
    "bp",
    "coming",
    "demands",
    "desk",
    "going_on",
    "links",
    "meeting",
    "minutes",
    "moves",
    "people",
    "people_sheet",
    "places",
    "places_sheet",
    "prints",
    "programmes",
    "public",
    "schedule",
    "sheets",
    "versions",
]
