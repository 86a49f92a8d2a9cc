"""A workshop stands on the map where it is held, and its calendar file says so; without a place it is only listed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from icalendar import Calendar

from grants.db import db, now
from grants.domain.errors import RuleError
from grants.territories.forms import say_point
from tests.town import make_call
from tests.workshops.test_desk import NEW, TYPED

pytestmark = pytest.mark.one_database
ELSEWHERE = {**TYPED, "place": "Local des voisins", "address": "3 rue du Four"}
SEA = "48.3700, -4.5000"


@pytest.fixture
def staff(signed_in):
    """Return a client of the town's staff."""
    return signed_in("desk@example.org", "staff")


@pytest.fixture
def announce(house, staff):
    """Announce a workshop through the desk, in a town that has a call; return its number."""
    with house.app.app_context():
        make_call()
        db.session.commit()

    def act(**answers):
        answer = house.post(staff, NEW, {**ELSEWHERE, **answers})
        assert answer.status_code == 302, answer.text
        return int(answer.location.rsplit("/", 1)[1])

    return act


def section(page, key):
    """Return the part of the list about a quarter."""
    return page.split(f'id="quartier-{key}"')[1].split("</section>")[0]


def drawn(page):
    """Return what the drawing says of each workshop, by the part of the page it leads to."""
    drawing = page.split("data-map")[1].split("</svg>")[0]
    found = re.findall(r'href="#(atelier-\d+)"><title>([^<]+)</title><path class="workshop"', drawing)
    return {where: " ".join(words.split()) for where, words in found}


def event(house, address):
    """Return the only event of a calendar file."""
    (found,) = Calendar.from_ical(house.client.get(address).data).events
    return found


def test_a_help_point_chosen_gives_the_place_its_mark_its_line_and_its_point_in_diaries(house, announce):
    number = announce(known="1", place="", address="")
    page = unescape(house.client.get("/carte").text)
    told = section(page, "bellevue").split(f'id="atelier-{number}"')[1].split("</li>")[0]
    words = drawn(page)[f"atelier-{number}"]
    day = words.split("tout le monde, ")[1]
    for said in ("Atelier", "Écrire pour tout le monde", day, "Centre social de Bellevue", f"/ateliers/{number}"):
        assert said in " ".join(told.split())
    for address in (f"/ateliers/{number}.ics", "/ateliers.ics"):
        found = event(house, address)
        assert (found["geo"].latitude, found["geo"].longitude) == (48.4143, -4.4715)
        assert found["location"] == "Centre social de Bellevue, 4 place Napoléon-III"
    assert f"/carte?quartier=bellevue#atelier-{number}" in house.client.get(f"/ateliers/{number}").text


def test_a_point_staff_chose_is_drawn_in_the_quarter_that_holds_it_in_the_order_of_days(house, announce):
    later, sooner = (
        announce(point="48.3870, -4.5010", day=f"{now() + timedelta(days=days):%d/%m/%Y}") for days in (40, 20)
    )
    page = house.client.get("/carte").text
    listed = re.findall(r'id="(atelier-\d+)"', section(page, "recouvrance"))
    assert listed == [f"atelier-{sooner}", f"atelier-{later}"] == list(drawn(page))
    near = house.client.get("/carte?quartier=bellevue").text
    assert drawn(near) == {}


def test_a_workshop_without_a_place_is_only_listed_and_the_pages_say_so(house, announce):
    number = announce()
    page = house.client.get("/carte").text
    assert drawn(page) == {}
    assert f'id="atelier-{number}"' in page.split('id="ailleurs"')[1]
    assert "dans cette liste seulement" in page
    assert "n’est pas dessiné sur la carte" in house.client.get(f"/ateliers/{number}").text
    found = event(house, f"/ateliers/{number}.ics")
    assert "geo" not in found
    assert found["location"] == "Local des voisins, 3 rue du Four"


def test_a_point_in_the_water_is_refused_with_the_words_of_projects_until_somebody_confirms_it(house, staff, announce):
    refused = house.post(staff, NEW, {**ELSEWHERE, "point": SEA})
    assert refused.status_code == 400
    with house.app.test_request_context():
        assert say_point(RuleError("outside_town")) in unescape(refused.text)
    assert SEA in refused.text
    far = house.post(staff, NEW, {**ELSEWHERE, "point": "48.8566, 2.3522", "confirmed": "y"})
    assert "km de la ville" in far.text
    number = announce(point=SEA, confirmed="y")
    assert drawn(house.client.get("/carte").text) == {}
    assert event(house, f"/ateliers/{number}.ics")["geo"].latitude == 48.37


def test_the_point_is_kept_through_the_form_and_leaves_with_its_words(house, staff, announce):
    number = announce(point=SEA, confirmed="y")
    page = staff.get(f"/gestion/ateliers/{number}").text
    assert 'value="48.37, -4.5"' in page
    assert re.search(r'name="confirmed"[^>]*checked', page)
    house.post(staff, f"/gestion/ateliers/{number}", {**ELSEWHERE, "point": ""})
    assert "geo" not in event(house, f"/ateliers/{number}.ics")


def test_a_touch_on_the_drawing_fills_the_point_and_saves_nothing(house, staff):
    shown = house.post(staff, NEW, {**ELSEWHERE, "title": "Une autre", "carte.x": "160", "carte.y": "100"})
    assert shown.status_code == 200
    assert 'value="Une autre"' in shown.text
    assert re.search(r'name="point"[^>]*value="48\.\d+, -4\.\d+"', shown.text)
    assert "Une autre" not in house.client.get("/ateliers").text


def test_a_workshop_called_off_leaves_the_map(house, staff, announce):
    number = announce(known="0")
    assert drawn(house.client.get("/carte").text)
    house.post(staff, f"/gestion/ateliers/{number}/annuler", {})
    assert not drawn(house.client.get("/carte").text)
