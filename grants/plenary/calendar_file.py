"""The evening as a calendar file: for everybody, and inside the town's agenda."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _

from grants.calls.forms import MILESTONES
from grants.plenary import hours
from grants.territories.queries import territory

if TYPE_CHECKING:
    from icalendar import Event

    from grants.domain.moments import Schedule
    from grants.plenary.models import Plenary

MEDIA_TYPE = "text/calendar"


def page_of(plenary: Plenary) -> str:
    """Return the whole address of the evening's page, in the first language so that it never changes."""
    site_url = current_app.jinja_env.globals["site_url"]
    language = current_app.extensions["settings"].languages[0]
    return str(site_url("plenary.programme", language=language, year=plenary.call.year))  # type: ignore[operator]


def event_of(plenary: Plenary, page: str, schedule: Schedule | None = None) -> Event:
    """Return the evening as an event in its town's zone; `page` is the whole address of its page.

    Its UID stays and its SEQUENCE grows with each change; with a schedule, its moments are told hour by hour.
    """
    import icalendar  # noqa: PLC0415 - slow to import, needed here alone

    zone = ZoneInfo(territory(plenary.call.territory).zone)
    event = icalendar.Event()
    event.add("uid", f"{plenary.call_id}-plenary@{page.split('/')[2]}")
    event.add("sequence", plenary.revision)
    event.add("dtstamp", plenary.changed_at or plenary.call.updated_at or datetime.now(UTC))
    event.add("summary", str(MILESTONES["plenary"]))
    event.add("dtstart", datetime.combine(plenary.held_on, plenary.starts_at, zone))
    event.add("dtend", datetime.combine(plenary.held_on, plenary.ends_at, zone))
    event.add("location", plenary.place)
    told = _told(plenary, schedule)
    if told:
        event.add("description", told)
    event.add("url", page)
    return event


def calendar_of(event: Event) -> bytes:
    """Return one event as an iCalendar file."""
    import icalendar  # noqa: PLC0415 - slow to import, needed here alone

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Envie de faire//pleniere//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _told(plenary: Plenary, schedule: Schedule | None) -> str:
    """Say how one gets in, then the day hour by hour."""
    access = [_("Accès\u00a0: %(access)s", access=plenary.access)] if plenary.access else []
    moments = schedule.moments if schedule else ()
    return "\n".join([*access, *(f"{hours.hours(moment)}  {hours.moment_label(moment)}" for moment in moments)])
