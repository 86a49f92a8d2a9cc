"""What readers' own programs follow: new projects as Atom, the year's dates as a calendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from flask_babel import gettext as _

from grants.calls.forms import MILESTONES
from grants.domain.calendar import year_calendar
from grants.opendata.places import address, home_town, page_maker
from grants.opendata.records import RESERVED
from grants.opendata.wording import words_of
from grants.opendata.words import LICENCE, newest_words
from grants.plenary.calendar_file import event_of as evening_event
from grants.projects.queries import newest_projects
from grants.territories.queries import territory
from grants.workshops.calendar_file import event_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.calls.models import Call
    from grants.domain.territory import Territory
    from grants.plenary.models import Plenary
    from grants.projects.models import Project
    from grants.projects.queries import Filters
    from grants.workshops.models import Workshop

ATOM = "http://www.w3.org/2005/Atom"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ATOM_TYPE = "application/atom+xml"
ATOM_ENTRIES = 50
MOST_PAGES = 1000
LONGEST_SUMMARY = 500


def feed_of_projects(filters: Filters, page: int = 1, asked: Mapping[str, str | int] | None = None) -> bytes:
    """Return a page (from 1) of the Atom feed of the public projects asked for, the last published first.

    `asked` are the parameters of the address, so that the feed names itself and its other pages (RFC 5005).
    """
    town = home_town()
    projects, parameters = newest_projects(ATOM_ENTRIES, filters, page), dict(asked or {})
    changed = max((project.updated_at for project in projects), default=datetime(2000, 1, 1, tzinfo=UTC))
    title = _("Envies de faire à %(town)s", town=town.name)
    own = address("opendata.projects_atom", **parameters)
    feed = begun(own, " – ".join([title, *words_of(filters)]), changed)
    add(feed, "link", rel="self", type=ATOM_TYPE, href=_page_of(parameters, page))
    if page > 1:
        add(feed, "link", rel="previous", type=ATOM_TYPE, href=_page_of(parameters, page - 1))
    if len(projects) == ATOM_ENTRIES and page < MOST_PAGES:
        add(feed, "link", rel="next", type=ATOM_TYPE, href=_page_of(parameters, page + 1))
    add(feed, "link", rel="alternate", type="text/html", href=address("commons.projects", **parameters))
    add(add(feed, "author"), "name", town.funder)
    add(feed, "rights", town.licence)
    page_of = page_maker()
    for project in projects:
        _entry(feed, project, page_of(project.slug))
    return written(feed)


def feed_of_words() -> bytes:
    """Return the Atom feed of the last comments and news, the newest first."""
    town, page_of = home_town(), page_maker()
    found = newest_words(ATOM_ENTRIES)
    changed = max((voice.at for voice in found), default=datetime(2000, 1, 1, tzinfo=UTC))
    own = address("opendata.words_atom")
    feed = begun(own, _("Ce qui se dit des projets, %(town)s", town=town.name), changed)
    add(feed, "link", rel="self", type=ATOM_TYPE, href=own)
    add(feed, "link", rel="alternate", type="text/html", href=address("commons.projects"))
    add(add(feed, "author"), "name", town.funder)
    add(feed, "rights", LICENCE)
    for voice in found:
        page = page_of(voice.project.slug)
        entry = add(feed, "entry")
        add(entry, "id", f"tag:{urlsplit(page).hostname},{voice.at.date().isoformat()}:parole:{voice.id}")
        add(entry, "title", " – ".join(filter(None, [voice.project.title, voice.title])))
        add(entry, "link", rel="alternate", type="text/html", href=f"{page}#parole-{voice.id}")
        add(entry, "updated", voice.at.isoformat())
        add(add(entry, "author"), "name", voice.name or _("Sans nom"))
        add(entry, "summary", voice.words[:LONGEST_SUMMARY])
    return written(feed)


def _page_of(parameters: Mapping[str, str | int], page: int) -> str:
    """Return the whole address of a page of a feed."""
    return address("opendata.projects_atom", **parameters, **({"page": page} if page > 1 else {}))


def _entry(feed: ET.Element, project: Project, page: str) -> None:
    """Add one project to a feed; its id is a tag that lives as long as it does, whatever its title becomes."""
    town = territory(project.call.territory)
    since = project.public_since or project.updated_at
    entry = add(feed, "entry")
    add(entry, "id", f"tag:{urlsplit(page).hostname},{since.date().isoformat()}:projet:{project.id}")
    add(entry, "title", project.title or project.slug)
    add(entry, "link", rel="alternate", type="text/html", href=page)
    add(entry, "published", since.isoformat())
    add(entry, "updated", project.updated_at.isoformat())
    add(add(entry, "author"), "name", project.association.name)
    add(entry, "rights", project.licence if project.licence != RESERVED else town.licence)
    add(entry, "summary", (project.hook or project.what)[:LONGEST_SUMMARY])
    for theme in filter(None, map(town.theme, project.themes)):
        add(entry, "category", term=theme.key, label=theme.name)


def begun(identity: str, title: str, updated: datetime) -> ET.Element:
    """Begin a feed; its namespace stands in it: the process’s own register may be changed by another library."""
    feed = ET.Element("feed", xmlns=ATOM)
    add(feed, "id", identity)
    add(feed, "title", title)
    add(feed, "updated", updated.isoformat())
    return feed


def written(feed: ET.Element) -> bytes:
    """Return a feed as it travels."""
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """Add an element; signs that XML does not know are dropped."""
    element = ET.SubElement(parent, name, attributes)
    element.text = NOT_XML.sub("", text) or None
    return element


def agenda(
    town: Territory, call: Call | None, evening: Plenary | None, address: str, workshops: Sequence[Workshop] = ()
) -> bytes:
    """Return the year's dates as an iCalendar file: whole days, the plenary and workshops at their hour in the town."""
    import icalendar  # noqa: PLC0415 - slow to import, needed here alone

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Envie de faire//agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Appel à envie de faire, %(town)s", town=town.name))
    for step in year_calendar(call.dates) if call else ():
        if step.key == "plenary" and evening is not None:
            continue
        event = icalendar.Event()
        event.add("uid", f"{call.id if call else 0}-{step.key}@{address.split('/')[2]}")
        event.add("dtstamp", call.updated_at if call else datetime.now(UTC))
        event.add("summary", str(MILESTONES[step.key]))
        event.add("dtstart", step.starts)
        event.add("dtend", (step.ends or step.starts) + timedelta(days=1))
        event.add("url", address)
        calendar.add_component(event)
    if call is not None and evening is not None:
        calendar.add_component(evening_event(evening, address))
    for workshop in workshops:
        calendar.add_component(event_of(workshop))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
