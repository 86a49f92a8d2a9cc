"""The door: several phones tick the same people, some of them late, and nothing is lost nor counted twice."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from grants.db import db
from grants.plenary import queries, services
from grants.plenary.models import Tick
from tests.conftest import csrf_token
from tests.plenary.evening import YEAR, a_town

DOOR = f"/gestion/pleniere/{YEAR}/accueil"
NOON = 1_801_300_000_000


@pytest.fixture
def people(app):
    """Return the people of an evening, by id, with their secret."""
    with app.app_context():
        plenary = services.prepare(a_town())
        services.add_guest(plenary, "Une élue du quartier")
        found = [(each.id, each.token, each.name) for each in queries.participants_of(plenary)]
        db.session.commit()
    return found


@pytest.fixture
def clerk(people, signed_in):
    del people
    return signed_in("greffe@example.org", "staff")


def tick(key, who, state="here", at=NOON, **more):
    return {"key": key, "who": who, "state": state, "at": at, **more}


def walk_in(key, name, at=NOON, **more):
    return {"key": key, "name": name, "state": "here", "at": at, **more}


def send(client, *ticks, now=NOON, **more):
    data = {"csrf_token": csrf_token(client.get(DOOR).text), "ticks": json.dumps(ticks), "now": str(now), "device": "a"}
    return client.post(f"{DOOR}/pointages", data={**data, **more})


def ticks_of(app):
    with app.app_context():
        return db.session.scalars(select(Tick)).all()


def states(client):
    return {each["id"]: each["state"] for each in client.get(f"{DOOR}.json").json["people"]}


def test_a_button_ticks_and_says_so_and_the_list_leaves(client, clerk, people):
    number = people[0][0]
    token = csrf_token(clerk.get(DOOR).text)
    answer = clerk.post(DOOR, data={"csrf_token": token, "who": number, "state": "late-2"}, follow_redirects=True)
    assert "là à partir du tour 2" in answer.text
    assert "1 en retard" in answer.text
    assert "là à partir du tour 2" in clerk.get(f"{DOOR}.csv").text
    assert clerk.post(DOOR, data={"csrf_token": token, "who": number, "state": "perdu"}).status_code == 422
    assert client.get(DOOR).status_code == 302


def test_two_devices_tick_the_same_person_and_the_last_gesture_tells(clerk, people):
    one, other = people[0][0], people[1][0]
    assert send(clerk, tick("aaaaaaaa1", one, at=NOON + 60_000), now=NOON + 60_000).json["kept"] == ["aaaaaaaa1"]
    late = [tick("bbbbbbbb1", one, "absent", at=NOON - 600_000), tick("bbbbbbbb2", other)]
    assert send(clerk, *late, now=NOON + 60_000).json["kept"] == ["bbbbbbbb1", "bbbbbbbb2"]
    assert (states(clerk)[one], states(clerk)[other]) == ("here", "here")


def test_what_is_sent_again_is_kept_once_walk_ins_too(app, clerk, people):
    ticks = [
        tick("cccccccc1", people[0][0]),
        walk_in("cccccccc2", "  Lou \u202eKerbrat "),
        walk_in("cccccccc3", "Lou Kerbrat"),
    ]
    for _ in range(2):
        assert len(send(clerk, *ticks).json["kept"]) == 3
    found = clerk.get(f"{DOOR}.json").json
    assert [each["name"] for each in found["people"]].count("Lou Kerbrat") == 2
    assert found["counts"]["here"] == 3
    assert "Ce nom est deux fois dans la liste" in clerk.get(DOOR).text
    assert len(ticks_of(app)) == 3


def test_a_device_whose_clock_is_wrong_says_when_by_the_town_s(app, clerk, people):
    years = 3 * 365 * 86_400_000
    send(clerk, tick("dddddddd1", people[0][0], at=NOON + years - 120_000), now=NOON + years)
    (row,) = ticks_of(app)
    assert 119 <= (row.received_at - row.at).total_seconds() <= 125


def test_who_is_no_longer_in_the_list_is_told_and_the_others_are_kept(clerk, people):
    answer = send(clerk, tick("eeeeeeee1", 999_999), tick("eeeeeeee2", people[0][0])).json
    assert (answer["unknown"], answer["kept"]) == (["eeeeeeee1"], ["eeeeeeee2"])


ODD = (
    "[]",
    "{}",
    "not json",
    "[" * 90_000,
    json.dumps([tick("ffffffff1", 1, "winner")]),
    json.dumps([tick("x", 1)]),
    json.dumps([tick("ffffffff1", 10**30)]),
    json.dumps([tick("ffffffff1", 1, at=1e300)]),
    json.dumps([tick("ffffffff1", who=True)]),
    json.dumps([tick("ffffffff1", 1, "late")]),
    json.dumps([walk_in("ffffffff1", " \0 ")]),
    json.dumps([walk_in("ffffffff1", "a" * 9000, project="x")]),
)


def test_an_odd_sending_is_answered_in_words_and_nothing_of_it_is_kept(app, clerk):
    for odd in ODD:
        answer = send(clerk, ticks=odd)
        assert answer.status_code == 422, odd[:80]
        assert answer.json["error"]
    assert ticks_of(app) == []


def test_the_list_is_given_again_only_when_it_changed(clerk, people):
    first = clerk.get(f"{DOOR}.json")
    mark = {"If-None-Match": first.headers["ETag"]}
    assert clerk.get(f"{DOOR}.json", headers=mark).status_code == 304
    send(clerk, tick("gggggggg1", people[0][0]))
    assert clerk.get(f"{DOOR}.json", headers=mark).status_code == 200


def test_the_code_of_a_badge_leads_to_one_button_and_a_walk_in_is_added_without_script(app, clerk, people):
    with app.app_context():
        plenary = queries.plenary_of_year(YEAR)
        services.publish(services.build_programme(plenary, seconds=0.1))
        db.session.commit()
    token = people[0][1]
    page = clerk.get(f"/pleniere/{YEAR}/moi/{token}").text
    assert "Pointer\u00a0: cette personne est là" in page
    assert f"jeton={token}" in page
    assert clerk.get(f"{DOOR}?jeton={token}").text.count('class="arrival"') == 2  # their line, and the blank one
    form = clerk.get(DOOR).text
    key = re.search(r'name="key"[^>]*value="([^"]+)"', form)[1]
    data = {"csrf_token": csrf_token(clerk.get(DOOR).text), "name": "Maël", "project": "0", "key": key}
    for _ in range(2):
        clerk.post(f"{DOOR}/inattendu", data=data)
    assert [each["name"] for each in clerk.get(f"{DOOR}.json").json["people"]].count("Maël") == 1
    assert clerk.post(f"{DOOR}/inattendu", data={**data, "name": ""}).status_code == 422
