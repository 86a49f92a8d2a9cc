"""The evening in somebody's own calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from grants.db import now
from grants.territories.queries import territory

if TYPE_CHECKING:
    from icalendar import Event

    from grants.plenary.models import Participant, Plenary

MEDIA_TYPE = "text/calendar"


def calendar_of(plenary: Plenary, line: Participant, *, cancels: bool = False) -> bytes:
    """Return the evening of one person as an iCalendar file; `cancels` takes it out of their calendar."""
    import icalendar  # noqa: PLC0415 - slow to import, needed here alone

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Envie de faire//pleniere//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancels else "PUBLISH")
    with force_locale(line.language):
        calendar.add_component(_event(plenary, line, cancelled=cancels or not line.coming))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(plenary: Plenary, line: Participant, *, cancelled: bool) -> Event:
    """Return the evening as an event in the town's zone, from one's own arrival to one's own leaving."""
    import icalendar  # noqa: PLC0415 - slow to import, needed here alone

    page = _page_of(plenary, line)
    zone = ZoneInfo(territory(plenary.call.territory).zone)
    starts = datetime.combine(plenary.held_on, line.arrives_at or plenary.starts_at, zone)
    ends = datetime.combine(plenary.held_on, line.leaves_at or plenary.ends_at, zone)
    event = icalendar.Event()
    event.add("uid", f"pleniere-{plenary.id}-{line.id}@{page.split('/')[2].partition(':')[0]}")
    event.add("sequence", line.diary)
    event.add("dtstamp", now())
    event.add("summary", _("La plénière %(year)s", year=plenary.call.year))
    event.add("dtstart", starts)
    event.add("dtend", ends if ends > starts else ends + timedelta(days=1))
    event.add("location", plenary.place)
    event.add("description", "\n".join(filter(None, (_title(line), plenary.access))))
    event.add("url", page)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def _title(line: Participant) -> str:
    return line.project.title if line.project else ""


def _page_of(plenary: Plenary, line: Participant) -> str:
    """Return the whole address of somebody's own page."""
    site_url = current_app.jinja_env.globals["site_url"]
    return str(site_url("plenary.coming", language=line.language, year=plenary.call.year, token=line.token))  # type: ignore[operator]
