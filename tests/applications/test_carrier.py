"""The carrier's agreement: asked by mail, given on a page without an account, once; a “no” takes no project away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from grants.applications.models import Application, CarrierRequest
from grants.applications.queries import application_named
from grants.db import db
from tests.accounts.people import link_in, post, press
from tests.applications.conftest import WHOLE
from tests.applications.test_together import take_in
from tests.conftest import csrf_token

ANA, CENTRE = "ana@example.org", "centre@example.org"
CARRIED = {"rna": "", "carrier": "Le Centre social", "carrier_email": CENTRE}
WHO = {"name": "Yann Le Bihan", "role": "président"}


@pytest.fixture
def carried(app, writer):
    """Return who sent the file of a carried group."""
    take_in(app, writer, **CARRIED)
    return writer


def answer(app, outbox, button="yes", **data):
    return press(app.test_client(), link_in(outbox.last_to(CENTRE), "porter"), **{**WHO, "answer": button, **data})


def events(app, hand):
    with app.app_context():
        return [(each.kind, each.actor) for each in application_named(hand.public_id).events]


def test_a_carried_group_is_received_and_its_carrier_is_asked(app, carried, stored, outbox):
    assert stored(carried).state == "receivable"
    page = app.test_client().get(link_in(outbox.last_to(CENTRE), "porter")).text
    for words in ("Les Voisins d’à côté", "Le Centre social", "Un banc, une histoire", "engagement républicain"):
        assert words in page
    assert "Il manque l’accord" in carried.client.get(carried.home).text


def test_opening_the_link_answers_nothing(app, carried, outbox):
    del carried
    for method in ("GET", "HEAD", "OPTIONS"):
        app.test_client().open(link_in(outbox.last_to(CENTRE), "porter"), method=method)
    with app.app_context():
        assert [each.answer for each in db.session.query(CarrierRequest)] == [""]


def test_a_yes_is_noted_with_who_said_it_and_told(app, carried, outbox, stored, signed_in):
    reply = answer(app, outbox, words="Avec plaisir")
    assert "Vous portez ce projet" in app.test_client().get(reply.location).text
    assert stored(carried).state == "receivable"
    assert ("carrier_yes", CENTRE) in events(app, carried)
    told = outbox.last_to(ANA)
    assert "porte votre projet" in told.subject
    assert "Avec plaisir" in told.text
    page = carried.client.get(carried.home).text
    assert "a donné son accord" in page
    assert "Yann Le Bihan" in page
    desk = signed_in("clerk@example.org", "staff")
    assert "Yann Le Bihan" in desk.get(f"/gestion{carried.home}").text
    assert "attend l’accord" not in desk.get("/gestion/").text


def test_a_no_keeps_the_project_and_asks_for_another_carrier(app, carried, outbox, stored, signed_in):
    answer(app, outbox, "no", words="Nous n’avons plus de trésorière")
    file = stored(carried)
    assert (file.state, file.project.public_since is not None) == ("to_complete", True)
    page = carried.client.get(carried.home).text
    assert "ne porte pas ce projet" in page
    assert "Nous n’avons plus de trésorière" in page
    assert "attend l’accord" in signed_in("clerk@example.org", "staff").get("/gestion/").text
    take_in(app, carried, **{**CARRIED, "carrier": "Une autre", "carrier_email": "autre@example.org"})
    again = stored(carried)
    assert (again.state, again.association.name, again.project.id) == ("receivable", "Une autre", file.project.id)
    assert "porter/" in outbox.last_to("autre@example.org").text


def test_the_same_carrier_after_a_no_leaves_the_file_to_complete(app, carried, outbox, stored):
    answer(app, outbox, "no")
    take_in(app, carried, **CARRIED)
    assert stored(carried).state == "to_complete"


def test_a_link_dies_when_the_file_names_another_carrier_or_is_voted(app, carried, outbox):
    link = link_in(outbox.last_to(CENTRE), "porter")
    for changes, status in (({"state": "voted"}, 404), ({"state": "receivable"}, 200)):
        with app.app_context():
            db.session.query(Application).update(changes)
            db.session.commit()
        assert app.test_client().get(link).status_code == status
    with app.app_context():
        file = application_named(carried.public_id)
        file.answers = {**file.answers, "carrier_email": "autre@example.org"}
        db.session.commit()
    assert app.test_client().get(link).status_code == 404


def test_sixteen_answers_by_one_link_are_one_answer(app, carried, outbox):
    link = link_in(outbox.last_to(CENTRE), "porter")

    def say(_number):
        browser = app.test_client()
        page = browser.get(link)
        if 'name="csrf_token"' not in page.text:
            return 404
        return browser.post(link, data={"csrf_token": csrf_token(page.text), "answer": "yes", **WHO}).status_code

    with ThreadPoolExecutor(16) as hands:
        assert sorted(hands.map(say, range(16))) == [302] + [404] * 15
    assert [kind for kind, _ in events(app, carried)].count("carrier_yes") == 1


def test_the_carrier_is_asked_already_from_the_draft_and_not_too_often(app, writer, outbox):
    writer.write("association", {**WHOLE["association"], **CARRIED})
    people = f"{writer.home}/personnes"
    for _ in range(4):
        answered = post(writer.client, people, f"{writer.home}/porteur")
    assert "Recommencez demain" in writer.client.get(answered.location.partition("#")[0]).text
    asked = [mail for mail in outbox.all() if mail.recipient == CENTRE]
    assert len(asked) == 3
    assert app.test_client().get(link_in(asked[0], "porter")).status_code == 200
    answer(app, outbox)
    take_in(app, writer, **CARRIED)
    assert len([mail for mail in outbox.all() if mail.recipient == CENTRE]) == 3


def test_who_answers_gives_name_and_role(app, carried, outbox):
    reply = answer(app, outbox, name="", role="")
    assert reply.status_code == 422
    assert "Écrivez votre nom" in reply.text
    assert ("carrier_yes", CENTRE) not in events(app, carried)


def test_naming_a_carrier_makes_nobody_act_for_it(app, carried):
    with app.app_context():
        assert application_named(carried.public_id).association.memberships == []
    assert "Mes associations" not in carried.client.get("/mon-espace").text


def test_a_stranger_asks_no_carrier(carried, signed_in):
    eve = signed_in("eve@example.org")
    assert post(eve, "/connexion", f"{carried.home}/porteur").status_code == 404
