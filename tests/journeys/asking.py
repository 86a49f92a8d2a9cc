"""Asking every address as every kind of person, and telling in one word how the door behaved."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field, fields, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from grants.accounts.models import Person
from grants.accounts.services import ensure_person, let_see_accounts
from grants.accounts.services.team import Given, give_role
from grants.accounts.views.sign_in import cookie_name
from grants.applications.models import Application, FileWriter
from grants.applications.services.writers import add_writer
from grants.calls.models import Call
from grants.commons.services import News, Seen, tell_news
from grants.db import Base, db, now
from grants.demo.services import CLERK
from grants.domain.calendar import CallDates
from grants.domain.identifiers import compact
from grants.follow.models import MONTHLY, Following
from grants.follow.services import Wish, confirm
from grants.follow.services import ask as ask_to_follow
from grants.plenary.models import Encounter
from grants.privacy.models import Disposal, DisposalLine
from grants.reports.services import draw
from grants.security import BUDGET, EVENING, FILES, Part
from tests.conftest import csrf_token
from tests.journeys.addresses import MET, OPEN, photograph, right
from tests.journeys.doors import ROLES, doors_of, expected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

    from tests.journeys.addresses import Town

WRITER_TOO, BANKER, CHIEF = "aussi@example.org", "finances@port-leon.example", "chef@port-leon.example"
FOLLOWER, KEEPER = "dossiers@port-leon.example", "tient@port-leon.example"
ELSEWHERE, OTHER = "ailleurs@port-leon.example", 2031
"""Somebody who looks after the call of a year behind no address."""
OF_TOWN: Final = {"staff": "staff", "bank": "staff", "admin": "admin"}
COPIED: Final = [each.name for each in fields(CallDates)] + ["scheme", "title", "territory", "cap_cents"]
WRONG_SECRET: Final = "x" * 43
STANDING: Final = ("sent_pages", "acknowledgement", "places", "forget")
"""Pages of a file that was sent."""
OUTSIDERS: Final = {"nobody", "link", "stranger", "other call"}
SHARED: Final = {
    "applications.answer_link",
    "applications.answer_carrier",
    "mails.by_link",
    "accounts.developer_mailbox",
}
"""The links by which an owner shows their own file, or chooses their own mails; and the mails that a developer's
machine shows instead of sending them: elsewhere the address does not exist."""
DRAWN: Final = {"application/pdf", "image/png"}
REACHED: Final = ("contact_email", "contact_phone", "iban")
UNSENT: Final = "Un brouillon que personne d’autre ne lit."
LIST: Final = "E-2026-1"
LISTED: Final = (
    "carry_out_disposal", "disposal", "disposal_sheet", "hand_over_disposal", "sign_disposal", "take_off_disposal"
)  # fmt: skip
"""Pages of a list that an archivist signs."""
LAST: Final = ("accounts.sign_out", "accounts.renew_codes")
"""After them nobody's browser is who it was."""


@dataclass
class People:
    """A browser for each role, with what lets its forms in, and what leads to one's own where each has theirs."""

    clients: dict[str, FlaskClient]
    tokens: dict[str, str]
    emails: dict[str, str]
    own: dict[str, dict[str, str]] = field(default_factory=dict)

    def again(self) -> People:
        """Return other browsers with the same cookies: what is done with them leaves these as they are."""
        app = self.clients["nobody"].application
        with app.app_context():
            names = (cookie_name(), app.config["SESSION_COOKIE_NAME"])
        clients = {role: app.test_client() for role in self.clients}
        for role, client in clients.items():
            for kept in filter(None, map(self.clients[role].get_cookie, names)):
                client.set_cookie(kept.key, kept.value)
        return replace(self, clients=clients)


def people(app: Flask, town: Town, signed_in: Callable[..., FlaskClient]) -> People:
    """Give each role its person and its browser."""
    with app.app_context():
        for file in db.session.scalars(select(Application).where(Application.public_id.in_(town.files))):
            add_writer(file, ensure_person(WRITER_TOO))
        let_see_accounts(ensure_person(BANKER), "command", sees=True)
        _share_calls()
        db.session.commit()
    emails = {
        "stranger": town.stranger,
        "writer": WRITER_TOO,
        "owner": town.writer,
        "files": FOLLOWER,
        "keeper": KEEPER,
        "other call": ELSEWHERE,
        "staff": CLERK,
        "bank": BANKER,
        "admin": CHIEF,
    }
    clients = {"nobody": app.test_client(), "link": app.test_client()}
    clients |= {role: signed_in(email, OF_TOWN.get(role, "member")) for role, email in emails.items()}
    tokens = {role: csrf_token(client.get("/connexion").text) for role, client in clients.items()}
    return People(clients, tokens, emails)


