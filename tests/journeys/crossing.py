"""What somebody who looks after one call may try against another: its things in their addresses, and in their forms."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from sqlalchemy import select

from grants.accounts.models import Person
from grants.accounts.services import ensure_person
from grants.accounts.services.team import Given, give_role
from grants.applications.models import Application, FileWriter
from grants.budget.models import Award, Envelope, Scenario
from grants.calls.models import Call
from grants.db import db
from grants.domain.identifiers import compact
from grants.plenary.models import Participant, Plenary
from grants.plenary.services import prepare
from grants.projects.models import Project
from grants.security import Part
from tests.conftest import csrf_token
from tests.journeys.addresses import COMMONS, MET, OPEN, right
from tests.journeys.asking import SHARED, outcome, text_of
from tests.journeys.doors import doors_of, expected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

    from tests.journeys.addresses import Town

THINGS: Final = {"number", "envelope_id", "batch_id", "claim_id", "file_id", "writer_id", "link_id", "name"}
"""The places of an address that name a thing of a call, of a file or of an evening."""
BESIDE: Final = {OPEN: MET, MET: OPEN}
TYPED: Final = {
    "words": "Des mots", "name": "Ana", "why": "Pour voir", "reason": "Pour voir", "cents": "10,00", "amount": "10,00",
    "act": "2026-1", "day": "2026-11-01", "once": "o" * 22, "key": "k" * 22, "version": "1", "use": "1",
    "answer": "yes", "kind": "order", "way": "add", "state": "here", "table": "1",
}  # fmt: skip


LISTS: Final = ("applications.desk", "applications.desk_sheet", "reports.desk", "reports.desk_sheet")
FEWEST: Final = 10
"""Private words of a call: with fewer, reading none of them proves nothing."""
GONE: Final = {"applications.forget", "applications.call_back_writer", "budget.scenario", "budget.remove_scenario"}
"""What a colleague may have taken away meanwhile: the page says so, and nothing is done."""
REACHED: Final = ("contact_phone", "iban")
PRIVATE: Final = ("contact_email", "contact_name", *REACHED)


TOKENS: Final[WeakKeyDictionary[FlaskClient, str]] = WeakKeyDictionary()


@dataclass
class Trial:
    """One request: who sends it (the year they look after), where, what is sent."""

    year: str
    method: str
    address: str
    view: str
    form: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)


@dataclass
class Other:
    """Things of a call, as forms name them."""

    people: list[Participant]
    project: Project
    envelope: int
    award: int
    file: str


def of_one_call(app: Flask, signed_in: Callable[..., FlaskClient]) -> dict[str, FlaskClient]:
    """Return, by year, the browser of somebody who looks after all of that year's main call, and of nothing else."""
    with app.app_context():
        for year in BESIDE:
            call = _call(year)
            given = Given("member", {(call.id, part): year for part in Part})
            give_role(ensure_person(f"appel-{year}@port-leon.example"), given, "command")
        prepare(_call(OPEN))
        db.session.commit()
    return {year: signed_in(f"appel-{year}@port-leon.example") for year in BESIDE}


def words_of(app: Flask, year: str) -> set[str]:
    """Return what of a year's files nobody may read who looks after the other year alone."""
    own = BESIDE[year]
    with app.app_context():
        told: dict[str, set[str]] = {each: set() for each in BESIDE}
        writers = select(Call.year, Person.email).join_from(Person, FileWriter).join(Application).join(Call)
        in_both = {email for held, email in db.session.execute(writers) if str(held) == own}
        for file in db.session.scalars(select(Application).join(Call).where(Call.scheme != COMMONS)):
            names = REACHED if file.answers.get("contact_email") in in_both else PRIVATE
            told[str(file.call.year)] |= {file.answers[name] for name in names if file.answers.get(name)}
        evenings = select(Call.year, Participant.token, Participant.email).join_from(Participant, Plenary).join(Call)
        for held, token, email in db.session.execute(evenings):
            told[str(held)] |= {token, email} - in_both
    return told[year] - told[own] - in_both - {""}


def _call(year: str) -> Call:
    return db.session.scalars(select(Call).where(Call.year == int(year), Call.scheme != COMMONS)).one()


def in_addresses(app: Flask, town: Town) -> Iterator[Trial]:
    """Give every address of one call, or of a part of it, as whoever looks after the other can write it."""
    files = {town.draft: OPEN, town.sent: OPEN, town.told: MET}
    for rule, method in doors_of(app):
        said = expected(rule.endpoint, method)
        if said["other call"] == "opens" or "opens" not in {said["files"], said["keeper"]}:
            continue
        words = town.words(rule, **({"year": MET} if rule.endpoint.startswith("plenary.") else {}))
        for each in ("GET", "HEAD") if method == "GET" else (method,):
            year = files.get(words["public_id"], OPEN) if "public_id" in rule.arguments else words["year"]
            yield Trial(BESIDE.get(year, OPEN), each, right(rule, words), rule.endpoint)
            if changed := _own_with_others(rule, town, year):
                yield Trial(BESIDE[year], each, right(rule, words | changed), rule.endpoint)


def _own_with_others(rule: Rule, town: Town, year: str) -> dict[str, str]:
    """Return what leads to one's own call or file, keeping the rest of the address: a thing of the other one."""
    if not THINGS & rule.arguments or year not in BESIDE:
        return {}
    if "public_id" in rule.arguments:
        return {"public_id": town.sent if year == MET else town.told}
    return {"year": BESIDE[year]}


