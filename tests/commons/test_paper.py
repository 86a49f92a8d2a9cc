"""A project leaves on one or two sheets of A4: tagged, with its square and short address, laid out only once."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest

from grants.commons import paper
from grants.db import db
from grants.pdf import Limits
from grants.projects.models import Project
from tests.print.test_engine import ua_failures
from tests.town import make_association, make_call, make_project

pytestmark = pytest.mark.one_database
SHEET = "/projets/jardin/projet.pdf"
HOSTILE = "<script>alert(1)</script> ![x](file:///etc/passwd) [ici](https://ailleurs.example/) \u202e {{ 7*7 }} 🌱"


@pytest.fixture
def garden(app):
    """A project with words, needs and an enemy's story."""
    with app.app_context():
        words = {"hook": "Semer ensemble", "what": f"On plante des haies.\n\n{HOSTILE}", "for_whom": "> " * 60 + "tous"}
        make_project(
            make_call(), "Le jardin", make_association("Les Mains vertes"), neighbourhoods=("bellevue",),
            themes=("environnement",), needs=(("room", "une serre"),), offers=(("skill", "greffer"),), **words,
        )  # fmt: skip
        db.session.commit()


def read(answer):
    assert answer.status_code == 200
    return pypdf.PdfReader(BytesIO(answer.data)), ua_failures(answer.data)


@pytest.mark.usefixtures("garden")
def test_the_sheet_is_tagged_and_says_what_the_page_says_in_both_languages(client, app):
    with app.app_context():
        short = f"/p/{db.session.query(Project.id).filter_by(slug='jardin').scalar()}"
    for prefix, heading in (("", "Nous cherchons"), ("/en", "We look for")):
        sheet, failures = read(client.get(prefix + SHEET))
        assert failures == []
        assert len(sheet.pages) <= 2
        words = " ".join(" ".join(page.extract_text() for page in sheet.pages).split())
        told = ("Le jardin", "Semer ensemble", "On plante des haies.", "une serre", "greffer", heading, short)
        for each in (*told, "Les Mains vertes"):
            assert each in words
        assert "ici(https://ailleurs.example/)" in words.replace(" ", "")
        assert "49" not in words
    assert SHEET in client.get("/projets/jardin").text


@pytest.mark.usefixtures("garden")
def test_a_sheet_is_laid_out_once_and_again_when_its_words_change(client, app):
    first = client.get(SHEET)
    kept = app.extensions["settings"].var / "sheets"
    pages = sorted(kept.glob("*.page"))
    assert client.get(SHEET, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    client.get(f"{SHEET}?another=address")
    assert sorted(kept.glob("*.page")) == pages
    with app.app_context():
        db.session.query(Project).filter_by(slug="jardin").one().hook = "Planter ensemble"
        db.session.commit()
    client.get(f"{SHEET}?and=another")
    assert len(sorted(kept.glob("*.page"))) == len(pages) + 1


@pytest.mark.usefixtures("garden")
def test_a_page_too_heavy_for_the_press_leads_to_the_page_made_for_paper(client, app, monkeypatch):
    monkeypatch.setattr(paper, "LIMITS", Limits(waiting=0.0))
    with app.app_context():
        db.session.query(Project).filter_by(slug="jardin").one().hook = "Une phrase que nul n’a encore mise en page"
        db.session.commit()
    assert client.get(SHEET).headers["Location"] == "/projets/jardin/imprimer"
    assert client.get("/projets/inconnu/projet.pdf").status_code == 404
