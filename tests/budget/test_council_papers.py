"""The papers of the council: what they say, in both formats, whatever words people wrote."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pypdf
import pytest

from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.budget import services
from grants.budget.services import Mandate, Stake, Voices, Vote
from grants.calls.models import Call
from grants.db import db
from tests.budget.conftest import make_year
from tests.budget.test_pages import DESK, text_of

pytestmark = pytest.mark.one_database

COUNCIL = f"{DESK}/conseil"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
HOSTILE = (
    "<script>alert('x')</script> & Cie",
    "\u05d2\u05df \u05d4\u05e9\u05db\u05d5\u05e0\u05d4 \u202emoc.evil",
    "é" * 500,
    "]]>&#0;\x0b{{ 7*7 }} %s %(name)s",
    "<img src='http://evil.example/x.png'>",
)


@pytest.fixture
def clerk(app, files, signed_in):
    """Return a clerk's client, the common cap computed, one councillor interested in the second file."""
    assert files
    with app.app_context():
        call = db.session.query(Call).one()
        services.settle(call, "command")
        person = ensure_person("agent@port-leon.example")
        member = services.add_councillor(Mandate("Anne Le Goff", call.opens_on), person)
        services.add_interest(member, Stake("Les Amis n° 2", "trésorière"), person)
        association = db.session.get(Application, files[1]).association
        association.siret = "00000000000000"
        db.session.commit()
    return signed_in("agent@port-leon.example", "staff")


def words(answer) -> str:
    """Return what a PDF says, on one line."""
    assert answer.status_code == 200
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def tree(answer) -> ET.Element:
    """Return the body of a text document, each of its parts being well formed."""
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.infolist()[0].filename == "mimetype"
    parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}  # noqa: S314 - ours
    assert {"content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"} <= parts.keys()
    return parts["content.xml"]


def test_a_draft_says_all_that_an_act_needs(clerk):
    said = words(clerk.get(f"{COUNCIL}/deliberation.pdf"))
    for sentence in (
        "Projet : cet acte n’existe qu’une fois voté.",
        "L.2121-29 et L.2131-11",
        "n° 2000-321 du 12 avril 2000",
        "n° 2021-1947 du 31 décembre 2021",
        "chapitre 65, compte 65748",
        "le plafond commun est donc abaissé de la même façon pour tous",
        "ne prennent part ni à la préparation, ni au débat, ni au vote : Anne Le Goff",
        "12 300,00 € (douze-mille-trois-cents euros)",
        "2 000,00 € deux-mille euros",
        "00000000000000",
        "Le ou la maire",
    ):
        assert sentence in said, sentence


def test_each_association_may_have_its_act(clerk):
    reader = pypdf.PdfReader(io.BytesIO(clerk.get(f"{COUNCIL}/deliberation.pdf?actes=chacun").data))
    said = [page.extract_text().replace("\u00a0", " ") for page in reader.pages]
    assert sum("Projet de délibération" in page for page in said) == 6
    assert sum("Anne Le Goff" in page for page in said) == 1
    assert "Annexe" not in " ".join(said)