def own_pages(app: Flask, town: Town, *, everybodys: bool = False) -> Iterator[Trial]:
    """Give the pages that open to whoever looks after a call, written for their own year; prints are left out.

    `everybodys`: those that open to everybody too.
    """
    for rule, method in doors_of(app):
        said = expected(rule.endpoint, method)
        opens = "opens" in {said["files"], said["keeper"]} and (everybodys or said["nobody"] != "opens")
        if method != "GET" or not opens or rule.rule.endswith(".pdf"):
            continue
        for year, file in {OPEN: town.sent, MET: town.told}.items():
            words = town.words(rule, year=year, public_id=file, ending="csv")
            yield Trial(year, method, right(rule, words), rule.endpoint)


def in_forms(app: Flask) -> list[Trial]:
    """Return the forms and questions of one's own call, filled in with things of the other one."""
    at = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    with app.app_context():
        theirs = {year: _things(year) for year in BESIDE}
        asked = list(_of_evening(theirs[MET]))
        for year, other in theirs.items():
            asked += [(BESIDE[year], name, form, query) for name, form, query in _of_call(year, other)]
    return [
        Trial(year, "POST" if form else "GET", right(at[name], {"year": year, "ending": "csv"}), name, form, query)
        for year, name, form, query in asked
    ]


def _of_evening(met: Other) -> Iterator[tuple[str, str, dict[str, str], dict[str, str]]]:
    """Give what may be sent from the open year's evening about the people of the other one."""
    one, two = met.people[:2]
    tick = {"key": "t" * 16, "state": "here", "at": 1_790_000_000_000, "who": one.id}
    pair = {"one": str(one.id), "other": str(two.id)}
    sent = {
        "door": {"who": str(one.id)},
        "take_ticks": {"ticks": json.dumps([tick]), "now": "1790000000000", "device": "x"},
        "people": {"project": str(met.project.id)},
        "demand_host": {"person": str(one.id)},
        "demand_pair": pair | {"kind": "together"},
        "slip": pair,
    }
    yield from ((OPEN, f"plenary.{name}", TYPED | form, {}) for name, form in sent.items())
    yield OPEN, "plenary.door", {}, {"jeton": one.token}
    yield OPEN, "plenary.affinities", {}, {"projet": met.project.slug}


def _of_call(year: str, other: Other) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """Give what may be sent from one's own budget and lists about those of that year."""
    envelope, box = str(other.envelope), {"pick": f"{other.award}:1000", "dated_on": "2026-11-01"}
    letter = {f"correction-{name}": words for name, words in (TYPED | {"number": other.file}).items()}
    sent = {
        "amend": {"envelope": envelope},
        "transfer": {"source": envelope, "target": envelope},
        "order_slip": box,
        "correct_notice": letter,
    }
    yield from ((f"budget.{name}", TYPED | form, {}) for name, form in sent.items())
    scenarios = {str(each) for each in db.session.scalars(select(Scenario.id))}
    for number in sorted(scenarios):
        yield "budget.scenarios", {}, {"s": number}
        yield "budget.new_scenario", {}, {"copie": number}
    asked = {"annee": year, "dossier": other.file}
    for name in ("budget.holding_letters", "budget.notification_letters", "applications.desk_messages", *LISTS):
        yield name, {}, asked
    yield "reports.write_to_all", TYPED, asked


def _things(year: str) -> Other:
    call = _call(year)
    file = db.session.scalars(
        select(Application).where(Application.call_id == call.id, Application.number != "")
    ).first()
    people = select(Participant).join(Plenary).where(Plenary.call_id == call.id).order_by(Participant.id)
    award = db.session.scalar(select(Award.id).join(Application).where(Application.call_id == call.id))
    envelope = db.session.scalars(select(Envelope.id).where(Envelope.call_id == call.id)).first()
    return Other(list(db.session.scalars(people)), file.project, envelope, award or 0, file.number)


def send(client: FlaskClient, trial: Trial) -> TestResponse:
    """Send one of them."""
    data = {"csrf_token": _token(client), **(trial.form or TYPED)} if trial.method == "POST" else None
    return client.open(trial.address, method=trial.method, data=data, query_string=trial.query or None)


def _token(client: FlaskClient) -> str:
    """Return what lets the forms of a browser in: the same all along."""
    if client not in TOKENS:
        TOKENS[client] = csrf_token(client.get("/connexion").text)
    return TOKENS[client]


def let_in(clients: dict[str, FlaskClient], trials: Iterable[Trial]) -> list[str]:
    """Try addresses; return those that neither said “not yours” nor “nothing there”."""
    wrong = []
    for each in trials:
        answer = send(clients[each.year], each)
        if outcome(answer) not in {"closed", "hidden"} and not (each.method == "POST" and each.view in GONE):
            wrong.append(f"{each.year} {each.method} {each.address}: {answer.status_code}")
    return wrong


def read_of_others(app: Flask, clients: dict[str, FlaskClient], trials: Iterable[Trial]) -> list[str]:
    """Send requests; say which answers hold private words of the call that their sender does not look after."""
    private = {year: {compact(each) for each in words_of(app, other)} for year, other in BESIDE.items()}
    assert min(map(len, private.values())) >= FEWEST
    found = []
    for each in (each for each in trials if each.view not in SHARED):
        answer = send(clients[each.year], each)
        text, typed = text_of(answer), compact(" ".join((*each.form.values(), *each.query.values())))
        let_out = (word for word in private[each.year] if word in text and word not in typed)
        found += [f"{each.year} reads “{word}” at {each.address}" for word in let_out]
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            found.append(f"{each.address}: {answer.status_code}")
    return found
