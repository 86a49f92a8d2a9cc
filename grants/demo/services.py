"""Loading the demonstration year, by the same verbs as people use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.applications.services import Writer, reserve_number, save, send, start_draft
from grants.budget.models import Award
from grants.budget.queries import ties_of
from grants.budget.services import (
    EnvelopeWords,
    NewEnvelope,
    Note,
    Voices,
    Vote,
    open_envelope,
    open_envelopes,
    order_payments,
    record_payments,
    record_vote,
    settle,
)
from grants.calls.schemes import scheme
from grants.calls.services import CallPlan, open_call
from grants.db import db, now
from grants.demo.after import follow
from grants.demo.coming import announce
from grants.demo.content import address_of, answers_of, choose
from grants.demo.council import TIED, seat_council
from grants.demo.life import is_paper, live, type_in, write_together
from grants.demo.neighbours import link_neighbours
from grants.demo.news import remember_first_words, tell_the_year
from grants.demo.payees import ask_some_back, note_numbers
from grants.demo.places import tell_places
from grants.demo.reports import tell_stories
from grants.demo.scenarios import try_scenarios
from grants.demo.seasons import remember
from grants.demo.stages import Stage, dates_for
from grants.demo.tables import lay_tables
from grants.demo.voices import speak
from grants.demo.workshops import plan_workshops
from grants.domain.money import format_euros
from grants.domain.states import State
from grants.mail import OutboxMail
from grants.plenary.services import build_programme, prepare, publish
from grants.projects.services import index_projects
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.accounts.models import Person
    from grants.calls.models import Call

CLERK = "agent@port-leon.example"
IN_KIND_LEAST, IN_KIND_EACH = 1_000_000, 20_000
"""What the town lends and gives in a year, at its value in cents: at least, and for each file."""
SEATING_SECONDS = 3.0
OPEN_SHARE = 0.65


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was made: the call's year, files in all, and how many of them are public."""

    year: int
    files: int
    public: int


def load_year(year: int, stage: Stage, *, count: int, seed: int, town_key: str) -> Loaded:
    """Make a year of `count` files at that stage; raise RuleError `call_exists` when the year is there already.

    The same year, stage, count, seed and day make the same year. The mails it would have sent are not kept.
    """
    town = territory(town_key)
    last_mail = db.session.scalar(select(func.max(OutboxMail.id))) or 0
    dates = dates_for(year, stage, now().date())
    plan = CallPlan(
        year=year,
        title=f"{town.scheme_name} {year}",
        introduction=scheme(town.scheme).introduction.fr.replace("{cap}", format_euros(town.cap_cents)),
        cap_cents=town.cap_cents,
        late_files_welcome=False,
        dates=dates,
    )
    call = open_call(plan, scheme=town.scheme, territory=town.key)
    clerk = ensure_person(CLERK, name="Agent de la ville")
    clerk.role = "staff"
    open_envelopes(call, f"person:{clerk.id}")
    _lend(call, town.name, count, clerk)
    plan_workshops(call)
    remember(call, clerk)
    files = _file(call, stage, count, seed, clerk)
    tell_places(files)
    seat_council([file.association.name for file in files if file.association][: len(TIED)], clerk)
    link_neighbours(call, clerk)
    live(files, clerk, voted=stage.after_vote)
    if stage not in {Stage.DRAFT, Stage.OPEN}:
        try_scenarios(call, clerk)
    remember_first_words(files)
    if stage.after_vote:
        _vote(call, clerk)
        _talk(files, clerk)
    if stage in {Stage.PLENARY, Stage.REPORTED}:
        _pay(call, clerk)
        _meet(call, seed)
        follow(call, clerk, seed)
    if stage is Stage.REPORTED:
        tell_stories(files, clerk, seed)
        ask_some_back(call, clerk)
    db.session.execute(delete(OutboxMail).where(OutboxMail.id > last_mail))
    db.session.flush()
    return Loaded(year, len(files), sum(file.project_id is not None for file in files))


def _talk(files: list[Application], clerk: Person) -> None:
    """Have projects tell their year, and people write on their pages."""
    tell_the_year(files)
    speak(files, clerk)


