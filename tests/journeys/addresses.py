"""A town where something stands behind every address: whose it is, and how to write the address that leads there."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PIL import Image
from sqlalchemy import select

from grants.accounts.models import Claim, Membership, Person
from grants.accounts.services import (
    ask_sign_in,
    ask_to_join,
    ensure_person,
    invite,
    invite_to_association,
    join_association,
)
from grants.applications.models import Application, ApplicationEvent, FileWriter
from grants.applications.services import Words, ask_carrier, invite_writer, write
from grants.applications.services.writers import add_writer
from grants.budget.models import Award, Councillor, Envelope, Interest, PaymentBatch
from grants.budget.services import Note, ScenarioDraft, keep_scenario
from grants.budget.services.repayments import ask_back
from grants.calls.models import Call
from grants.db import db, now
from grants.demo import services as demo
from grants.domain.report import REPORT_FIELDS
from grants.domain.scenario import Change
from grants.incoming.services import keep_file
from grants.mail import OutboxMail
from grants.mail.links import signed
from grants.plenary.models import Participant, Plenary
from grants.plenary.queries.encounters import others_of, told_to
from grants.plenary.services.encounters import choose, tell_news
from grants.plenary.services.minutes import Addition, add_minutes
from grants.plenary.services.opinions import give_opinion
from grants.reports.models import ReportAside
from grants.reports.services import add_photograph, draw, open_report
from grants.voices.services import Came, Said, hand_for
from grants.voices.services import write as say
from grants.workshops.models import SignUp
from grants.workshops.services import Guest, WorkshopPlan, plan_workshop, sign_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from flask import Flask
    from werkzeug.routing import Rule

OPEN, MET = "2026", "2025"
"""The year whose call is open, and the one whose evening is near."""
COMMONS = "communs"
PLACE = re.compile(r"<(?:[a-z]+(?:\([^)]*\))?:)?(\w+)>")


@dataclass
class Town:
    """The right words for the places of every address, and the people: who writes the files, and somebody else.

    `typed`: what is sent with an address, by view, where it leads nowhere without.
    """

    writer: str
    stranger: str
    draft: str
    sent: str
    told: str
    values: dict[str, str]
    special: dict[str, dict[str, str]] = field(default_factory=dict)
    typed: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        """The three files, by the word of their address."""
        return (self.draft, self.sent, self.told)

    def words(self, rule: Rule, **other: str) -> dict[str, str]:
        """Return what leads somewhere at an address; `other` says it otherwise."""
        ours = self.told if rule.endpoint.startswith("reports.") else self.draft
        ours = self.sent if rule.endpoint == "applications.message_file" else ours
        return {**self.values, "public_id": ours, **self.special.get(rule.endpoint, {}), **other}

    def files_of(self, rule: Rule) -> tuple[str, ...]:
        """Return the files an address may be about, each in another state."""
        return self.files if "public_id" in rule.arguments else (self.draft,)


def right(rule: Rule, values: dict[str, str]) -> str:
    """Fill the places of an address."""
    return PLACE.sub(lambda place: values[place[1]], rule.rule)


def rules(app: Flask, start: str = "/") -> Iterator[Rule]:
    """Give the addresses of the product, files left out."""
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static" and rule.rule.startswith(start))


def photograph() -> bytes:
    """Return a small photograph."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(drawn, "JPEG")
    return drawn.getvalue()


def build(app: Flask, patch: pytest.MonkeyPatch) -> Town:
    """Load a year whose call is open and one whose evening is near, then have people write to each other."""
    patch.setattr(demo, "SEATING_SECONDS", 0.1)
    run = app.test_cli_runner().invoke
    for year, stage, more in ((OPEN, "open", ["--communs"]), (MET, "plenary", [])):
        result = run(args=["demo", "load", "--year", year, "--projects", "4", "--stage", stage, *more])
        assert result.exit_code == 0, result.output
    with app.app_context():
        town = _people()
        db.session.commit()
        return town


def _people() -> Town:
    """Have one person write three files (a draft, one that was sent, one with its report), with others around."""
    call = db.session.scalars(select(Call).where(Call.year == int(OPEN), Call.scheme != COMMONS)).one()
    files = select(Application).where(Application.call_id == call.id).order_by(Application.id)
    draft = db.session.scalars(files.where(Application.state == "draft")).first()
    sent = db.session.scalars(files.where(Application.state == "receivable")).first()
    evening = db.session.scalars(select(Participant).where(Participant.project_id.is_not(None))).first()
    told = db.session.scalars(select(Application).where(Application.project_id == evening.project_id)).one()
    writer = db.session.get(Person, draft.person_id)
    for each in (sent, told):
        add_writer(each, writer)
    join_association(writer, sent.association)
    special = {"federation.move": {"act": "pause"}}
    special |= _links(draft, sent, writer) | _papers(draft, sent, told, writer) | _after(evening) | _coming(evening)
    special |= _voices(told)
    return Town(
        writer.email, "autre@example.org", draft.public_id, sent.public_id, told.public_id,
        _everywhere(evening, sent, told, writer), special,
    )  # fmt: skip


