"""A project's page tells all of it to people and to programs, at an address that lasts."""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import event, select

from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import db
from grants.projects.models import Project, ProjectPoint
from grants.projects.services import Story, publish_project, take_off
from tests.town import make_association, make_call, make_project

STYLES = Path(__file__).resolve().parents[2] / "grants" / "static" / "css"
pytestmark = pytest.mark.one_database


@pytest.fixture
def workshop(app):
    """A voted project with all that a page may say; its number."""
    with app.app_context():
        call, quay = make_call(), make_association("Collectif du quai", siret="73282932000074")
        project = make_project(
            call,
            "L’atelier vélo",
            quay,
            hook="Réparer ensemble",
            what="On répare.",
            where_text="Au fond de la cour",
            when_text="Le samedi",
            neighbourhoods=("bellevue",),
            themes=("environnement",),
            needs=(("room", "une salle chauffée"),),
            offers=(("skill", "réparer une roue"),),
        )
        project.points.append(ProjectPoint(name="Hangar 3", latitude=48.41, longitude=-4.47))
        make_project(call, "Un jardin", quay)
        make_project(call, "Chorale", neighbourhoods=("bellevue",))
        act = Deliberation(call_id=call.id, number="2026-12-114", voted_on=date(2026, 12, 3))
        db.session.add(act)
        db.session.flush()
        db.session.add(Award(project_id=project.id, deliberation_id=act.id, voted_cents=120_050))
        db.session.commit()
        return project.id


@pytest.mark.usefixtures("workshop")
def test_the_first_screen_tells_title_hook_who_where_when_and_what_is_looked_for(client):
    page = client.get("/projets/atelier-velo").text
    start = page[page.index("<h1") : page.index('class="contents')]
    for words in ("Réparer ensemble", "Collectif du quai", "Bellevue", "Le samedi", "une salle"):
        assert words in start


@pytest.mark.usefixtures("workshop")
def test_every_link_of_the_contents_leads_to_a_part_of_the_page(client):
    page = client.get("/projets/atelier-velo").text
    contents = page[page.index('class="contents') :]
    anchors = re.findall(r'href="#([a-z-]+)"', contents[: contents.index("</nav>")])
    assert {"envie", "need", "argent", "autres", "voisins", "page"} <= set(anchors)
    for anchor in anchors:
        assert page.count(f'id="{anchor}"') == 1


@pytest.mark.usefixtures("workshop")
def test_money_is_told_in_figures_and_in_letters(client):
    page = client.get("/projets/atelier-velo").text
    assert "1\xa0200,50\xa0€" in page
    assert "mille-deux-cents euros et cinquante centimes" in page
    assert "one thousand two hundred euros and fifty cents" in client.get("/en/projets/atelier-velo").text


def test_the_short_address_leads_to_the_page_for_ever(client, app, workshop):
    answer = client.get(f"/p/{workshop}")
    assert answer.status_code == 308
    assert answer.location == "/projets/atelier-velo"
    assert client.get(f"/en/p/{workshop}").location == "/en/projets/atelier-velo"
    with app.app_context():
        project = db.session.get(Project, workshop)
        publish_project(project.call, project.association, Story(title="Tout autre chose"), project=project)
        db.session.commit()
    assert client.get(f"/p/{workshop}").location == "/projets/atelier-velo"
    with app.app_context():
        take_off(db.session.get(Project, workshop))
        db.session.commit()
    assert client.get(f"/p/{workshop}").status_code == 404
    for number in ("0", "x", "٢", "9" * 30, "-1"):
        assert client.get(f"/p/{number}").status_code == 404


def test_the_square_is_a_drawing_of_the_short_address(client, workshop):
    answer = client.get("/projets/atelier-velo/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    drawing = ET.fromstring(answer.text)  # noqa: S314 - our own drawing
    assert drawing.find("{http://www.w3.org/2000/svg}title").text.endswith(f"/p/{workshop}")
    assert client.get("/projets/inconnu/qr.svg").status_code == 404


@pytest.mark.usefixtures("workshop")
def test_programs_read_the_place_the_licence_and_the_money(client):
    page = client.get("/projets/atelier-velo").text
    for kind in ("Project", "Place", "GeoCoordinates", "Organization", "MonetaryGrant", "Demand", "Offer", "WebPage"):
        assert f'itemtype="https://schema.org/{kind}"' in page
    assert 'itemprop="latitude" content="48.41"' in page
    assert 'itemprop="value" content="1200.50"' in page
    assert 'itemprop="license" href="https://creativecommons.org/licenses/by-sa/4.0/deed.fr"' in page
    assert 'rel="canonical"' in page
    assert 'rel="shortlink"' in page


@pytest.mark.usefixtures("workshop")
def test_the_page_to_print_has_no_menu_and_leads_back_by_its_square(client):
    page = client.get("/projets/atelier-velo/imprimer").text
    assert "Menu principal" not in page
    assert "/projets/atelier-velo/qr.svg" in page
    assert "On répare." in page


@pytest.mark.usefixtures("workshop")
def test_the_page_is_light(client):
    words = len(gzip.compress(client.get("/projets/atelier-velo").data))
    sheets = sum(len(gzip.compress((STYLES / name).read_bytes())) for name in ("site.css", "project.css"))
    assert words + sheets <= 30_000


@pytest.mark.usefixtures("workshop")
def test_the_place_of_action_is_drawn_and_said(client):
    page = client.get("/projets/atelier-velo").text
    drawing = page[page.index('class="where') : page.index("Voir sur la carte")]
    assert drawing.count('class="here"') == 1
    assert "<circle" in drawing
    assert "Où cela se passe\xa0: Bellevue" in drawing
    assert 'class="where' not in client.get("/projets/jardin").text


def questions_of(client, address):
    """Count what one request asks of the database."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    with client.application.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([each for each in asked if each.startswith("SELECT")])


@pytest.mark.usefixtures("workshop")
def test_a_page_asks_the_database_a_dozen_short_questions_and_none_for_the_parts_it_has_not(app, client):
    before = questions_of(client, "/projets/atelier-velo?premiere=1")
    with app.app_context():
        call = db.session.scalars(select(Call)).first()
        for number in range(20):
            make_project(call, f"Encore {number}", neighbourhoods=("bellevue",), needs=(("room", "une salle"),))
        db.session.commit()
    assert questions_of(client, "/projets/atelier-velo?seconde=1") == before <= 12
    assert questions_of(client, "/api/v1/projects") <= 5
