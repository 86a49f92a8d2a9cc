"""Staff open a call by copying the last one; everybody reads its calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from flask_babel import force_locale

from grants.audit import AuditEntry
from grants.calls.forms import write_day
from grants.calls.queries import call_of_year, last_call, newest_call, year_on_show
from grants.db import db, now
from tests.town import make_call

TYPED = {
    "year": "2027",
    "title": "Appel à envie de faire 2027",
    "introduction": "Bienvenue à toutes les envies.",
    "cap": "2 300 €",
    "opens_on": "1er juin 2027",
    "closes_on": "15/09/2027",
    "complete_by": "10/10/2027",
    "settle_on": "20.10.27",
    "council_on": "2027-12-02",
    "notify_by": "15 décembre 2027",
    "pay_by": "13/02/2028",
    "plenary_on": "29/01/2028",
    "report_by": "30/06/2029",
}
NEW = "/gestion/appels/nouveau"


@pytest.fixture
def staff(app, signed_in):
    """Return a client of the town's staff, one call of 2026 being there."""
    with app.app_context():
        make_call(introduction="Présentation de 2026")
        db.session.commit()
    return signed_in("desk@example.org", "staff")


def test_the_form_proposes_the_last_call_a_year_later(staff):
    page = staff.get(NEW).text
    for value in ("Appel à envie de faire 2027", "01/06/2027", "15/09/2027", "13/02/2028", "Présentation de 2026"):
        assert value in page


def test_a_call_is_opened_with_dates_as_people_type_them(staff, app, post_form):
    answer = post_form(staff, NEW, TYPED)
    assert (answer.status_code, answer.location) == (302, "/appels/2027")
    with app.app_context():
        call = call_of_year(2027)
        assert (call.opens_on, call.council_on, call.cap_cents) == (date(2027, 6, 1), date(2027, 12, 2), 230_000)
        assert (call.scheme, call.territory) == ("envie-de-faire", "port-leon")
    page = staff.get("/appels/2027").text
    for words in (
        "du 1er juin 2027 au 15 septembre 2027",
        "Note envoyée aux élus",
        "26 novembre 2027",
        "29 janvier 2028",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("closes_on", "31/02/2027", "Le 31/2/2027 n’existe pas dans le calendrier."),
        ("closes_on", "bientôt", "Écrivez une date comme 15/09/2026"),
        ("closes_on", "", "Écrivez une date comme 15/09/2026"),
        ("closes_on", "\x00", "Écrivez une date comme 15/09/2026"),
        ("closes_on", "🎉" * 3000, "Écrivez une date comme 15/09/2026"),
        ("closes_on", "15/09/9999", "est trop loin"),
        ("council_on", "01/09/2027", "Cette date vient avant « Calcul du plafond commun » (20 octobre 2027)."),
        ("pay_by", "01/06/2028", "soixante jours"),
        ("report_by", "01/07/2029", "six mois après"),
        ("cap", "-5", "Une somme ne peut pas être négative."),
        ("cap", "0", "Le plafond est une somme au-dessus de zéro."),
        ("cap", "beaucoup", "Écrivez une somme"),
        ("cap", "9" * 400, "trop grande"),
        ("title", "", "Écrivez un titre."),
        ("title", "x" * 5000, "140"),
        ("year", "abc", ""),
        ("year", "99999999999999999999", "Écrivez une année comme 2026."),
        ("year", "2026", "Un appel existe déjà pour 2026."),
    ],
)
def test_what_cannot_stand_is_told_and_nothing_typed_is_lost(staff, post_form, field, typed, told):
    answer = post_form(staff, NEW, {**TYPED, field: typed})
    assert answer.status_code == 400
    text = answer.text.replace("\u00a0", " ")
    assert told in text
    assert "Bienvenue à toutes les envies." in text
    assert staff.get("/appels/2027").status_code == 404


def test_control_signs_never_reach_the_database(staff, app, post_form):
    post_form(staff, NEW, {**TYPED, "title": "Appel\x00 2027", "introduction": "Un\x00 deux"})
    with app.app_context():
        assert call_of_year(2027).title == "Appel 2027"


def test_two_clicks_open_one_call(staff, app, post_form):
    post_form(staff, NEW, TYPED)
    assert post_form(staff, NEW, TYPED).status_code == 400
    with app.app_context():
        assert call_of_year(2027) is not None


def test_staff_change_the_dates_of_a_call(staff, app, post_form):
    page = "/gestion/appels/2026"
    assert "Présentation de 2026" in staff.get(page).text
    dates = {name: value.replace("2028", "2027").replace("2029", "2028") for name, value in TYPED.items()}
    typed = {
        **dates,
        "year": "2026",
        **{
            name: dates[name].replace("2027", "2026")
            for name in dates
            if name not in {"pay_by", "plenary_on", "report_by"}
        },
    }
    typed["settle_on"] = "21/10/2026"
    answer = post_form(staff, page, typed)
    assert answer.status_code == 302, answer.text
    with app.app_context():
        assert call_of_year(2026).settle_on == date(2026, 10, 21)


