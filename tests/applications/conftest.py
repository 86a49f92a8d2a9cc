"""An open call, and people who write files in it through the pages."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from grants.applications.models import Application
from grants.calls.models import Call
from grants.db import db
from tests.applications.page import fields_of
from tests.conftest import csrf_token
from tests.town import make_call

ESSENTIALS = {
    "association": {
        "name": "Les Voisins d’à côté",
        "contact_name": "Maëlle Le Goff",
        "contact_email": "ana@example.org",
    },
    "envie": {"title": "Un banc, une histoire", "what": "Nous posons dix bancs et écoutons qui s’y assied."},
    "budget": {"requested": "1 500"},
    "ensemble": {},
}
REST = {
    "association": {
        "rna": "W291000123",
        "neighbourhood": "bellevue",
        "first_time": "yes",
        "contact_phone": "06 12 34 56 78",
        "address": "3 rue Secrète",
    },
    "envie": {
        "hook": "Dix bancs pour se raconter le quartier",
        "for_whom": "Les habitants",
        "where": ["bellevue"],
        "when": "De mars à juin",
        "themes": ["culture", "solidarite"],
    },
    "budget": {
        "charge_1_label": "Bois",
        "charge_1_amount": "1 500",
        "product_1_label": "Cet appel",
        "product_1_amount": "1500",
        "iban": "FR14 2004 1010 0505 0001 3M02 606",
    },
    "ensemble": {
        "need_1_kind": "room",
        "need_1_text": "Une salle le mercredi",
        "offer_1_kind": "skill",
        "offer_1_text": "Menuiserie",
        "licence": "CC BY-SA 4.0",
        "cer_signed": "yes",
        "cer_name": "Maëlle Le Goff",
        "cer_role": "présidente",
        "consent": "yes",
    },
}
WHOLE = {screen: ESSENTIALS[screen] | REST[screen] for screen in ESSENTIALS}


@pytest.fixture
def call(app):
    """Return a call open today, read once."""
    today = date.today()  # noqa: DTZ011 - a day of the machine is near enough
    days = {"opens_on": -30, "closes_on": 30, "complete_by": 50}
    with app.app_context():
        call = make_call(**{name: today + timedelta(days=number) for name, number in days.items()})
        db.session.commit()
        db.session.refresh(call)
        db.session.expunge_all()
    return call


@pytest.fixture
def change_call(app, call):
    """Return a function that changes the call."""

    def change(**values):
        with app.app_context():
            db.session.query(Call).filter_by(id=call.id).update(values)
            db.session.commit()

    return change


class Writer:
    """Somebody at the form: opens pages, types, presses buttons."""

    def __init__(self, client):
        self.client = client
        self.public_id = ""

    @property
    def home(self):
        return f"/dossiers/{self.public_id}"

    def start(self, call="2026"):
        page = self.client.get(f"/appels/{call}/proposer")
        key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
        data = {"csrf_token": csrf_token(page.text), "key": key}
        data |= {"another": "yes"} if 'name="another"' in page.text else {}
        answer = self.client.post(f"/appels/{call}/proposer", data=data)
        assert answer.status_code == 302, answer.text
        self.public_id = answer.location.split("/")[2]
        return self

    def again(self):
        """Return the same person in another browser window, signed in too."""
        other = Writer(self.client.application.test_client())
        for cookie in self.client._cookies.values():  # noqa: SLF001 - werkzeug's client gives no other way
            other.client.set_cookie(cookie.key, cookie.value)
        other.public_id = self.public_id
        return other

    def open(self, screen):
        page = self.client.get(f"{self.home}/{screen}")
        assert page.status_code == 200, page.status_code
        return page

    def form(self, screen, page=None):
        """Return what a browser would send back of a page left as it is."""
        return fields_of((page or self.open(screen)).text)

    def write(self, screen, answers, page=None, **extra):
        data = self.form(screen, page) | answers | {"then": "stay"} | extra
        return self.client.post(f"{self.home}/{screen}", data=data)

    def fill(self, answers=None):
        for screen, fields in (answers or WHOLE).items():
            assert self.write(screen, fields).status_code == 302
        return self

    def send(self, review=None):
        page = review or self.client.get(f"{self.home}/relire")
        data = {
            "csrf_token": csrf_token(page.text),
            "version": re.search(r'name="version" value="(\d+)"', page.text)[1],
        }
        return self.client.post(f"{self.home}/envoyer", data=data)


@pytest.fixture
def writer(call, signed_in):
    """Return somebody with a draft begun."""
    del call
    return Writer(signed_in()).start()


@pytest.fixture
def stored(app):
    """Return a function that reads the file of a writer from the database."""

    def read(writer):
        with app.app_context():
            found = db.session.query(Application).filter_by(public_id=writer.public_id).one()
            found.call, found.project, found.association, found.events  # noqa: B018 - read before the session closes
            db.session.expunge_all()
            return found

    return read
