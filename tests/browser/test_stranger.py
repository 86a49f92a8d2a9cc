"""A stranger, her scripts off, finds a project by what it does, where it is, what it needs; takes the data; writes."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from grants.db import db
from tests.browser.phone import cookies_of
from tests.town import make_association, make_call, make_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.one_database
ATOM = "{http://www.w3.org/2005/Atom}"
READ_FOR = 3500
"""Milliseconds: nobody reads a form and answers it in less than three seconds."""
TITLE = "L’atelier vélo du quai"


@pytest.fixture
def town(app: Flask) -> None:
    """Publish three projects of one quarter and another."""
    with app.app_context():
        call = make_call()
        make_project(
            call,
            TITLE,
            make_association("Collectif du quai"),
            hook="Réparer ensemble",
            what="On répare les bicyclettes de tout le monde, le samedi.",
            neighbourhoods=("bellevue",),
            themes=("environnement",),
            needs=(("room", "une salle chauffée"),),
        )
        make_project(call, "Un jardin au pied des tours", neighbourhoods=("bellevue",), themes=("environnement",))
        make_project(call, "Chorale de quai", neighbourhoods=("rive-droite",), themes=("culture",))
        db.session.commit()


@pytest.fixture
def page(browser: Browser, server: str, town: None) -> Iterator[Page]:
    """Open a browser that runs no script, on a phone."""
    del town
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="fr-FR")
    context.set_default_timeout(8000)
    opened = context.new_page()
    opened.goto(server)
    yield opened
    context.close()


def test_she_finds_it_by_what_it_does_though_she_spells_badly(page: Page, server: str) -> None:
    page.goto(f"{server}/recherche")
    page.get_by_label("Mots cherchés").fill("biciclettes")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name=TITLE).click()
    assert page.get_by_role("heading", level=1).inner_text() == TITLE


def test_she_finds_it_by_where_it_is(page: Page, server: str) -> None:
    page.goto(f"{server}/carte?quartier=bellevue")
    page.get_by_role("link", name=TITLE).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == TITLE


def test_she_finds_it_by_what_it_needs(page: Page, server: str) -> None:
    page.goto(f"{server}/projets/")
    page.locator("details.further summary").click()
    page.get_by_label("Cherche", exact=True).select_option("room")
    page.get_by_role("button", name="Chercher").click()
    assert [each.inner_text() for each in page.locator(".card h2, .card h3").all()] == [TITLE]


def test_she_takes_the_data_away_in_four_formats_that_their_tools_read(page: Page, server: str) -> None:
    taken = {}
    for name in ("projets.csv", "projets.ods", "donnees/projects.geojson", "flux/projets.atom", "donnees/tout.zip"):
        answer = page.request.get(f"{server}/{name}")
        assert answer.ok, name
        taken[name] = answer.body()
    rows = list(csv.reader(io.StringIO(taken["projets.csv"].decode("utf-8-sig")), delimiter=";"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(taken["projets.ods"])).get_sheet_by_index(0).to_python()
    places = json.loads(taken["donnees/projects.geojson"])["features"]
    entries = ET.fromstring(taken["flux/projets.atom"]).findall(f"{ATOM}entry")  # noqa: S314 - our own feed
    assert {len(rows) - 1, len(places), len(entries)} == {3}
    assert any(TITLE in row for row in rows)
    assert any(TITLE in row for row in sheet)
    assert zipfile.ZipFile(io.BytesIO(taken["donnees/tout.zip"])).testzip() is None


def test_she_leaves_a_word_without_account_and_a_moderator_undoes_a_vandal(page: Page, server: str, signed_in) -> None:
    project = f"{server}/projets/atelier-velo-du-quai"
    for words in ("Je viendrai samedi avec mes enfants.", "Le président de l’association est un escroc."):
        page.goto(project)
        page.get_by_role("link", name="Écrire un mot").click()
        page.get_by_label("Votre message").fill(words)
        page.wait_for_timeout(READ_FOR)
        page.get_by_role("button", name="Publier", exact=True).click()
        page.goto(project)
        assert page.get_by_text(words).is_visible()
        page.context.clear_cookies()
    page.context.add_cookies(cookies_of(server, signed_in("clerk@example.org", "staff")))
    page.goto(f"{server}/gestion/paroles/")
    page.locator("article", has_text="escroc").get_by_role("link", name="main").first.click()
    page.get_by_label("Raison, visible de tous").first.fill("accuse quelqu’un")
    page.get_by_role("button", name="Annuler tout ce que cette main a écrit").click()
    page.goto(project)
    assert not page.get_by_text("escroc").is_visible()
    assert page.get_by_text("Ce message a été retiré : accuse quelqu’un").is_visible()
    assert page.get_by_text("avec mes enfants").is_visible()