def typed_of(staff, page):
    """Return the form of a call as it stands."""
    found = re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', staff.get(page).text)
    return {name: unescape(value) for name, value in found if name != "late_files_welcome"}


@pytest.mark.parametrize(
    ("closes", "wanted", "told"),
    [
        (-3, +4, "est clos depuis le"),
        (-3, -9, "est clos depuis le"),
        (0, -1, "est déjà passé"),
        (0, 3, ""),
        (-3, -3, ""),
    ],
)
def test_a_deadline_no_longer_moves_once_the_call_is_closed(app, signed_in, post_form, closes, wanted, told):  # noqa: PLR0913, PLR0917 - a table of cases
    today = now().astimezone(ZoneInfo("Europe/Paris")).date()
    days = {name: today + timedelta(days=shift) for name, shift in (
        ("opens_on", -30), ("closes_on", closes), ("complete_by", 9), ("settle_on", 9), ("council_on", 20),
        ("notify_by", 25), ("pay_by", 30), ("plenary_on", 40), ("report_by", 60),
    )}  # fmt: skip
    with app.app_context():
        make_call(**days)
        db.session.commit()
    staff, page = signed_in("desk@example.org", "staff"), "/gestion/appels/2026"
    moved = {"closes_on": (today + timedelta(days=wanted)).isoformat(), "title": "Un autre titre"}
    answer = post_form(staff, page, {**typed_of(staff, page), **moved})
    assert answer.status_code == (400 if told else 302)
    assert told in answer.text.replace("\u00a0", " ")
    with app.app_context():
        assert (call_of_year(2026).title == "Un autre titre") is not bool(told)
        acts = [(each.act, each.details["after"].get("title")) for each in db.session.query(AuditEntry)]
    assert acts == ([] if told else [("call_changed", "Un autre titre")])


def test_a_call_prepared_long_before_it_opens_does_not_take_the_place_of_the_one_under_way(staff, app, post_form):
    ahead = {
        "year": "2190",
        "title": "Appel à envie de faire 2190",
        "opens_on": "1er juin 2190",
        "closes_on": "15/09/2190",
        "complete_by": "10/10/2190",
        "settle_on": "20/10/2190",
        "council_on": "02/12/2190",
        "notify_by": "15/12/2190",
        "pay_by": "13/02/2191",
        "plenary_on": "29/01/2191",
        "report_by": "30/06/2192",
    }
    assert post_form(staff, NEW, {**TYPED, **ahead}).location == "/appels/2190"
    with app.app_context():
        assert (last_call().year, year_on_show(), newest_call().year) == (2026, 2026, 2190)
    assert "/appels/2026" in staff.get("/aide").text
    assert "<h2>Appel à envie de faire 2026</h2>" in staff.get("/gestion/").text


def test_english_days_put_the_day_first(app):
    with app.test_request_context(), force_locale("en"):
        assert write_day(date(2026, 11, 2), "long") == "2 November 2026"
        assert write_day(date(2026, 11, 2), "short") == "02/11/2026"


def test_only_staff_open_calls(client, signed_in):
    assert client.get(NEW).status_code in {302, 303}
    assert signed_in("ana@example.org").get(NEW).status_code == 403


def test_a_first_call_can_be_opened_in_an_empty_town(signed_in, post_form):
    staff = signed_in("desk@example.org", "staff")
    assert post_form(staff, NEW, TYPED).status_code == 302


def test_an_imported_year_has_a_page_and_no_desk(app, client, signed_in):
    with app.app_context():
        make_call(2017, imported=True, scheme="subventions", territory="poitiers")
        db.session.commit()
    assert "Ville de Poitiers" in client.get("/appels/2017").text
    assert signed_in("desk@example.org", "staff").get("/gestion/appels/2017").status_code == 404


@pytest.mark.parametrize(
    ("opens", "closes", "late", "told", "button"),
    [
        (+9, +90, False, "L’appel ouvre le", "Préparer un projet"),
        (-9, +9, False, "inclus", "Proposer un projet"),
        (-90, -9, True, "encore le bienvenu", "Proposer un projet"),
        (-90, -9, False, "Une envie pour la suite", ""),
    ],
)
def test_the_calls_page_says_what_differs_before_during_and_after(  # noqa: PLR0913, PLR0917 - a table of cases
    app, client, opens, closes, late, told, button
):
    with app.app_context():
        today = now().date()
        days = {"opens_on": today + timedelta(days=opens), "closes_on": today + timedelta(days=closes)}
        make_call(late_files_welcome=late, **days)
        db.session.commit()
    page = client.get("/appels/2026").text
    assert told in page
    assert ("/appels/2026/proposer" in page) == bool(button)
    assert button in page


def test_the_calls_page_answers_six_questions_and_gives_a_phone(app, client):
    with app.app_context():
        make_call()
        db.session.commit()
    page = client.get("/appels/2026").text
    for words in ("Qui peut proposer", "Combien", "Quand", "sera demandé", "Ce que devient", "Qui appeler"):
        assert f"<h2>{words}" in page.replace("<h2>Ce qui sera", "<h2>sera")
    assert 'href="tel:0298000000"' in page