def _share_calls() -> None:
    """Have somebody look after the files of the years behind the addresses, others after the rest, or other years."""
    behind = [each for each in db.session.scalars(select(Call)) if str(each.year) in {OPEN, MET}]
    other = Call(**{name: getattr(behind[0], name) for name in COPIED}, year=OTHER)
    db.session.add(other)
    db.session.flush()
    for email, calls, parts in (
        (FOLLOWER, behind, [FILES]),
        (KEEPER, behind, [BUDGET, EVENING]),
        (ELSEWHERE, [other], list(Part)),
    ):
        given = Given("member", {(call.id, part): str(call.year) for call in calls for part in parts})
        give_role(ensure_person(email), given, "command")


def fill(app: Flask, town: Town) -> Town:
    """Put something behind the addresses that other journeys leave empty; return the town with what leads there."""
    with app.app_context():
        told = db.session.scalars(select(Application).where(Application.public_id == town.told)).one()
        author = db.session.scalars(select(Person).where(Person.email == town.writer)).one()
        draft = db.session.scalars(select(Application).where(Application.public_id == town.draft)).one()
        draft.answers = {**draft.answers, "what": UNSENT}
        seen = [Seen(draw("banc.jpg", photograph()), "Un banc")]
        news = tell_news(told.project, author, "Nous", News("Fini", "Les bancs sont là.", seen), "n" * 12)
        ask_to_follow(Wish("suit@example.org", "fr", MONTHLY, project=told.project), "127.0.0.1")
        following = db.session.scalars(select(Following)).one()
        confirm(following)
        met = db.session.scalars(select(Encounter.id).order_by(Encounter.id)).first()
        today = now().date()
        listed = Disposal(number=LIST, clock="aided", fate="destroy", prepared_by="command")
        line = DisposalLine(application_id=told.id, opened_on=today, since=today, ended_on=today)
        listed.lines = [line]
        db.session.add(listed)
        db.session.commit()
        picture = news.photographs[0].large.public_id
        number = {"number": str(news.id)}
        special = {
            "follow.page": {"token": following.token},
            "follow.stop_at_once": {"token": following.token},
            "follow.ask_before_stopping": {"token": following.token},
            "commons.news": number,
            "commons.change_news": number,
            "commons.withdraw_news": number,
            "commons.news_photograph": {"name": picture},
            **{f"privacy.{name}": {"number": LIST} for name in LISTED},
            "opendata.api_project": {"key": told.project.slug},
            "plenary.encounter": {"number": str(met)},
            "plenary.tell": {"number": str(met)},
            **{f"applications.{name}": {"public_id": town.sent} for name in STANDING},
            "applications.remove_writer": {"writer_id": str(_last_writer(town.draft))},
        }
    return replace(town, special={**town.special, **special})


def _last_writer(public_id: str) -> int:
    """Return the number of whoever came last to write this file."""
    found = select(FileWriter.id).join(Application).where(Application.public_id == public_id)
    return int(db.session.scalars(found.order_by(FileWriter.id.desc())).first())


def secret_places(rule: Rule) -> set[str]:
    """Return the places of an address that hold a secret: whoever holds it needs no account."""
    return {"token"} & rule.arguments | ({"key"} & rule.arguments if rule.endpoint.startswith("plenary.") else set())


def address_for(town: Town, rule: Rule, role: str, **own: str) -> str:
    """Write an address as this role can: a secret is known to whoever holds the link alone."""
    year = {"year": MET} if rule.endpoint.startswith("plenary.") else {}
    wrong = {} if role == "link" else dict.fromkeys(secret_places(rule), WRONG_SECRET)
    return right(rule, town.words(rule, **year, **wrong, **own))


