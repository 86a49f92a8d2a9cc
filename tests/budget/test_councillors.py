"""The councillors' register: interests begin and end, nothing is taken off, and each file knows who stays out."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from grants.budget import queries, services
from grants.budget.models import Councillor, Interest, RegisterLine
from grants.budget.services import Mandate, Stake
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.interests import folded, overlaps
from tests.budget.test_pages import hidden, text_of

pytestmark = pytest.mark.one_database

REGISTER = "/gestion/elus"


@pytest.fixture
def clerk(files, signed_in):
    assert files
    return signed_in("agent@port-leon.example", "staff")


def add(client, name="Anne Le Goff", since="05/07/2026", until=""):
    fields = hidden(client.get(REGISTER)) | {"name": name, "since": since, "until": until}
    return client.post(REGISTER, data=fields, follow_redirects=True)


def form_of(page, action):
    return hidden(page, re.escape(action))


def tie(client, number, **typed):
    action = f"{REGISTER}/{number}/interets"
    fields = {"association": "Les Amis n° 2", "role": "trésorière", "since": "", "until": "", "note": ""} | typed
    sent = form_of(client.get(f"{REGISTER}/{number}"), action) | {f"lien-{key}": text for key, text in fields.items()}
    return client.post(action, data=sent, follow_redirects=True)


def end(client, number, interest, day):
    action = f"{REGISTER}/{number}/interets/{interest}"
    sent = form_of(client.get(f"{REGISTER}/{number}"), action) | {f"end{interest}-until": day}
    return client.post(action, data=sent, follow_redirects=True)


def test_an_interest_keeps_a_councillor_out_of_the_files_it_concerns(app, clerk):
    assert "C’est noté" in text_of(add(clerk))
    assert "C’est noté" in text_of(tie(clerk, 1))
    said = text_of(clerk.get("/gestion/budget/2026/elus"))
    assert "Anne Le Goff ( trésorière )" in re.sub(r"\s+", " ", said)
    assert "2026-0002" in said
    assert "2026-0003" not in said
    with app.app_context():
        call = call_of_year(2026)
        found = queries.ties_of(call, call.council_on)
        assert [len(ties) for ties in found.values()] == [0, 1, 0, 0, 0, 0]


def test_an_interest_ends_and_stays_in_the_history(app, clerk):
    add(clerk)
    tie(clerk, 1, since="01/01/2020")
    assert "C’est noté" in text_of(end(clerk, 1, 1, "10/09/2026"))
    said = text_of(clerk.get(f"{REGISTER}/1"))
    assert "Lien terminé le 10/09/2026" in said
    assert "agent@port-leon.example" in said
    with app.app_context():
        assert db.session.query(Interest).count() == 1
        assert db.session.query(RegisterLine).count() == 3
        call = call_of_year(2026)
        assert not any(queries.ties_of(call, call.council_on).values())  # over before the files were prepared


@pytest.mark.parametrize("until", ["15/09/2026", "07/12/2026", "01/01/2030"])
def test_an_interest_that_lasted_into_the_preparation_counts(app, clerk, until):
    add(clerk)
    tie(clerk, 1, until=until)
    with app.app_context():
        call = call_of_year(2026)
        assert any(queries.ties_of(call, call.council_on).values())


def test_who_left_the_council_is_not_named(app, clerk):
    add(clerk, until="01/12/2026")
    tie(clerk, 1)
    with app.app_context():
        call = call_of_year(2026)
        assert not any(queries.ties_of(call, call.council_on).values())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Écrivez le nom de l’élu·e."),
        ({"name": "x" * 500}, "Écrivez au plus 200 signes."),
        ({"since": ""}, "Écrivez la date du début du mandat."),
        ({"since": "31/02/2026"}, "Le 31/2/2026 n’existe pas dans le calendrier."),
        ({"until": "hier"}, "Écrivez une date comme"),
        ({"until": "01/01/2020"}, "Un mandat ne peut pas finir avant d’avoir commencé"),
    ],
)
def test_a_mandate_that_cannot_stand_comes_back_with_a_sentence(app, clerk, typed, sentence):
    answer = add(clerk, **typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    for text in typed.values():
        assert f'value="{html.escape(text)}"' in answer.text
    with app.app_context():
        assert db.session.query(Councillor).count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"association": " "}, "Écrivez le nom de l’association."),
        ({"role": ""}, "Dites à quel titre"),
        ({"since": "02/01/2026", "until": "01/01/2026"}, "Un lien ne peut pas finir avant d’avoir commencé"),
        ({"note": "x" * 600}, "Écrivez au plus 500 signes."),
        ({"association": "LES AMIS N° 2"}, "est déjà noté pour cette période"),
    ],
)
def test_an_interest_that_cannot_stand_comes_back_with_a_sentence(app, clerk, typed, sentence):
    add(clerk)
    tie(clerk, 1)
    answer = tie(clerk, 1, **typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    with app.app_context():
        assert db.session.query(Interest).count() == 1


def test_an_interest_ends_once_and_after_it_began(clerk):
    add(clerk)
    tie(clerk, 1, since="01/01/2026")
    action = f"{REGISTER}/1/interets/1"
    open_page = form_of(clerk.get(f"{REGISTER}/1"), action)
    assert "ne peut pas finir avant" in text_of(end(clerk, 1, 1, "31/12/2025"))
    assert "C’est noté" in text_of(end(clerk, 1, 1, "01/06/2026"))
    answer = clerk.post(action, data=open_page | {"end1-until": "02/06/2026"})
    assert answer.status_code == 422
    assert "déjà noté comme terminé le 1 juin 2026" in text_of(answer)


def test_a_form_sent_twice_adds_once(app, clerk):
    sent = hidden(clerk.get(REGISTER)) | {"name": "Anne Le Goff", "since": "05/07/2026", "until": ""}
    clerk.post(REGISTER, data=sent)
    assert "C’était déjà fait" in text_of(clerk.post(REGISTER, data=sent, follow_redirects=True))
    with app.app_context():
        assert db.session.query(Councillor).count() == 1


def test_the_second_clerk_sees_both_versions(clerk, signed_in):
    add(clerk)
    other = signed_in("autre@port-leon.example", "staff")
    page = f"{REGISTER}/1"
    mine = form_of(clerk.get(page), page) | {"name": "Anne Le Goff-Kermeur", "since": "05/07/2026", "until": ""}
    theirs = form_of(other.get(page), page) | {"name": "Anne Legoff", "since": "05/07/2026", "until": ""}
    assert other.post(page, data=theirs).status_code == 302
    answer = clerk.post(page, data=mine)
    assert answer.status_code == 422
    said = text_of(answer)
    assert "autre@port-leon.example vient de changer cette fiche" in said
    assert "Anne Legoff" in said
    assert 'value="Anne Le Goff-Kermeur"' in answer.text
    again = form_of(answer, page) | {"name": "Anne Le Goff-Kermeur", "since": "05/07/2026", "until": ""}
    assert clerk.post(page, data=again).status_code == 302
    assert "Fiche corrigée" in text_of(clerk.get(page))


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5000, "²"])
def test_a_tampered_count_of_lines_is_no_crash(clerk, seen):
    add(clerk)
    page = f"{REGISTER}/1"
    sent = form_of(clerk.get(page), page) | {"name": "Anne", "since": "05/07/2026", "seen": seen}
    assert clerk.post(page, data=sent).status_code == 422


def test_the_register_is_for_staff(client, signed_in):
    member = signed_in("ana@example.org")
    for address in (REGISTER, f"{REGISTER}/1", "/gestion/budget/2026/elus"):
        assert client.get(address).status_code == 302
        assert member.get(address).status_code == 403


def test_the_group_and_its_carrier_are_both_known(year):
    year.ask(1, 100_000)
    file = year.files["2026-0001"]
    file.answers = {"name": "Le Collectif", "carrier": "La Maison", "siret": "", "rna": ""}
    member = services.add_councillor(Mandate("Anne", year.call.opens_on), year.clerk)
    for name in ("la maison", "LE COLLECTIF", "Autre chose"):
        services.add_interest(member, Stake(name, "membre"), year.clerk)
    db.session.commit()
    assert [tie.association for tie in queries.ties_of(year.call, year.call.council_on)[file.id]] == [
        "la maison",
        "LE COLLECTIF",
    ]


def test_names_and_days_are_compared_as_people_do():
    assert folded("  L’École d’à-côté ") == folded("l'ECOLE D'A cote")
    assert overlaps(None, None, date(2026, 1, 1), date(2026, 1, 1))
    assert not overlaps(date(2026, 1, 2), None, date(2026, 1, 1), date(2026, 1, 1))
    assert not overlaps(None, date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 1))
