"""Reads about files: whose they are, and where they stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from grants.applications.models import Application, ApplicationEvent
from grants.applications.queries.together import (
    acts_for,
    carrier_answer,
    may_write,
    readers_of,
    standing_of,
    written_by,
)
from grants.calls.models import Call
from grants.calls.queries import beside, call_at
from grants.calls.schemes import scheme_of
from grants.db import db
from grants.domain.calendar import FIRST_YEAR, LAST_YEAR, silence_limit
from grants.domain.file import Terms, check, parse, text_of
from grants.domain.states import UNDER_WAY, State
from grants.security import FILES
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.accounts.models import Person
    from grants.domain.file import Problem

SET_ASIDE = "set_aside"
"""The kind of event that keeps a text two editors wrote at once."""

TYPED = "typed"
"""The kind of event that says who typed a paper form in, at whose request."""

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Window:
    """When a call takes files, in days of its town: `before`, `open`, `late` (welcome after the day) or `closed`."""

    state: str
    opens_on: date
    closes_on: date

    @property
    def takes_files(self) -> bool:
        """Whether a file can be sent."""
        return self.state in {"open", "late"}


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in a list."""

    public_id: str
    call_id: int
    number: str
    name: str
    siret: str
    title: str
    state: State
    requested_cents: int
    year: int
    updated_at: datetime
    sent_at: datetime | None
    silence_on: date | None
    closes_on: date


@dataclass(frozen=True, slots=True)
class Unsent:
    """What somebody has begun and can send now: how many drafts, and the one written last."""

    number: int
    public_id: str


def call_of(year: int, scheme: str = "") -> Call | None:
    """Return the year's call that people apply to: that of a scheme, else the main one."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    call = call_at(year, scheme)
    return None if call is None or call.imported else call


def calls_open_to_files() -> Sequence[Call]:
    """Return the calls people apply to, newest first."""
    order = (Call.year.desc(), beside(), Call.scheme, Call.id)
    return db.session.scalars(select(Call).where(Call.imported.is_(False)).order_by(*order)).all()


def window(call: Call, instant: datetime) -> Window:
    """Return whether a call takes files at an instant: its days are those of its town's zone."""
    day = local_day(call, instant)
    if day < call.opens_on:
        state = "before"
    elif day <= call.closes_on:
        state = "open"
    else:
        state = "late" if call.late_files_welcome else "closed"
    return Window(state, call.opens_on, call.closes_on)


def local_day(call: Call, instant: datetime) -> date:
    """Return the day it is in the call's town."""
    return instant.astimezone(ZoneInfo(territory(call.territory).zone)).date()


def terms_of(call: Call) -> Terms:
    """Return what a call asks of its files."""
    town, scheme = territory(call.territory), scheme_of(call)
    return Terms(
        call.cap_cents,
        frozenset(place.key for place in town.neighbourhoods),
        frozenset(theme.key for theme in town.themes),
        scheme.fields,
        scheme.wishes,
        scheme.licences,
        scheme.identity_always,
        town.in_kind,
        call.council_on,
    )


def application_named(public_id: str) -> Application | None:
    """Return the file of that name, whoever asks."""
    if not public_id.isprintable():
        return None
    query = select(Application).options(joinedload(Application.call), joinedload(Application.paper))
    return db.session.scalar(query.where(Application.public_id == public_id))


def application_seen_by(person: Person, public_id: str) -> Application | None:
    """Return the file if this person may write in it, or looks after the files of its call."""
    found = application_named(public_id)
    if found is None or person.looks_after(found.call_id, FILES) or may_write(person, found):
        return found
    return None


def application_written_by(person: Person, public_id: str) -> Application | None:
    """Return the file if this person may write in it: a writer, its association, staff when they type it from paper."""
    found = application_named(public_id)
    if found is None or may_write(person, found):
        return found
    return found if found.paper is not None and person.looks_after(found.call_id, FILES) else None


def terms_for(application: Application) -> Terms:
    """Return what its call asks of one file: who wrote on paper may have no e-mail."""
    terms = terms_of(application.call)
    if application.paper is None:
        return terms
    return replace(
        terms,
        fields=tuple(replace(each, to_send=False) if each.key == "contact_email" else each for each in terms.fields),
    )


def received_at(application: Application, instant: datetime) -> datetime:
    """Return when a file counts as received if it is sent at this instant: the day its paper came, for one typed in."""
    if application.sent_at is not None or application.paper is None:
        return application.sent_at or instant
    zone = ZoneInfo(territory(application.call.territory).zone)
    return min(instant, datetime.combine(application.paper.received_on, NOON, zone).astimezone(UTC))


def window_of(application: Application, instant: datetime) -> Window:
    """Return whether a file can be sent: one typed in from paper counts from the day its paper came."""
    when = window(application.call, received_at(application, instant))
    return window(application.call, instant) if when.state == "before" else when


