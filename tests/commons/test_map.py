"""The map and the list beside it say the same, weigh little, and show a quarter from near."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from grants.db import db, now
from grants.domain.chart.ground import WIDTH, Ground, Spot, gather
from grants.domain.chart.outlines import metres
from grants.projects.models import Project, ProjectPlace, ProjectPoint
from grants.territories.queries import territories, territory
from grants.workshops.services import WorkshopPlan, plan_workshop
from tests.town import make_association, make_call, make_project

HEAVIEST = 300_000
SPOTS = st.lists(
    st.builds(Spot, st.integers(1, 40), st.sampled_from(["a", "b"]), st.floats(0, 640), st.floats(0, 480)), max_size=60
)


def point(name, latitude, longitude):
    return ProjectPoint(name=name, latitude=latitude, longitude=longitude)


@pytest.fixture
def town(app):
    """Three projects: one says where exactly, one stands in two quarters, one has no quarter known here."""
    with app.app_context():
        call = make_call()
        garden = make_project(call, "Un jardin pour tous", neighbourhoods=("bellevue",), themes=("environnement",))
        garden.points = [point("Serres de Bellevue", 48.411, -4.468)]
        make_project(call, "La chorale du port", make_association("La chorale"), neighbourhoods=("le-port", "bellevue"))
        make_project(call, "Un wiki sans murs", make_association("Le wiki"))
        instant = now() + timedelta(days=9)
        plan_workshop(
            WorkshopPlan(None, "Écrire à deux", "writing", "", instant, instant + timedelta(hours=2),
                         "Centre social de Bellevue", "", accessible=True, seats=8),
            "port-leon",
        )  # fmt: skip
        db.session.commit()
        return call.year


def sections_of(page):
    """Return, by quarter, the number said in its heading and the addresses of its list."""
    found = {}
    for part in page.split("<section")[1:]:
        key = re.search(r'id="quartier-([a-z-]+)"', part)
        if key:
            number = re.search(r"(\d+)\s+projets?|(\d+)\s+project", part)
            listed = re.search(r'<ul class="places">(.*?)</ul>', part, re.DOTALL)
            found[key[1]] = (
                int(number[1] or number[2]), re.findall(r'href="(/projets/[^"]+)"', listed[1]) if listed else []
            )  # fmt: skip
    return found


def drawn_in(page):
    """Return how many projects the discs of the drawing hold in all."""
    drawing = page.split("data-map")[1].split("</svg>")[0]
    alone = len(re.findall(r'href="/projets/', drawing))
    return alone + sum(map(int, re.findall(r'class="count"[^>]*>(\d+)<', drawing)))


def path_of(page, number):
    """Return the outline of the n-th quarter drawn."""
    return re.findall(r'class="quarter[^"]*" d="([^"]+)"', page)[number]


@pytest.mark.usefixtures("town")
def test_the_list_beside_says_what_the_drawing_shows(client):
    page = client.get("/carte").text
    found = sections_of(page)
    assert {key: number for key, (number, _) in found.items() if number} == {"bellevue": 2, "le-port": 1}
    assert drawn_in(page) == 3
    assert found["bellevue"][1] == ["/projets/chorale-du-port", "/projets/jardin-pour-tous"]
    assert "Serres de Bellevue" in page
    assert "dont un sans quartier connu" in unescape(page).replace("\u00a0", " ")


@pytest.mark.usefixtures("town")
def test_help_points_and_workshops_stand_on_the_map_and_in_the_list(client):
    page = unescape(client.get("/carte").text)
    for words in (
        "Centre social de Bellevue",
        "Écrire à deux",
        "Lieu d’aide",
        "Atelier",
        'class="help"',
        'class="workshop"',
    ):
        assert words in page
    assert page.count("<title>Atelier\u00a0: Écrire à deux, ") == 1
    assert 'id="aide-2"' in client.get("/aide/lieux").text
    assert "/carte" in client.get("/ateliers").text


@pytest.mark.usefixtures("town")
def test_a_quarter_is_drawn_larger_with_only_its_own_projects(client):
    whole, near = client.get("/carte").text, client.get("/carte?quartier=bellevue").text
    assert list(sections_of(near)) == ["bellevue"]
    assert drawn_in(near) == 2
    assert path_of(whole, 4) != path_of(near, 4)
    assert "Toute la ville" in near


@pytest.mark.usefixtures("town")
def test_the_map_takes_the_filters_of_the_list(client):
    assert drawn_in(client.get("/carte?theme=environnement").text) == 1
    assert drawn_in(client.get("/carte?q=chorale").text) == 2, "in its two quarters"
    assert drawn_in(client.get("/carte?annee=1999").text) == 0
    assert client.get("/carte?theme=environnement&pres=bellevue").text.count('name="theme" value="environnement"') == 1


@pytest.mark.usefixtures("town")
def test_without_script_the_list_starts_from_a_quarter_one_chooses(client):
    page = client.get("/carte?pres=le-port").text
    order = list(sections_of(page))
    quarters = {quarter.key: quarter for quarter in territory("port-leon").neighbourhoods}
    start = quarters["le-port"]
    away = [metres((start.latitude, start.longitude), (quarters[k].latitude, quarters[k].longitude)) for k in order]
    assert away == sorted(away)
    assert "à 0\u00a0m" in unescape(page)
    assert re.search(r"à \d,\d\s?km", unescape(page))
    assert client.get("/carte?pres=nulle-part").status_code == 200


@pytest.mark.usefixtures("town")
def test_the_priority_areas_are_said_in_words_and_by_hatching(client):
    page = client.get("/carte").text
    assert page.count('class="priority"') >= 4
    assert "Quartier prioritaire." in page
    assert "un quartier prioritaire ou en veille" in page


def fill(number):
    """Put many public projects in the quarters of the town, half of them with a point."""
    call, association = make_call(), make_association()
    quarters = territory("port-leon").neighbourhoods
    db.session.bulk_insert_mappings(
        Project,
        [
            {"slug": f"p-{k}", "call_id": call.id, "association_id": association.id, "title": f"Un projet {k}",
             "public_since": now(), "more": []}
            for k in range(number)
        ],
    )  # fmt: skip
    ids = db.session.scalars(db.select(Project.id).order_by(Project.id)).all()
    db.session.bulk_insert_mappings(
        ProjectPlace, [{"project_id": each, "neighbourhood": quarters[each % len(quarters)].key} for each in ids]
    )
    db.session.bulk_insert_mappings(
        ProjectPoint,
        [
            {"project_id": each, "latitude": quarters[each % len(quarters)].latitude + each % 7 / 2000,
             "longitude": quarters[each % len(quarters)].longitude + each % 11 / 2000}
            for each in ids[::2]
        ],
    )  # fmt: skip
    db.session.commit()


@pytest.mark.parametrize("number", [40, 1100])
def test_the_map_stays_light_and_asks_the_database_as_much_for_many_projects(app, client, number):
    with app.app_context():
        fill(number)
        asked = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    page = client.get("/carte")
    weight = len(page.data)
    for name in re.findall(r'(?:href|src)="(/(?:static|couleurs)[^"]+)"', page.text):
        with client.get(name) as piece:
            weight += len(piece.data)
    assert weight <= HEAVIEST
    assert drawn_in(page.text) == number
    assert sum(said for said, _ in sections_of(page.text).values()) == number
    assert len(asked) <= 30
    assert not re.search(r'(?:href|src)="https?://(?!localhost|127)', page.text.split("<main")[1].split("</main")[0])


@pytest.mark.one_database
@given(SPOTS)
def test_discs_count_each_project_once_and_those_of_a_quarter_never_overlap(spots):
    discs = gather(spots)
    for quarter in ("a", "b"):
        held = {key for disc in discs if disc.quarter == quarter for key in disc.keys}
        assert held == {spot.key for spot in spots if spot.quarter == quarter}
        own = [disc for disc in discs if disc.quarter == quarter]
        for one in own:
            assert len(set(one.keys)) == one.number
            for other in own:
                apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
                assert one is other or apart >= one.radius + other.radius


@pytest.mark.one_database
@pytest.mark.parametrize("town", territories(), ids=lambda town: town.key)
def test_the_whole_town_or_the_quarter_asked_for_stands_inside_the_drawing(town):
    whole = Ground(town)
    for quarter in town.neighbourhoods:
        x, y = whole.at((quarter.latitude, quarter.longitude))
        assert 0 < x < WIDTH
        assert 0 < y < whole.height
        near = Ground(town, quarter.key)
        x, y = near.at((quarter.latitude, quarter.longitude))
        assert 0 < x < WIDTH
        assert 0 < y < near.height
        assert near.place_at(x, y) == pytest.approx((quarter.latitude, quarter.longitude), abs=1e-9)


def test_a_town_without_any_project_still_has_a_map(client):
    page = client.get("/carte").text
    assert drawn_in(page) == 0
    assert "Bellevue" in page
