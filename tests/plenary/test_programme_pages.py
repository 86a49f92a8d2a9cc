"""The programmes of an evening, as staff look for them, compare, change and publish them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from grants.audit import AuditEntry
from grants.db import db
from grants.plenary import queries, services
from grants.plenary.models import Demand, Participant, Search, Veto
from grants.sheets import ENDINGS
from tests.plenary.evening import YEAR, a_call, a_town

pytestmark = pytest.mark.one_database

DESK = f"/gestion/pleniere/{YEAR}"
PAGE = f"{DESK}/programmes"
ASKED = {"seconds": "1", "seed": "3", "wanted": "1", "once": "c" * 22}


@pytest.fixture
def staff(app, signed_in):
    """Return a clerk, beside an evening of two versions of which the first is published."""
    with app.app_context():
        plenary = services.prepare(a_town(copies=2))
        plenary.fewest_seats = plenary.most_seats = 4
        for seed in (1, 2):
            made = services.build_programme(plenary, seconds=0.03, seed=seed)
            if seed == 1:
                services.publish(made)
        db.session.commit()
    return signed_in("staff@example.org", "staff")


def seats_of(app, version):
    with app.app_context():
        made = queries.programme_of(queries.plenary_of_year(YEAR), version)
        return {(seat.round, seat.participant_id): seat.table for seat in made.seats}


def test_a_search_is_followed_and_found_again(app, staff, post_form):
    answer = post_form(staff, PAGE, {**ASKED, "wanted": "2"}, f"{DESK}/programme")
    page = staff.get(answer.location).text
    assert "2 sur 2" in page
    assert "version=3&amp;version=4" in page
    again = post_form(staff, PAGE, {**ASKED, "wanted": "2"}, f"{DESK}/programme")
    assert again.location == answer.location
    with app.app_context():
        assert db.session.query(Search).count() == 1
        db.session.query(Search).one().ended_at = None
        db.session.commit()
    assert "Une recherche est en cours" in staff.get(PAGE).text
    assert "data-waiting" in staff.get(answer.location).text
    with app.app_context():
        db.session.query(Search).one().asked_at -= timedelta(hours=1)
        db.session.commit()
    assert "s’est interrompue" in staff.get(answer.location).text
    assert "Une recherche est en cours" not in staff.get(PAGE).text


def test_what_cannot_be_looked_for_is_said(app, signed_in, post_form):
    with app.app_context():
        services.prepare(a_call())
        db.session.commit()
    clerk = signed_in("staff@example.org", "staff")
    answer = post_form(clerk, PAGE, ASKED, f"{DESK}/programme")
    assert "Personne n’est annoncé" in clerk.get(answer.location).text
    for field, wrong in (("seconds", "3600"), ("seed", "-1"), ("wanted", "x"), ("wanted", "9" * 30), ("once", "")):
        answer = post_form(clerk, PAGE, {**ASKED, field: wrong}, f"{DESK}/programme")
        assert answer.status_code == 422
        assert "<h1>" in answer.text


def test_two_clerks_do_not_publish_over_one_another(app, staff, post_form):
    publish = f"{DESK}/programme/2/publier"
    answer = post_form(staff, PAGE, {"seen": "0"}, publish)
    assert "vient de publier la version 1" in staff.get(answer.location).text
    post_form(staff, PAGE, {"seen": "1"}, publish)
    post_form(staff, PAGE, {"seen": "1"}, publish)
    with app.app_context():
        assert queries.plenary_of_year(YEAR).published_version == 2
        acts = db.session.query(AuditEntry).filter_by(act="programme_published").order_by(AuditEntry.id).all()
        assert [act.details["number"] for act in acts] == [1, 2]
        assert acts[0].actor == "command"
        assert acts[1].actor.startswith("person:")


def test_versions_stand_side_by_side(staff):
    page = staff.get(f"{PAGE}/comparer").text
    assert page.count("Lire la version") == 2
    for words in ("Besoins qui trouvent une réponse à table", "Personnes qui changent de table"):
        assert words in page
    alone = staff.get(f"{PAGE}/comparer?version=1&version=x&version=99&version=9999999999999").text
    assert alone.count("Lire la version") == 1
    assert staff.get(f"{PAGE}/comparer.csv?version=2").data.count(b"Version") == 1


def test_changes_between_versions_are_said_in_words(app, staff):
    page = staff.get(f"{DESK}/programme/2/changements").text
    one, two = seats_of(app, 1), seats_of(app, 2)
    moved = {person for number, person in one if one[number, person] != two[number, person]}
    assert f"{len(moved)} personnes changent de table" in page
    number, person = next(key for key in sorted(one) if one[key] != two[key])
    assert f"au tour {number}\u00a0: table {two[number, person]} au lieu de {one[number, person]}" in page
    assert "rien à quoi la comparer" in staff.get(f"{DESK}/programme/1/changements").text
    assert staff.get(f"{DESK}/programme/2/changements?depuis=%00").status_code == 200
    lines = staff.get(f"{DESK}/programme/2/changements.csv").text.splitlines()
    assert sum(line.count("table") > 1 for line in lines) == sum(one[key] != two[key] for key in one)


def test_a_move_shows_what_it_brings_then_is_kept_as_a_version(app, staff, post_form):
    seats = seats_of(app, 2)
    (number, person), table = next(iter(sorted(seats.items())))
    other = next(each for (at, each), where in sorted(seats.items()) if at == number and where != table)
    page = f"{DESK}/programme/2/deplacer"
    tried = staff.get(f"{page}?tour={number}&personne={person}&avec={other}&table=0").text
    assert "échangent leurs places" in tried
    assert re.search(r"La soirée (perd|gagne|vaut)", tried)
    assert "Rencontres perdues" in tried
    kept = {"once": "d" * 22, "coup": f"{number}-{person}-x{other}"}
    trying = f"{page}?coup={kept['coup']}"
    answer = post_form(staff, trying, kept, page)
    assert answer.location.endswith("/programme/3")
    assert post_form(staff, trying, kept, page).location == answer.location
    new = seats_of(app, 3)
    assert {key for key in seats if seats[key] != new[key]} == {(number, person), (number, other)}
    assert "2 personnes changent de table" in staff.get(f"{answer.location}/changements").text
    assert "depuis la version 2" in staff.get(PAGE).text


def test_a_move_says_what_it_breaks_and_private_wishes_hold(app, staff, post_form):
    seats = seats_of(app, 2)
    (number, person), table = next(iter(sorted(seats.items())))
    other = next(each for (at, each), where in sorted(seats.items()) if at == number and where != table)
    where = seats[number, other]
    page = f"{DESK}/programme/2/deplacer"
    crowded = staff.get(f"{page}?coup={number}-{person}-t{where}").text
    assert f"La table {where} aurait 5 personnes" in crowded
    assert "plus de table" in staff.get(f"{page}?coup={number}-{person}-t0").text
    with app.app_context():
        db.session.add(Veto(participant_id=person, project_id=db.session.get(Participant, other).project_id))
        db.session.commit()
    held = staff.get(f"{page}?coup={number}-{person}-t{where}")
    assert held.status_code == 422
    assert "demandé en privé" in held.text
    answer = post_form(staff, PAGE, {"once": "e" * 22, "coup": f"{number}-{person}-t{where}"}, page)
    assert "/deplacer" in answer.location
    with app.app_context():
        assert len(queries.programmes_of(queries.plenary_of_year(YEAR))) == 2


ODD_MOVES = (
    "coup=x",
    "coup=1-1-t99999",
    "coup=99-1-t1",
    "coup=%00",
    "personne=1",
    "personne=x&tour=1&table=1&avec=0",
    "personne=0&tour=1&table=1&avec=0",
    "&".join(["coup=1-1-t1"] * 70),
    "coup=1-999999999-t1",
)


def test_an_odd_move_is_said(staff):
    for asked in ODD_MOVES:
        answer = staff.get(f"{DESK}/programme/2/deplacer?{asked}")
        assert answer.status_code == 422, asked
        assert "notice warn" in answer.text, asked


def test_staff_ask_for_things_and_withdraw_them(app, staff, post_form):
    page = f"{DESK}/demandes"
    with app.app_context():
        people = [each.id for each in queries.participants_of(queries.plenary_of_year(YEAR))]
    pair = {"kind": "together", "one": str(people[0]), "other": str(people[1])}
    assert post_form(staff, page, pair, f"{page}/rencontre").status_code == 302
    assert post_form(staff, page, {"person": str(people[2]), "table": "2"}, f"{page}/table").status_code == 302
    shown = staff.get(page).text
    assert "se rencontrent" in shown
    assert "garde la table 2 toute la soirée" in shown
    for wrong in (pair, {**pair, "other": pair["one"]}, {**pair, "kind": "x"}, {**pair, "one": "%00"}, {}):
        assert post_form(staff, page, wrong, f"{page}/rencontre").status_code == 422
    for wrong in ({"person": "0", "table": "1"}, {"person": str(people[2]), "table": "9" * 40}):
        assert post_form(staff, page, wrong, f"{page}/table").status_code == 422
    with app.app_context():
        number = db.session.query(Demand).order_by(Demand.id).first().id
    assert post_form(staff, page, {}, f"{page}/{number}/retirer").status_code == 302
    assert "se rencontrent" not in staff.get(page).text.split("</table>")[0]
    assert post_form(staff, page, {}, f"{page}/999/retirer").status_code == 404


def test_each_table_leaves_and_english_reads(staff):
    for ending in ENDINGS:
        for name in ("programme", "programmes/comparer", "programme/2", "programme/2/changements", "demandes"):
            assert staff.get(f"{DESK}/{name}.{ending}").status_code == 200
    for name in ("programmes", "programmes/comparer", "programme/2", "programme/2/changements", "demandes"):
        assert 'lang="en"' in staff.get(f"/en{DESK}/{name}").text
