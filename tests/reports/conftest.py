"""A file the council voted, its people, and a photograph that says where it was taken."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from PIL import Image

from grants.accounts.models import Membership
from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.budget import services as budget
from grants.budget.services import Note, Vote
from grants.db import db, now
from grants.demo.content import iban_of, siret_of
from grants.reports.models import Report, ReportPhotograph, ReportVersion
from tests.applications.page import fields_of
from tests.conftest import csrf_token
from tests.town import make_association, make_call, make_project

ANSWERS = {
    "iban": iban_of(1),
    "name": "Les Voisins d’à côté",
    "title": "Un banc, une histoire",
    "contact_name": "Maëlle Le Goff",
    "contact_email": "ana@example.org",
    "contact_phone": "06 12 34 56 78",
    "licence": "CC BY-SA 4.0",
    "charge_1_label": "Bois",
    "charge_1_amount": "1000",
    "charge_2_label": "Affiches",
    "charge_2_amount": "500",
    "product_1_label": "Aide de la ville",
    "product_1_amount": "1500",
}
STORY = {
    "happened": "Dix bancs posés, trente personnes assises.\n\nEt la pluie.",
    "unplanned": "Un banc est parti à la mer.",
    "worth": "On se dit bonjour.",
    "charge_1_amount": "800",
    "charge_2_amount": "500",
    "product_1_amount": "1 500",
    "sign_name": "Maëlle Le Goff",
    "sign_role": "présidente",
}
PLACE = b"SecretPhone"


def snapshot(size=(1200, 900), colour="teal") -> bytes:
    """Return a photograph as a phone takes it: with its maker and its place."""
    exif = Image.Exif()
    exif[0x010F] = PLACE.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 24.0, 1.0)})
    taken = io.BytesIO()
    Image.new("RGB", size, colour).save(taken, "JPEG", exif=exif)
    return taken.getvalue()


@dataclass
class Voted:
    """A file in the database, by what a test needs of it."""

    public_id: str
    slug: str

    @property
    def home(self):
        return f"/dossiers/{self.public_id}/bilan"


def make_voted(number=1, *, email="ana@example.org", report_by=None, paid=True, answers=None):
    """Make one voted file of the call of 2026, with a public project of the same association."""
    call = db.session.query(Application).first()
    call = call.call if call else make_call(report_by=report_by or date.today() + timedelta(days=100))  # noqa: DTZ011
    association = make_association(f"Les Voisins {number}", siret=siret_of(number))
    project = make_project(call, f"Un banc, une histoire {number}", association)
    person = ensure_person(email)
    db.session.add(Membership(person_id=person.id, association_id=association.id))
    file = Application(
        public_id=f"file-{number}",
        call=call,
        person=person,
        association=association,
        project=project,
        state="receivable",
        serial=number,
        number=f"2026-{number:04}",
        answers=ANSWERS | {"contact_email": email} | (answers or {}),
        requested_cents=150_000,
        sent_at=now(),
    )
    db.session.add(file)
    db.session.flush()
    clerk = ensure_person("agent@port-leon.example")
    clerk.role = "staff"
    if number == 1:
        budget.open_envelopes(call, "command")
    voted_on = now().date() - timedelta(days=30)
    budget.record_vote(call, Vote(f"act-{number}", voted_on, {file.id: 150_000}), clerk)
    if paid:
        budget.order_payments(call, clerk, Note())
        budget.record_payments(call, clerk, Note())
    db.session.commit()
    return Voted(file.public_id, project.slug)


@pytest.fixture
def voted(app):
    """Return a file that was voted and paid."""
    with app.app_context():
        return make_voted()


class Teller:
    """Somebody at the report's screen, with a browser that runs no script."""

    def __init__(self, client, voted):
        self.client, self.voted = client, voted

    def page(self, more=""):
        answer = self.client.get(self.voted.home + more)
        assert answer.status_code == 200, answer.status_code
        return answer.text

    def write(self, answers=None, page=None, **extra):
        data = fields_of(page or self.page("?corriger=1")) | (answers or {}) | {"then": "stay"} | extra
        data.pop("photographs", None) if "photographs" not in extra else None
        return self.client.post(self.voted.home, data=data, content_type="multipart/form-data")

    def add(self, *photographs):
        named = [(io.BytesIO(each), f"IMG_{number}.jpg") for number, each in enumerate(photographs)]
        return self.write(photographs=named, then="photos")

    def send(self, review=None):
        page = review or self.page("/relire")
        version = page.split('name="version" value="')[1].split('"')[0]
        data = {"csrf_token": csrf_token(page), "version": version}
        return self.client.post(f"{self.voted.home}/envoyer", data=data)


@pytest.fixture
def teller(signed_in, voted):
    """Return somebody of the association."""
    return Teller(signed_in(), voted)


@pytest.fixture
def stored(app):
    """Return a function that reads the one report there is, with its photographs and versions."""

    def read():
        with app.app_context():
            report = db.session.query(Report).one()
            report.application.state  # noqa: B018 - read before the session closes
            photographs = db.session.query(ReportPhotograph).order_by(ReportPhotograph.position).all()
            versions = db.session.query(ReportVersion).order_by(ReportVersion.number).all()
            db.session.expunge_all()
            return report, photographs, versions

    return read
