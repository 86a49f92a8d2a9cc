"""What readers' own programs follow: projects as Atom, the dates of a year as a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, request

from grants.calls.queries import call_of_year, last_call
from grants.opendata import feeds, files
from grants.opendata.answers import to_keep, whole
from grants.opendata.views import bp
from grants.projects.asked import read_asked
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/flux/projets.atom")
@open_to(EVERYONE)
def projects_atom() -> ResponseReturnValue:
    """Serve the feed of new projects, those that the address asks for."""
    asked = read_asked(request.args)
    page = min(asked.page, feeds.MOST_PAGES)
    return whole(feeds.feed_of_projects(asked.filters, page, asked.address), f"{feeds.ATOM_TYPE}; charset=utf-8")


@bp.get("/flux/paroles.atom")
@open_to(EVERYONE)
def words_atom() -> ResponseReturnValue:
    """Serve the feed of what is said of projects."""
    return whole(feeds.feed_of_words(), f"{feeds.ATOM_TYPE}; charset=utf-8")


@bp.get("/agenda.ics")
@open_to(EVERYONE)
def agenda() -> ResponseReturnValue:
    """Serve the dates of the year as a calendar."""
    return to_keep(files.agenda(last_call()), "text/calendar", "agenda.ics")


@bp.get("/appels/<int:year>/agenda.ics")
@open_to(EVERYONE)
def agenda_of_year(year: int) -> ResponseReturnValue:
    """Serve the dates of one year's call as a calendar."""
    call = call_of_year(year)
    if call is None or call.imported:
        abort(404)
    return to_keep(files.agenda(call), "text/calendar", f"agenda-{year}.ics")
