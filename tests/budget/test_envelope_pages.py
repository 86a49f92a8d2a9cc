"""The envelopes through their pages: opened, described by two clerks at once, given back, closed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from grants.accounts.models import Person
from grants.applications.models import Application
from grants.budget import queries, services
from grants.budget.models import Envelope
from grants.budget.services import Note
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.ledger import Kind

pytestmark = pytest.mark.one_database

DESK = "/gestion/budget/2026/enveloppes"
TYPED = {"name": "Fondation du port", "funder": "Fondation", "account": "65748", "chapter": "65"}


@pytest.fixture
def clerk(files, signed_in):
    assert files
    return signed_in("agent@port-leon.example", "staff")


def plain(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).replace("\u00a0", " ").replace("\u202f", " ").split())


def opened(page):
    """Return what the form of a page would send as it stands."""
    return dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text))


def envelopes(app):
    with app.app_context():
        return {each.name: each.id for each in db.session.query(Envelope)}


def person():
    return db.session.query(Person).first()


def award_of(number):
    return queries.award_of(call_of_year(2026), f"2026-{number:04}").id


def act(app, verb, *arguments):
    """Have another clerk act meanwhile."""
    with app.app_context():
        verb(*arguments)
        db.session.commit()


def test_an_envelope_in_kind_is_opened_listed_apart_and_leaves_as_a_sheet(clerk, post_form):
    typed = {**opened(clerk.get(f"{DESK}/nouvelle")), **TYPED, "kind": "in_kind", "earmark": "none", "cents": "1 500"}
    answer = post_form(clerk, f"{DESK}/nouvelle", typed)
    assert (answer.status_code, answer.location) == (302, DESK)
    page = plain(clerk.get(DESK))
    assert page.index("Les aides en nature") < page.index("Fondation du port") < page.index("1 500,00 €")
    public = plain(clerk.get("/budget/2026"))
    assert "15 000,00 €" in public
    assert "16 500,00 €" not in public
    sheet = clerk.get(f"{DESK}/enveloppes.csv")
    assert "Fondation du port" in sheet.text
    assert "aide en nature" in sheet.text


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "", "Donnez un nom"),
        ("account", "compte", "comme 65748"),
        ("chapter", "", "comme 65"),
        ("cents", "beaucoup", "Écrivez une somme"),
        ("cents", "-5", "négative"),
        ("cents", "0", "au-dessus de zéro"),
    ],
)
def test_what_cannot_stand_is_said_and_all_that_was_typed_is_there(clerk, post_form, field, typed, told):
    data = {
        **opened(clerk.get(f"{DESK}/nouvelle")),
        **TYPED,
        "kind": "money",
        "earmark": "none",
        "cents": "10",
        field: typed,
    }
    answer = post_form(clerk, f"{DESK}/nouvelle", data)
    assert answer.status_code == 422
    assert told in answer.text.replace("\u00a0", " ")
    assert 'value="Fondation"' in answer.text


def test_of_two_clerks_at_once_the_second_sees_both_versions_and_loses_nothing(app, clerk, post_form):
    number = envelopes(app)["Crédits de la ville"]
    address = f"{DESK}/{number}"
    second = opened(clerk.get(address))
    first = {**second, "funder": "Ville et port"}
    assert post_form(clerk, address, first).status_code == 302
    answer = post_form(clerk, address, {**second, "funder": "Métropole", "chapter": "011"})
    assert answer.status_code == 422
    text = plain(answer)
    assert "Un autre agent a changé" in text
    for words in ("Ville de Port-Léon", "Ville et port", "Métropole"):
        assert words in text
    again = opened(answer)
    assert (again["funder"], again["chapter"]) == ("Métropole", "011")
    assert post_form(clerk, address, again).status_code == 302
    with app.app_context():
        assert db.session.get(Envelope, number).funder == "Métropole"


def test_a_clerk_who_saw_other_figures_is_shown_them_before_acting(app, clerk, post_form):
    number = envelopes(app)["Crédits de la ville"]
    address = "/gestion/budget/2026/credits"
    typed = {**opened(clerk.get(address)), "envelope": number, "way": "take", "cents": "1 000", "reason": "DM"}
    act(app, services.amend, number, -200_000, "person:9", Note(reason="Avant"))
    answer = post_form(clerk, address, typed)
    assert answer.status_code == 422
    text = plain(answer)
    assert "Les chiffres ont changé" in text
    assert "10 000,00 € 8 000,00 €" in text
    assert opened(answer)["cents"] == "1 000"
    assert post_form(clerk, address, {**typed, **opened(answer), "way": "take"}).status_code == 302
    with app.app_context():
        assert db.session.get(Envelope, number).allocated_cents == 700_000


def test_of_two_clerks_who_pay_one_file_the_second_sees_what_the_first_did(app, clerk, post_form, files):
    with app.app_context():
        call = call_of_year(2026)
        amounts = {files[1]: 200_000, files[2]: 100_000}
        services.record_vote(call, services.Vote("1", date(2026, 11, 20), amounts), person())
        db.session.commit()
    address = "/gestion/budget/2026/dossiers/2026-0001"
    typed = {**opened(clerk.get(address)), "kind": "payment_order", "cents": "500"}
    with app.app_context():
        services.move_award(Kind.PAYMENT_ORDER, award_of(2), 5_000, person(), Note())
        services.move_award(Kind.PAYMENT_ORDER, award_of(1), 150_000, person(), Note())
        db.session.commit()
    answer = post_form(clerk, address, typed)
    assert answer.status_code == 422
    assert "Mandaté 0,00 € 1 500,00 €" in plain(answer)
    assert post_form(clerk, address, {**typed, **opened(answer), "kind": "payment_order"}).status_code == 302
    assert "2 000,00 €" in plain(clerk.get(address))


def test_help_in_kind_is_released_from_the_page_of_its_file(app, clerk, post_form, files):
    with app.app_context():
        call = call_of_year(2026)
        kind = services.NewEnvelope(services.EnvelopeWords("Prêts"), 50_000, kind="in_kind")
        services.open_envelope(call, kind, "command", Note())
        db.session.get(Application, files[1]).in_kind_cents = 20_000
        services.record_vote(call, services.Vote("1", date(2026, 11, 20), {files[1]: 200_000}), person())
        db.session.commit()
    assert "Aide en nature, comptée à part" in plain(clerk.get("/gestion/budget/2026/dossiers/2026-0001"))
    for page in ("/budget/2026", "/gestion/budget/2026"):
        assert "Prêts 500,00 € 200,00 € 200,00 € 300,00 €" in plain(clerk.get(page))
    address = "/gestion/budget/2026/dossiers/2026-0001/nature"
    answer = post_form(clerk, address, {**opened(clerk.get(address)), "cents": "201", "reason": "Salle prise"})
    assert answer.status_code == 422
    assert "il reste 200,00 €" in plain(answer)
    assert opened(answer)["reason"] == "Salle prise"
    assert post_form(clerk, address, {**opened(answer), "cents": "150"}).status_code == 302
    assert "50,00 €" in plain(clerk.get(address))
    assert clerk.get("/gestion/budget/2026/dossiers/2026-0002/nature").status_code == 404


def test_figures_that_came_back_stop_nobody(app, clerk, post_form):
    number = envelopes(app)["Crédits de la ville"]
    address = "/gestion/budget/2026/credits"
    typed = {**opened(clerk.get(address)), "envelope": number, "way": "add", "cents": "1", "reason": "DM"}
    for cents in (-200, 200):
        act(app, services.amend, number, cents, "person:9", Note(reason="Avant"))
    assert post_form(clerk, address, typed).status_code == 302


def test_a_funder_withdraws_and_an_envelope_in_use_is_kept_with_the_figure(app, clerk, post_form, files):
    number = envelopes(app)["Politique de la ville"]
    with app.app_context():
        call = call_of_year(2026)
        vote = services.Vote("1", date(2026, 11, 20), {files[6]: 200_000})
        services.record_vote(call, vote, db.session.query(Person).first())
        db.session.commit()
    page = clerk.get(f"{DESK}/{number}/retrait")
    assert "3 000,00 €" in plain(page)
    answer = post_form(clerk, f"{DESK}/{number}/retrait", {**opened(page), "reason": "La préfecture se retire"})
    assert answer.status_code == 302
    page = clerk.get(f"{DESK}/{number}/fermer")
    answer = post_form(clerk, f"{DESK}/{number}/fermer", {**opened(page), "reason": "Fin"})
    assert answer.status_code == 422
    assert "2 000,00 € y sont engagés" in plain(answer)
    other = envelopes(app)["Crédits de la ville"]
    assert (
        "motif"
        in plain(post_form(clerk, f"{DESK}/{other}/fermer", opened(clerk.get(f"{DESK}/{other}/fermer")))).lower()
    )
    closed = {**opened(clerk.get(f"{DESK}/{other}/fermer")), "reason": "Plus de crédits"}
    assert post_form(clerk, f"{DESK}/{other}/fermer", closed).status_code == 302
    assert "Fermées" in plain(clerk.get(DESK))
    with app.app_context():
        assert [each.id for each in queries.envelopes_of(call_of_year(2026))] == [number]
