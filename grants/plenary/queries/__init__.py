"""Reads about the evening: who comes, what was computed, what each page shows."""

from grants.plenary.queries.booklet import booklet_content
from grants.plenary.queries.calls import call_of, evenings, plenary_of, plenary_of_year, projects_of, projects_of_person
from grants.plenary.queries.desk import (
    Desk,
    OtherEvening,
    Seating,
    desk_of,
    other_evenings,
    plenary_numbered,
    seating_of,
)
from grants.plenary.queries.pages import (
    PersonalPage,
    ProgrammePage,
    personal_pages,
    programme_page,
)
from grants.plenary.queries.people import Attendance, attendance, participant_of, participant_of_token, participants_of
from grants.plenary.queries.printing import Progress, prints_of, progress_of
from grants.plenary.queries.profiles import affinities_of, levels_of
from grants.plenary.queries.programmes import (
    Guest,
    Meeting,
    Order,
    Place,
    TableShown,
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
from grants.plenary.queries.schedule import day_of, steps_of
from grants.plenary.queries.tables import named_tables, rooms_of

__all__ = [
    "Attendance",
    "Desk",
    "Guest",
    "Meeting",
    "Order",
    "OtherEvening",
    "PersonalPage",
    "Place",
    "ProgrammePage",
    "Progress",
    "Seating",
    "TableShown",
    "affinities_of",
    "attendance",
    "booklet_content",
    "call_of",
    "day_of",
    "desk_of",
    "evenings",
    "guests_of",
    "latest_programme",
    "levels_of",
    "named_tables",
    "next_version",
    "order_of",
    "other_evenings",
    "participant_of",
    "participant_of_token",
    "participants_of",
    "personal_pages",
    "places_of",
    "plenary_numbered",
    "plenary_of",
    "plenary_of_year",
    "prints_of",
    "programme_of",
    "programme_page",
    "programmes_of",
    "progress_of",
    "projects_of",
    "projects_of_person",
    "published_programme",
    "rooms_of",
    "seating_of",
    "steps_of",
    "tables_of",
]
