"""Reads about the evening: who comes, what was computed, what each page shows."""

from grants.plenary.queries.calls import call_of, plenary_of, plenary_of_year, projects_of
from grants.plenary.queries.people import Attendance, attendance, participant_of_token, participants_of
from grants.plenary.queries.profiles import affinities_of
from grants.plenary.queries.programmes import (
    Guest,
    Meeting,
    Order,
    Place,
    TableShown,
    day_of,
    guests_of,
    latest_programme,
    next_version,
    order_of,
    places_of,
    programme_of,
    programmes_of,
    published_programme,
    tables_of,
)

__all__ = [
    "Attendance",
    "Guest",
    "Meeting",
    "Order",
    "Place",
    "TableShown",
    "affinities_of",
    "attendance",
    "call_of",
    "day_of",
    "guests_of",
    "latest_programme",
    "next_version",
    "order_of",
    "participant_of_token",
    "participants_of",
    "places_of",
    "plenary_of",
    "plenary_of_year",
    "programme_of",
    "programmes_of",
    "projects_of",
    "published_programme",
    "tables_of",
]
