"""The clock of the evening: one hand at a time, several screens that show the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine

from grants.db import db
from grants.plenary import services
from grants.plenary.queries.day import stage_of
from tests.conftest import csrf_token
from tests.plenary.evening import YEAR, a_town

DAY, SCREEN = f"/gestion/pleniere/{YEAR}/jour", f"/pleniere/{YEAR}/ecran"
START = datetime(2027, 1, 30, 12, 45, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def evening(app, clock):
    del clock
    with app.app_context():
        plenary = services.prepare(a_town(copies=2))
        services.publish(services.build_programme(plenary, seconds=0.1))
        stage = stage_of(plenary)
        db.session.commit()
        return stage


@pytest.fixture
def clerk(evening, signed_in):
    del evening
    return signed_in("greffe@example.org", "staff")


def press(client, act, change, **more):
    data = {"csrf_token": csrf_token(client.get(DAY).text), "act": act, "change": change, **more}
    return client.post(f"{DAY}/horloge", data=data, follow_redirects=True)


def place_of(stage, **facts):
    return next(
        number
        for number, moment in enumerate(stage.moments)
        if all(getattr(moment, name) == value for name, value in facts.items())
    )


def shown(client, address=SCREEN):
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).text).split())


def test_before_the_evening_the_screen_welcomes_and_says_who_sits_where_first(client, evening):
    assert evening.moments
    page = shown(client)
    assert "La plénière commence bientôt" in page
    assert "Qui est où, tour 1" in page
    assert "Ensuite, à 13 h 45" in page


def test_a_round_counts_down_warns_pauses_and_lasts_longer_on_every_device(client, clerk, evening, clock):
    place = place_of(evening, round=1)
    before = client.get(f"/pleniere/{YEAR}/maintenant.json").json
    press(clerk, "go", 0, number=place)
    after = client.get(f"/pleniere/{YEAR}/maintenant.json").json
    assert (before["mark"], after["mark"]) == ("0.1", "1.1")
    assert after["now"] == 1000 * int(START.timestamp())
    assert "Tour de tables 1" in shown(client)
    assert "20:00" in shown(client)
    clock.shift(18 * 60 + 1)
    assert "1:59 plus que deux minutes" in shown(client)
    press(clerk, "shift", 1, step=5)
    assert "6:59" in shown(client)
    press(clerk, "pause", 2)
    clock.shift(3600)
    assert "6:59 en pause" in shown(client)
    press(clerk, "resume", 3)
    assert "6:59" in shown(client)
    clock.shift(600)
    assert "c’est fini" in shown(client)


def test_a_second_hand_that_saw_an_older_clock_does_not_move_it_on(clerk):
    press(clerk, "go", 0, number=0)
    answer = press(clerk, "go", 0, number=1)
    assert "Quelqu’un d’autre vient d’avancer la soirée" in answer.text
    assert "Ce moment n’est pas dans le déroulé" in press(clerk, "go", 1, number=900).text
    assert "Ce n’est pas le moment des présentations" in press(clerk, "speak", 1, room=1, step=1).text
    assert "Ce bouton n’est pas complet" in press(clerk, "fly", 1).text


def test_presentations_have_their_own_time_and_say_who_comes_next(client, clerk, evening, clock):
    place = place_of(evening, kind="presentations")
    press(clerk, "go", 0, number=place)
    assert "à vous dans un instant" in shown(client)
    press(clerk, "speak", 1, room=1, step=1)
    assert "Présentation 1 sur" in shown(client)
    assert "1:15" in shown(client)
    clock.shift(65)
    assert "0:10 on conclut" in shown(client)
    press(clerk, "speak", 2, room=1, step=1)
    page = shown(client)
    assert "Présentation 2 sur" in page
    assert "1:15" in page
    assert "Puis :" in page


def test_what_follows_is_told_at_the_hour_it_will_really_begin(clerk, evening, clock):
    place = place_of(evening, round=1)
    planned = evening.plan[place][0]
    clock.move_to(planned)
    clock.shift(600)
    press(clerk, "go", 0, number=place)
    hours = re.findall(r"<time>([^<]+)</time>", clerk.get(DAY).text)
    minutes = [60 * int(hour.split("\u00a0")[0]) + int(hour.split("\u00a0")[2]) for hour in hours]
    following = evening.plan[place + 1][0]
    assert minutes[place + 1] == 60 * following.hour + following.minute + 10


def test_before_a_programme_is_published_there_is_no_screen_and_the_desk_says_why(app, client, signed_in):
    with app.app_context():
        services.prepare(a_town())
        db.session.commit()
    assert client.get(SCREEN).status_code == 404
    assert "Publiez d’abord un programme" in signed_in("greffe@example.org", "staff").get(DAY).text