def _everywhere(evening: Participant, sent: Application, told: Application, writer: Person) -> dict[str, str]:
    """Return the words of the places that mean the same at every address."""
    ours = select(Membership.id).filter_by(person_id=writer.id, association_id=sent.association_id)
    numbers = {"number": 1, "turn": 1, "page": 1, "guest": _first(SignUp), "mail_id": _first(OutboxMail)}
    numbers |= {"councillor_id": _first(Councillor)}
    numbers["envelope_id"] = _first(Envelope)
    numbers["import_id"] = keep_file("aides.csv", b"Association;Montant\nLes Lilas;100\n", "command").id
    numbers |= {"link_id": 1, "claim_id": _first(Claim), "writer_id": _first(FileWriter)}
    numbers |= {"association_id": sent.association_id, "membership_id": db.session.scalars(ours).one()}
    words = {"slug": told.project.slug, "key": evening.token, "year": OPEN, "name": "association", "act": "vient"}
    words |= {"kind": "badges", "edition": "a5", "kinds": "news", "template": "application_received"}
    words |= {"moment": "evening", "months": "1"}
    words |= {"ending": "ods", "past": "2023", "batch_id": "1", "person_id": "1", "session_id": "1"}
    return words | {"language": "fr", "token": "inconnu"} | {name: str(each) for name, each in numbers.items()}


def _voices(told: Application) -> dict[str, dict[str, str]]:
    """Have somebody write on a project's page; return what leads to their words, and to a need to answer."""
    project = told.project
    voice = say(project, hand_for("browser", "127.0.0.1"), Said(kind="comment", words="Bravo"), Came("v" * 22, 20.0))
    wish = next(iter(project.needs_and_offers), None)
    return {
        "voices.answer": {"number": str(wish.id if wish else 1)},
        **{f"voices.{name}": {"number": str(voice.id)} for name in ("report", "show", "hide")},
        "voices.hand": {"number": str(voice.hand_id)},
    }


def _scenario(call: Call, clerk: Person) -> dict[str, dict[str, str]]:
    """Keep a scenario; return what leads to it."""
    kept = keep_scenario(call, ScenarioDraft("Plafond bas", Change(cap=100_000)), clerk)
    return {name: {"number": str(kept.id)} for name in ("budget.scenario", "budget.remove_scenario")}


def _first(kind: type, **asked: object) -> int:
    """Return the key of the first row of a table."""
    return int(db.session.scalars(select(kind).filter_by(**asked).order_by(kind.id)).first().id)


def _links(draft: Application, sent: Application, writer: Person) -> dict[str, dict[str, str]]:
    """Send every kind of link there is; return, by address, the secret that opens it."""
    add_writer(draft, ensure_person("avec@example.org"))
    invite_writer(draft, writer, "lou@example.org")
    carried = {"siret": "", "rna": "", "carrier": "La Maison", "carrier_email": "maison@example.org"}
    draft.answers = {**draft.answers, **carried}
    ask_carrier(draft, writer, "fr")
    invite_to_association(sent.association, writer, "mel@example.org", "fr")
    ask_to_join(sent.association, ensure_person("qui@example.org"), "Je suis la trésorière.")
    ask_sign_in("venir@example.org", "fr", "/mon-espace", 10, "127.0.0.1")
    guest = sign_up(_workshop(), Guest("Ana", "ana@example.org"), "127.0.0.1")
    links = {
        "applications.answer_link": _secret("/ecrire/"),
        "applications.answer_carrier": _secret("/porter/"),
        "accounts.join_association": _secret("/rejoindre/"),
        "accounts.link": _secret("/connexion/"),
        "accounts.invitation": invite("elue@example.org", "staff"),
        "workshops.sign_up": guest.token,
        **{f"mails.{name}": signed(writer.email) for name in ("by_link", "stop", "ask_before_stopping")},
    }
    schemes = [f"applications.{name}" for name in ("blank", "propose", "questions", "paper")]
    return {name: {"token": token} for name, token in links.items()} | {
        name: {"key": COMMONS} for name in (*schemes, "calls.call", "calls.edit")
    }