def outcome(answer: TestResponse) -> str:
    """Say in one word how a door behaved; sent back to the sign-in page means that nothing opens here any more."""
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "breaks"
    if answer.status_code == HTTPStatus.UNAUTHORIZED or "/connexion?next=" in answer.headers.get("Location", ""):
        return "asks"
    if answer.headers.get("Location", "").endswith("/connexion"):
        return "hidden"
    return {HTTPStatus.FORBIDDEN: "closed", HTTPStatus.NOT_FOUND: "hidden"}.get(answer.status_code, "opens")


def ask(asking: People, town: Town, rule: Rule, method: str, role: str) -> TestResponse:
    """Send one request as a role; whoever holds a link has no other browser than the one that opens it."""
    client = asking.clients[role]
    if role == "link":
        client = client.application.test_client()
    typed, data = town.typed.get(rule.endpoint, {}), None
    if method == "POST":
        token = csrf_token(client.get("/connexion").text) if role == "link" else asking.tokens[role]
        data = {"csrf_token": token, **typed}
    address = address_for(town, rule, role, **asking.own.get(role, {}))
    return client.open(address, method=method, data=data, query_string=typed or None)


def cells(app: Flask, methods: set[str], *, opens: bool) -> Iterator[tuple[Rule, str, list[str]]]:
    """Give each address and method with the roles to whom it opens, or those to whom it does not; sign-out last."""
    for rule, method in sorted(doors_of(app), key=lambda door: door[0].endpoint in LAST):
        said = expected(rule.endpoint, method)
        roles = [role for role in ROLES if (said[role] == "opens") == opens and (role != "link" or _secret(rule))]
        if method in methods and roles:
            yield rule, method, roles


def _secret(rule: Rule) -> bool:
    """Tell whether a link alone opens something at this address; elsewhere who holds one is anybody."""
    return bool(secret_places(rule))


def fault(answer: TestResponse, rule: Rule, method: str, role: str) -> str | None:
    """Say how an answer differs from the table."""
    found, said = outcome(answer), expected(rule.endpoint, method)[role]
    if found == said:
        return None
    return f"{role} {answer.request.method} {answer.request.path}: {found} ({answer.status_code}) and not {said}"


def kept(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with app.app_context():
        return {
            table.name: sorted(map(repr, db.session.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name != "alembic_version"
        }


def changed(app: Flask, before: dict[str, list[tuple[object, ...]]]) -> set[str]:
    """Return the tables that are no longer as they were."""
    return {name for name, rows in kept(app).items() if rows != before[name]}


def read(asking: People, town: Town, app: Flask, choose: Callable[[list[str]], list[str]]) -> list[str]:
    """Read every address as roles to whom it opens, by GET and HEAD; say what the table did not."""
    wrong, private, drawn = [], private_words(app, town), set()
    for rule, method, roles in cells(app, {"GET"}, opens=True):
        for role in choose(roles):
            if rule.endpoint in drawn:
                continue
            answer = ask(asking, town, rule, method, role)
            wrong += filter(None, [fault(answer, rule, method, role)])
            if answer.mimetype in DRAWN:
                drawn.add(rule.endpoint)  # takes long, once is enough
            hidden = private if role in OUTSIDERS else {UNSENT} if role == "keeper" else set()
            if hidden and rule.endpoint not in SHARED:
                text = text_of(answer)
                wrong += [f"{role} reads “{each}” at {answer.request.path}" for each in hidden if compact(each) in text]
            if answer.mimetype not in DRAWN:
                head = ask(asking, town, rule, "HEAD", role)
                if head.status_code != answer.status_code:
                    wrong.append(f"{role} HEAD {answer.request.path}: {head.status_code} and not {answer.status_code}")
    return wrong


def text_of(answer: TestResponse) -> str:
    """Return all that can be read in an answer, whatever its format, without its spaces."""
    if answer.mimetype == "application/pdf" and b"startxref" in answer.data:
        return compact("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages))
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as held:
            return compact("".join(held.read(name).decode("utf-8", "replace") for name in held.namelist()))
    return compact(answer.get_data(as_text=True).replace("&nbsp;", "")) if "image" not in answer.mimetype else ""


def private_words(app: Flask, town: Town) -> set[str]:
    """Return what of the owner's files nobody else may read: how to reach them, their accounts, a draft's words."""
    with app.app_context():
        files = {each.public_id: each.answers for each in db.session.scalars(select(Application))}
    return {files[file][name] for file in town.files for name in REACHED} | {town.writer, UNSENT}