def test_the_pdf_is_tagged_and_the_text_has_real_headings_and_tables(clerk):
    root = pypdf.PdfReader(io.BytesIO(clerk.get(f"{COUNCIL}/note.pdf").data)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    body = tree(clerk.get(f"{COUNCIL}/note.odt"))
    headings = {each.get(f"{TEXT}outline-level"): "".join(each.itertext()) for each in body.iter(f"{TEXT}h")}
    assert headings["1"] == "Note explicative de synthèse"
    assert headings["2"] == "Le calendrier"
    assert len(list(body.iter(f"{TABLE}table-header-rows"))) == len(list(body.iter(f"{TABLE}table"))) == 4


def test_the_annex_leaves_as_a_spreadsheet_with_its_siret_as_text(clerk):
    rows = clerk.get(f"{COUNCIL}/annexe.csv").data.decode("utf-8-sig")
    assert '"00000000000000"' in rows
    assert '"deux-mille-trois-cents euros"' in rows
    assert '"Anne Le Goff"' in rows
    assert clerk.get(f"{COUNCIL}/annexe.ods").data[:2] == b"PK"


def test_a_recorded_act_is_no_draft_any_more(app, clerk, files):
    with app.app_context():
        call, person = db.session.query(Call).one(), ensure_person("agent@port-leon.example")
        voices = Voices(31, 0, 2, ("Anne Le Goff",))
        services.record_vote(call, Vote("2026/118", date(2026, 11, 20), {files[1]: 150_000}, voices), person)
        db.session.commit()
    said = words(clerk.get(f"{COUNCIL}/deliberation.pdf?acte=2026/118"))
    assert "Délibération n° 2026/118" in said
    assert "Projet" not in said.replace("Projet 1", "")
    assert "n’ont pris part ni à la préparation, ni au débat, ni au vote : Anne Le Goff" in said
    assert "Pour : 31" in said
    assert "une aide de 1 500,00 € (mille-cinq-cents euros)" in said
    assert (
        'filename="deliberation-2026-2026-118.pdf"'
        in clerk.get(f"{COUNCIL}/deliberation.pdf?acte=2026/118").headers["Content-Disposition"]
    )
    assert "2026/118" in text_of(clerk.get(COUNCIL))
    assert clerk.get(f"{COUNCIL}/deliberation.pdf?acte=zzz").status_code == 404


def test_an_act_can_be_read_in_english(clerk):
    said = words(clerk.get(f"/en{COUNCIL}/deliberation.pdf"))
    assert "Draft act of the council" in said
    assert "€12,300.00 (twelve thousand three hundred euros)" in said


def test_hostile_words_stay_words_in_every_format(app, clerk, files):
    with app.app_context():
        for number, text in enumerate(HOSTILE, start=1):
            file = db.session.get(Application, files[number])
            file.association.name, file.project.title = text.replace("\x0b", ""), text.replace("\x0b", "")
            file.answers = {"name": text, "in_kind": text, "title": text}
            file.in_kind_cents = 1_000
        person = ensure_person("agent@port-leon.example")
        member = services.add_councillor(Mandate(HOSTILE[0], date(2026, 1, 1)), person)
        services.add_interest(member, Stake(HOSTILE[0], HOSTILE[3].replace("\x0b", "")), person)
        db.session.commit()
    said = words(clerk.get(f"{COUNCIL}/deliberation.pdf"))
    assert "<script>alert('x')</script>" in said.replace("’", "'")
    assert "{{ 7*7 }} %s %(name)s" in said
    assert "é" * 600 not in said.replace(" ", "")
    for paper in ("deliberation", "note", "annexe"):
        body = "".join(tree(clerk.get(f"{COUNCIL}/{paper}.odt")).itertext())
        assert "\u202e" not in body
        if paper != "note":
            assert "<script>alert('x')</script> & Cie" in body
    assert b"evil.example/x.png" in clerk.get(f"{COUNCIL}/annexe.csv").data


def test_the_page_lists_the_papers_and_what_they_lack(clerk):
    said = re.sub(r"\s+", " ", text_of(clerk.get(COUNCIL)))
    assert "proposés en tout" in said
    assert "cinq jours francs avant le conseil du 8 décembre 2026 : au plus tard le 2 décembre 2026" in said
    assert clerk.get("/en" + COUNCIL).status_code == 200


def test_papers_of_a_year_without_files_are_not_found(app, signed_in):
    with app.app_context():
        make_year()
    staff = signed_in("agent@port-leon.example", "staff")
    for name in ("deliberation.pdf", "note.odt", "annexe.ods", "note.ods"):
        assert staff.get(f"{COUNCIL}/{name}").status_code == 404
    assert "Aucun dossier n’attend de vote." in text_of(staff.get(COUNCIL))
