"""Workshops as calendar files: one each, whatever becomes of it, and all those to come."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _

from grants.territories.queries import territory
from grants.workshops.where import held_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event

    from grants.workshops.models import Workshop

MEDIA_TYPE = "text/calendar"


def page_of(workshop: Workshop) -> str:
    """Return the whole address of a workshop's page, in the first language so that it never changes."""
    site_url = current_app.jinja_env.globals["site_url"]
    language = current_app.extensions["settings"].languages[0]
    return str(site_url("workshops.workshop", language=language, number=workshop.id))  # type: ignore[operator]


def event_of(workshop: Workshop) -> Event:
    """Return a workshop as an event in its town's zone; its UID stays, its SEQUENCE grows with each change."""
    import icalendar  # noqa: PLC0415 - slow to import, needed here alone

    zone = ZoneInfo(territory(workshop.territory).zone)
    event = icalendar.Event()
    event.add("uid", f"{workshop.uid}@{page_of(workshop).split('/')[2].partition(':')[0]}")
    event.add("sequence", workshop.sequence)
    event.add("dtstamp", workshop.updated_at)
    event.add("summary", workshop.title)
    event.add("dtstart", workshop.starts_at.astimezone(zone))
    event.add("dtend", workshop.ends_at.astimezone(zone))
    event.add("location", ", ".join(filter(None, (workshop.place, workshop.address))))
    place = held_at(territory(workshop.territory), workshop).place
    if place:
        event.add("geo", place)
    event.add("description", workshop.description)
    event.add("url", page_of(workshop))
    event.add("status", "CANCELLED" if workshop.cancelled_at else "CONFIRMED")
    return event


def calendar_of(workshops: Iterable[Workshop], *, cancels: bool = False) -> bytes:
    """Return workshops as an iCalendar file; `cancels` tells a mail program to take its one event away."""
    import icalendar  # noqa: PLC0415 - slow to import, needed here alone

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Envie de faire//ateliers//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancels else "PUBLISH")
    calendar.add("x-wr-calname", _("Ateliers"))
    for each in workshops:
        event = event_of(each)
        if cancels:
            event["status"] = "CANCELLED"
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
