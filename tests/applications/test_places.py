"""A project's people say where it happens: by a touch, a link or two numbers; the sea is told."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from grants.accounts.services import ensure_person
from grants.applications.services import start_draft
from grants.applications.services.places import MOST_PLACES
from grants.db import db
from grants.domain.chart.ground import WIDTH, Ground
from grants.projects.models import ProjectPoint
from grants.settings import ROOT
from grants.territories.queries import territory
from grants.territories.touch import SHOWN_WIDTH
from tests.town import make_call, make_project

pytestmark = pytest.mark.one_database

SHRUNK = SHOWN_WIDTH / WIDTH
IN_BELLEVUE, IN_THE_SEA = "48.4120, -4.4700", "48.3700, -4.4900"


@pytest.fixture
def address(app):
    """The page of Ana's project, in Bellevue."""
    with app.app_context():
        call = make_call()
        file = start_draft(call, ensure_person("ana@example.org"), "places")
        file.project = make_project(call, "Un jardin", neighbourhoods=("bellevue",))
        db.session.commit()
        return f"/dossiers/{file.public_id}/lieux"


@pytest.fixture
def ana(address, signed_in):  # noqa: ARG001 - her file is there
    return signed_in("ana@example.org")


@pytest.fixture
def put(ana, address, post_form):
    """Return a function that sends the form of her page."""
    return lambda **data: post_form(ana, address, data)


def points(app):
    with app.app_context():
        rows = db.session.scalars(select(ProjectPoint).order_by(ProjectPoint.id))
        return [(row.name, row.latitude, row.longitude) for row in rows]


def test_a_place_goes_from_the_form_to_the_map_and_to_the_open_data(app, client, ana, address, post_form):
    before = client.get("/carte").text
    assert post_form(ana, address, {"point": IN_BELLEVUE, "name": "Les  serres"}).status_code == 302
    assert points(app) == [("Les serres", 48.412, -4.47)]
    assert "Les serres" not in before
    assert "Les serres" in client.get("/carte").text
    (feature,) = json.loads(client.get("/donnees/projects.geojson").text)["features"]
    assert feature["geometry"] == {"type": "MultiPoint", "coordinates": [[-4.47, 48.412]]}


def test_a_touch_on_the_drawing_fills_the_form_and_saves_nothing(app, ana, address, post_form):
    x, y = Ground(territory("port-leon"), "bellevue").at((48.412, -4.47))
    answer = post_form(
        ana,
        address,
        {"carte.x": round(x * SHRUNK), "carte.y": round(y * SHRUNK), "quartier": "bellevue", "name": "Serres"},
    )
    assert answer.status_code == 200
    up, across = map(float, re.search(r'id="point" name="point" value="([\d.]+), ([-\d.]+)"', answer.text).groups())
    assert (up, across) == pytest.approx((48.412, -4.47), abs=2e-4)
    assert 'value="Serres"' in answer.text
    assert points(app) == []
    pressed = post_form(ana, address, {"carte.x": 0, "carte.y": 0})
    assert 'id="point" name="point" value=""' in pressed.text, "the key Enter on the picture touches no place"


@pytest.mark.one_database
def test_the_drawing_to_touch_is_shown_as_wide_as_touches_are_read():
    (rule,) = re.findall(
        r"^input\[type=image\] \{(.+)\}", (ROOT / "grants/static/css/site.css").read_text(), re.MULTILINE
    )
    for words in (f"width: {SHOWN_WIDTH}px;", "max-width: none;", "height: auto;", "padding: 0;", "border: 0;"):
        assert words in rule


def test_a_point_in_the_sea_is_told_plainly_and_kept_only_when_confirmed(app, ana, address, post_form):
    told = post_form(ana, address, {"point": IN_THE_SEA, "name": "La bouée"})
    assert told.status_code == 422
    assert "dans l’eau ou hors de la ville" in told.text
    assert f'value="{IN_THE_SEA}"' in told.text
    assert 'value="La bouée"' in told.text
    assert points(app) == []
    assert post_form(ana, address, {"point": IN_THE_SEA, "name": "La bouée", "confirmed": "yes"}).status_code == 302
    assert points(app) == [("La bouée", 48.37, -4.49)]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Nous ne lisons pas de lieu ici"),
        ("rue du Port", "Nous ne lisons pas de lieu ici"),
        ("<script>alert(1)</script>", "Nous ne lisons pas de lieu ici"),
        ("9" * 5000, "Nous ne lisons pas de lieu ici"),
        ("148, 4", "ne sont pas sur la Terre"),
        ("-4.47, 48.412", "semblent échangés"),
        ("46.58, 0.34", "km de la ville"),
        ("0, 0", "km de la ville"),
    ],
)
def test_what_cannot_be_a_place_of_the_town_is_said_even_when_confirmed(app, put, typed, says):
    answer = put(point=typed, confirmed="yes")
    assert answer.status_code == 422
    assert says in answer.text
    assert "<script>alert" not in answer.text
    assert points(app) == []


def test_a_place_is_taken_off_and_there_are_a_few_at_most(app, ana, address, post_form):
    for number in range(MOST_PLACES):
        assert post_form(ana, address, {"point": IN_BELLEVUE, "name": f"Lieu {number}"}).status_code == 302
    assert "lieux au plus" in post_form(ana, address, {"point": IN_BELLEVUE}).text
    action = re.search(r'action="([^"]+/retirer)"', ana.get(address).text)[1]
    post_form(ana, address, {}, action)
    assert [name for name, *_ in points(app)] == ["Lieu 1", "Lieu 2", "Lieu 3", "Lieu 4"]
    post_form(ana, address, {}, action)
    assert len(points(app)) == MOST_PLACES - 1


def test_only_the_people_of_the_file_and_the_town_may(client, signed_in, address):
    assert client.get(address).status_code in {302, 401, 403}
    assert signed_in("autre@example.org").get(address).status_code == 404
    assert signed_in("greffe@example.org", "staff").get(address).status_code == 200


@pytest.mark.parametrize("query", ["", "?quartier=bellevue&point=48.41,-4.47", "?quartier=%00&point=%F0&ville=../x"])
def test_the_picture_to_touch_is_drawn_whatever_its_address(client, query):
    answer = client.get(f"/carte/fond.svg{query}")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.text.count("<path") == 10