def reachable(application: Application) -> bool:
    """Tell whether a mail can reach the people of a file; else the town writes them letters."""
    return bool(parse(application.answers).contact_email or readers_of(application))


def files_of(person: Person) -> list[FileRow]:
    """Return the files somebody writes alone or with others, last written first."""
    rows = db.session.scalars(
        select(Application)
        .options(joinedload(Application.call))
        .where(
            or_(Application.id.in_(written_by(person)), Application.association_id.in_(acts_for(person))),
        )
        .order_by(Application.updated_at.desc(), Application.id.desc())
    )
    return [_row(each) for each in rows]


def unsent_of(person: Person, instant: datetime) -> Unsent:
    """Return the drafts somebody wrote in that can be sent now, until the day files must be complete; one query."""
    rows = db.session.execute(
        select(Application.public_id, Call)
        .join(Call, Application.call_id == Call.id)
        .where(
            Application.state == State.DRAFT.value,
            Application.version > 1,
            or_(Application.id.in_(written_by(person)), Application.association_id.in_(acts_for(person))),
        )
        .order_by(Application.updated_at.desc(), Application.id.desc())
    )
    open_ones = [
        public_id
        for public_id, call in rows
        if window(call, instant).takes_files and local_day(call, instant) <= max(call.closes_on, call.complete_by)
    ]
    return Unsent(len(open_ones), open_ones[0] if open_ones else "")


def earlier_files(person: Person, call: Call) -> list[FileRow]:
    """Return the files somebody can start again from in a call, last written first: all but the drafts of that call."""
    return [row for row in files_of(person) if row.year != call.year or row.state is not State.DRAFT]


def problems_of(application: Application) -> list[Problem]:
    """Return every remark on a file, its carrier's word and what was copied included."""
    return check(application.answers, terms_for(application), standing_of(application))


def without_agreement(call: Call) -> list[FileRow]:
    """Return the files of a call that are under way and whose carrier has not said yes, by number."""
    states = [state.value for state in UNDER_WAY]
    rows = db.session.scalars(
        select(Application)
        .options(joinedload(Application.call))
        .where(Application.call_id == call.id, Application.state.in_(states))
        .order_by(Application.serial, Application.id)
    )
    carried = [each for each in rows if parse(each.answers).is_carried]
    answers = {each.id: carrier_answer(each) for each in carried}
    return [_row(each) for each in carried if getattr(answers[each.id], "answer", "") != "yes"]


def files_of_call(call: Call, state: str = "") -> list[FileRow]:
    """Return the files of a call, all or those in one state, by number, drafts last."""
    query = select(Application).options(joinedload(Application.call)).where(Application.call_id == call.id)
    if state:
        query = query.where(Application.state == state)
    rows = db.session.scalars(query.order_by(Application.serial.is_(None), Application.serial, Application.id))
    return [_row(each) for each in rows]


def states_of_call(call: Call) -> Mapping[State, int]:
    """Count the files of a call in each state."""
    return Counter(State(each) for each in db.session.scalars(select(Application.state).filter_by(call_id=call.id)))


def events_of(application: Application) -> list[ApplicationEvent]:
    """Return all that happened to a file and to its people, oldest first."""
    query = select(ApplicationEvent).filter_by(application_id=application.id).order_by(ApplicationEvent.id)
    return [each for each in db.session.scalars(query) if each.kind != SET_ASIDE]


def set_aside(application: Application) -> list[ApplicationEvent]:
    """Return the texts set aside that nobody has taken back or dropped yet, oldest first."""
    query = select(ApplicationEvent).filter_by(application_id=application.id, kind=SET_ASIDE)
    return [each for each in db.session.scalars(query.order_by(ApplicationEvent.id)) if not each.details.get("settled")]


def asked_of(application: Application) -> ApplicationEvent | None:
    """Return the town's last request for a completion."""
    return db.session.scalar(
        select(ApplicationEvent)
        .filter_by(application_id=application.id, kind=State.TO_COMPLETE.value)
        .order_by(ApplicationEvent.id.desc())
        .limit(1)
    )


def _row(application: Application) -> FileRow:
    """Make a line of a list."""
    sent = application.sent_at
    return FileRow(
        public_id=application.public_id,
        call_id=application.call_id,
        number=application.number or "" if application.state != State.DRAFT else "",
        name=text_of(application.answers, "name"),
        siret="".join(text_of(application.answers, "siret").split()),
        title=text_of(application.answers, "title"),
        state=State(application.state),
        requested_cents=application.requested_cents,
        year=application.call.year,
        updated_at=application.updated_at,
        sent_at=sent,
        silence_on=silence_limit(local_day(application.call, sent)) if sent else None,
        closes_on=application.call.closes_on,
    )