def _lend(call: Call, funder: str, count: int, clerk: Person) -> None:
    """Open the envelope of what the town lends."""
    words, cents = EnvelopeWords("Prêts et coups de main", funder), max(IN_KIND_LEAST, IN_KIND_EACH * count)
    loans = NewEnvelope(words, cents, kind="in_kind")
    open_envelope(call, loans, f"person:{clerk.id}", Note(once=f"demo/{call.id}/loans"))


def _file(call: Call, stage: Stage, count: int, seed: int, clerk: Person) -> list[Application]:
    """Have every association write its file, and send it if the stage is late enough."""
    chosen = choose(count, seed, call.year)
    clock = Random(seed)  # noqa: S311 - for variety, not for secrets
    sent = {Stage.DRAFT: 0, Stage.OPEN: round(count * OPEN_SHARE)}.get(stage, count)
    files = []
    for order, (place, project) in enumerate(chosen):
        answers = answers_of(place, project, call.opens_on)
        if is_paper(order):
            person, answers["contact_email"] = clerk, ""
            file = type_in(call, clerk, project["contact"])
        else:
            person = ensure_person(address_of(place), name=project["contact"])
            file = start_draft(call, person, f"demo-{call.year}-{place}")
            write_together(file, order)
        if stage is Stage.DRAFT:
            answers = _unfinished(answers, order)
        save(file, answers, {}, Writer(author=person.email))
        if order < sent:
            _send(file, person, _instant(call, order, sent, clock))
        files.append(file)
    return files


def _unfinished(answers: Mapping[str, object], order: int) -> dict[str, object]:
    """Leave out what somebody who has only begun has not written yet."""
    later = ("what", "budget", "consent", "cer_signed")[: 1 + order % 4]
    return {key: value for key, value in answers.items() if not key.startswith(later)}


def _send(file: Application, person: Person, instant: datetime) -> None:
    """Send a file on a day of the filing season."""
    reserve_number(file)
    send(file, file.version, instant, person)
    db.session.refresh(file)
    if file.project is not None:
        file.project.public_since = instant
        index_projects([file.project])


def _instant(call: Call, order: int, sent: int, clock: Random) -> datetime:
    """Return when the n-th file came: few at first, most in the last days, as everywhere."""
    last = min(call.closes_on, now().date() - timedelta(days=1))
    days = max((last - call.opens_on).days, 1)
    day = call.opens_on + timedelta(days=round(days * ((order + 1) / sent) ** 0.5))
    return datetime.combine(min(day, last), time(7 + clock.randrange(13), clock.randrange(60)), UTC)


def _vote(call: Call, clerk: Person) -> None:
    """Settle, then have the council vote what was proposed."""
    settled = settle(call, f"person:{clerk.id}")
    numbers = {file.number: file.id for file in _receivable(call)}
    amounts = {numbers[number]: cents for number, cents in settled.results["awarded"].items()}
    ties = ties_of(call, call.council_on)
    apart = tuple(dict.fromkeys(tie.name for key in amounts for tie in ties.get(key, ())))
    vote = Vote(f"{call.council_on:%Y-%m}-087", call.council_on, amounts, Voices(apart=apart))
    record_vote(call, vote, clerk, once=f"demo/{call.id}/vote")
    note_numbers(call, clerk, leave=2)


def _receivable(call: Call) -> list[Application]:
    """Return the files put to the vote."""
    query = select(Application).where(Application.call_id == call.id, Application.state == State.RECEIVABLE.value)
    return list(db.session.scalars(query.order_by(Application.serial)))


def _pay(call: Call, clerk: Person) -> None:
    """Order every payment and note it as made."""
    note_numbers(call, clerk)
    order_payments(call, clerk, Note(once=f"demo/{call.id}/orders"))
    record_payments(call, clerk, Note(once=f"demo/{call.id}/payments"))
    notified = call.council_on + timedelta(days=6)
    for award in db.session.scalars(select(Award).join(Application).where(Application.call_id == call.id)):
        award.notified_on = min(notified, now().date())


def _meet(call: Call, seed: int) -> None:
    """Prepare the plenary, build its programme and publish it."""
    plenary = prepare(call)
    for host in territory(call.territory).help_points[:1]:
        plenary.place, plenary.access = f"{host.name}, {host.address}", "De plain-pied, boucle magnétique, tram ligne A"
    announce(plenary, seed)
    lay_tables(plenary)
    publish(build_programme(plenary, seconds=SEATING_SECONDS, seed=seed))
