"""A paper form typed in by staff: same screens, and who, how, where and when stay with the file."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from grants.calls.schemes import schemes
from grants.db import db
from grants.domain.calendar import silence_limit
from tests.applications.conftest import ESSENTIALS, WHOLE, Writer
from tests.conftest import csrf_token

pytestmark = pytest.mark.one_database

CLERK = "agent@ville.example"
TODAY = date.today()  # noqa: DTZ011 - a day of the machine is near enough
LAST_WEEK = TODAY - timedelta(days=7)
NOTED = {
    "asked_by": "Yvonne Tanguy",
    "way": "desk",
    "kept_at": "armoire 3, Maison des associations",
    "received_on": LAST_WEEK.strftime("%d/%m/%Y"),
}


def pdf_text(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.fixture
def clerk(call, signed_in):
    del call
    return signed_in(CLERK, "staff")


def note(clerk, page="/gestion/appels/2026/papier", **changes):
    opened = clerk.get(page).text
    key = re.search(r'name="key"[^>]*value="([^"]*)"', opened)
    data = NOTED | {"csrf_token": csrf_token(opened), "key": key[1] if key else ""} | changes
    return clerk.post(page, data=data), data


def typing(clerk, **changes):
    """Return somebody of the town at the form of a file begun from paper."""
    answer, _ = note(clerk, **changes)
    assert answer.status_code == 302, answer.text
    writer = Writer(clerk)
    writer.public_id = answer.location.split("/")[2]
    return writer


def without_mail(answers):
    return answers | {"association": {k: v for k, v in answers["association"].items() if k != "contact_email"}}


def test_a_paper_form_is_typed_in_and_acknowledged_by_a_letter_when_there_is_no_mail(clerk, stored, outbox, app):
    before = len(outbox.all())
    writer = typing(clerk).fill(without_mail(WHOLE))
    assert "Yvonne Tanguy" in writer.open("association").text
    answer = writer.send()
    assert answer.status_code == 302, answer.text
    assert answer.location == f"/gestion/dossiers/{writer.public_id}"
    file = stored(writer)
    assert (file.state, file.person_id) == ("receivable", None)
    assert file.sent_at.date() == LAST_WEEK
    assert len(outbox.all()) == before
    desk = clerk.get(answer.location).text
    for words in ("Yvonne Tanguy", "au guichet", "armoire 3", CLERK, "imprimez l’accusé de réception et postez-le"):
        assert words in desk
    letter = pdf_text(clerk.get(f"{writer.home}/accuse-de-reception.pdf").data)
    for words in ("Yvonne Tanguy", "armoire 3", CLERK, "2026-0001", str(silence_limit(LAST_WEEK).year)):
        assert words in letter
    with app.app_context():
        assert file.project.public_since is not None
    assert [event.kind for event in file.events] == ["typed", "submitted", "receivable"]
    assert file.events[0].details["paper"]["received_on"] == LAST_WEEK.isoformat()
    assert file.events[0].actor == CLERK


def test_the_letter_says_what_is_missing_when_nobody_can_read_it_elsewhere(clerk):
    writer = typing(clerk).fill(without_mail(ESSENTIALS))
    assert writer.send().status_code == 302
    letter = pdf_text(clerk.get(f"{writer.home}/accuse-de-reception.pdf").data)
    assert "Il reste à compléter" in letter
    assert "Cochez au moins un quartier" in letter
    desk = f"/gestion/dossiers/{writer.public_id}"
    data = {"csrf_token": csrf_token(clerk.get(desk).text), "fields": ["what"], "words": "Qui vient ?"}
    asked = clerk.post(f"{desk}/completer", data=data, follow_redirects=True)
    assert "prévenez-la par courrier" in asked.text or asked.status_code == 409


def test_the_association_reads_who_typed_its_file(clerk, signed_in, outbox):
    reader = signed_in("ana@example.org")
    Writer(reader).start().fill().send()
    writer = typing(clerk).fill()
    writer.send()
    page = reader.get(writer.home)
    assert page.status_code == 200
    assert "Yvonne Tanguy" in page.text
    assert "bien reçu" in outbox.last_to("ana@example.org").subject


def test_online_an_address_is_asked_and_staff_never_write_in_somebody_elses_file(clerk, writer):
    assert clerk.get(f"{writer.home}/association").status_code == 404
    assert clerk.get(f"{writer.home}/relire").status_code == 404
    assert clerk.get(f"/gestion/dossiers/{writer.public_id}/papier").status_code == 404
    page = writer.open("association")
    assert (
        writer.write("association", {"name": "Nous", "contact_name": "Ana", "contact_email": ""}, page).status_code
        == 302
    )
    assert "Écrivez l’e-mail" in writer.client.get(f"{writer.home}/relire").text
    assert writer.client.get("/gestion/appels/2026/papier").status_code == 403


def test_a_paper_that_came_in_time_is_sent_though_the_call_is_closed(clerk, change_call, stored):
    change_call(closes_on=TODAY - timedelta(days=3))
    writer = typing(clerk).fill(WHOLE)
    assert writer.send().status_code == 302
    assert stored(writer).state == "receivable"
    late = typing(clerk, received_on=TODAY.strftime("%d/%m/%Y")).fill(WHOLE)
    assert late.send().status_code == 422


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"received_on": (TODAY + timedelta(days=2)).strftime("%d/%m/%Y")}, "pas encore venu"),
        ({"received_on": "hier"}, "Écrivez la date ainsi"),
        ({"asked_by": ""}, "Écrivez le nom de la personne"),
        ({"kept_at": " "}, "Dites où retrouver le papier"),
        ({"way": "owl"}, "problem"),
    ],
)
def test_what_is_lacking_is_said_and_what_was_typed_stays(clerk, changes, said):
    answer, data = note(clerk, **changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert data["asked_by"] in answer.text


def test_pressing_twice_opens_one_file_and_its_origin_can_be_mended(clerk, stored, app):
    answer, data = note(clerk)
    again = clerk.post("/gestion/appels/2026/papier", data=data)
    assert answer.location == again.location
    writer = Writer(clerk)
    writer.public_id = answer.location.split("/")[2]
    mended, _ = note(clerk, f"/gestion/dossiers/{writer.public_id}/papier", asked_by="Yvonne Le Tanguy")
    assert mended.status_code == 302
    assert "Yvonne Le Tanguy" in writer.open("envie").text
    assert len(stored(writer).events) == 2
    with app.app_context():
        assert db.session.execute(db.text("SELECT count(*) FROM paper_form")).scalar() == 1


@pytest.mark.parametrize(("kind", "prefix"), [*zip(schemes(), ("/en", ""), strict=True)])
def test_the_blank_form_is_two_pages_that_say_every_question(app, call, change_call, kind, prefix):
    del call
    change_call(scheme=kind.key)
    address = "2026" if kind.key == "envie-de-faire" else f"2026/{kind.key}"
    answer = app.test_client().get(f"{prefix}/appels/{address}/formulaire.pdf")
    assert answer.status_code == 200
    pdf = PdfReader(BytesIO(answer.data))
    assert len(pdf.pages) == 2
    assert [round(float(size)) for size in pdf.pages[0].mediabox[2:]] == [595, 842]
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == ("en" if prefix else "fr")
    assert "pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    text = pdf_text(answer.data)
    for field in kind.fields:
        assert " ".join(field.label.in_language("en" if prefix else "fr").split()) in text
    for words in ("02 98 00 00 00", "Service Vie associative", "IBAN", "SIRET"):
        assert words in text
    assert not [mark for mark in "☐☑□▢" if mark in text]
    assert "public" in answer.headers["Cache-Control"]