def _workshop() -> int:
    """Plan a workshop next week; return its number."""
    starts = now() + timedelta(days=7)
    plan = WorkshopPlan(None, "Écrire", "writing", "À deux.", starts, starts + timedelta(hours=2), "Ici", "", True, 9)  # noqa: FBT003
    return plan_workshop(plan, "port-leon").id


def _secret(start: str) -> str:
    """Return the secret of the last mail that holds an address which begins so."""
    found = (re.search(re.escape(start) + r"([\w-]{20,})", mail.text) for mail in db.session.query(OutboxMail))
    return next(each[1] for each in found if each)


def _papers(draft: Application, sent: Application, told: Application, writer: Person) -> dict[str, dict[str, str]]:
    """Write a message with a file, a report with a photograph, texts set aside; return what leads there."""
    message = write(sent, writer, "applicant", Words("Voici.", [("relevé.pdf", b"%PDF-1.4 a paper")]))
    report = open_report(told)
    picture = add_photograph(report, draw("banc.jpg", photograph()))
    aside = ReportAside(report_id=report.id, field=REPORT_FIELDS[0].key, words="Dix bancs.")
    lost = ApplicationEvent(application_id=draft.id, kind="set_aside", actor=writer.email, words="Dix bancs.")
    lost.details = {"field": "what", "writer": ""}
    db.session.add_all((aside, lost))
    db.session.flush()
    photo = {"name": picture.large.public_id}
    return {
        "applications.message_file": {"file_id": message.files[0].public_id},
        "applications.settle": {"number": str(lost.id)},
        "reports.settle": {"number": str(aside.id)},
        "reports.photograph": photo,
        "reports.shown_photograph": photo,
        "budget.file": {"number": sent.number},
        "budget.in_kind": {"number": sent.number},
        "budget.partners": {"number": sent.number},
        "budget.partners_sheet": {"number": sent.number},
        "budget.deliberation_paper": {"ending": "odt"},
        "budget.note_paper": {"ending": "odt"},
        "budget.end_interest": {"number": str(_first(Interest))},
        **_scenario(sent.call, writer),
        "budget.account": {"number": sent.number},
        "budget.note_account": {"number": sent.number},
        **_money(told),
    }


def _after(evening: Participant) -> dict[str, dict[str, str]]:
    """Have somebody go on with another and tell how it lives, and somebody add to the minutes; return what hides it."""
    plenary = db.session.get(Plenary, evening.plenary_id)
    other = next(each for each in others_of(plenary, evening) if each.project_id)
    choose(evening, {other.id}, (), "06 00 00 00 00")
    choose(other, {evening.id}, (), "")
    encounter = told_to(evening)[0].encounter
    tell_news(encounter, evening, 1, ("going", "Une fête"), date.max)
    give_opinion(evening, "evening", {"met_new": ["one"]})
    add_minutes(plenary, Addition("Une belle soirée", "Lou", "x" * 22), "127.0.0.1")
    return {f"plenary.{name}": {"year": MET, "act": "cacher"} for name in ("mark_news", "mark_words", "mark_minutes")}


def _coming(evening: Participant) -> dict[str, dict[str, str]]:
    """Return what leads to the pages of somebody's own link."""
    mine = {"year": MET, "token": evening.token}
    return {f"plenary.{name}": mine for name in ("coming", "wishes", "apart", "diary")} | {
        f"plenary.{name}": {"year": MET} for name in ("sign_up", "link_again", "who_comes")
    }


def _money(told: Application) -> dict[str, dict[str, str]]:
    """Ask money back of a file that was paid; return what leads to its batch and to what is asked."""
    clerk = db.session.scalars(select(Person).where(Person.role == "staff").order_by(Person.id)).first()
    award = db.session.scalars(select(Award).where(Award.application_id == told.id)).one()
    claim = ask_back(award.id, 1_000, now().date(), clerk, Note(reason="Sortie annulée"))
    batch = {"year": MET, "batch_id": str(_first(PaymentBatch, call_id=told.call_id))}
    asked = {"year": MET, "claim_id": str(claim.id)}
    paid = {"year": MET, "number": told.number}
    return {
        **{f"budget.{name}": batch for name in ("batch", "batch_sheet", "finance")},
        **{f"budget.{name}": asked for name in ("repayment", "end_repayment")},
        **{f"budget.{name}": paid for name in ("award_plan", "ask_repayment")},
        **{f"accounts.{name}": {"person_id": str(clerk.id)} for name in ("give_right", "leave_team", "reset_factor")},
    }
