"""The evening's pages, as a browser sees them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from grants.audit import AuditEntry
from grants.db import db
from grants.plenary import queries, services
from grants.plenary.models import Participant
from grants.projects.services import take_off
from tests.conftest import csrf_token
from tests.plenary.evening import YEAR, a_call, a_member, a_town

pytestmark = pytest.mark.one_database

PUBLIC = f"/pleniere/{YEAR}"
DESK = f"/gestion/pleniere/{YEAR}"


@pytest.fixture
def town(app):
    """Return the address of a project and a personal link of a published evening."""
    with app.app_context():
        plenary = services.prepare(a_town(copies=2))
        services.add_guest(plenary, "Une élue du quartier")
        services.publish(services.build_programme(plenary, seconds=0.2, seed=1))
        person = next(each for each in queries.participants_of(plenary) if each.project is not None)
        found = {
            "slug": person.project.slug,
            "title": person.project.title,
            "association": person.project.association.name,
            "association_id": person.project.association_id,
            "token": person.token,
            "id": person.id,
        }
        person.name = "Awena Le Gall"
        db.session.commit()
    return found


def test_everybody_reads_hours_tables_and_presentations_but_no_name_of_a_person(client, town):
    page = client.get(PUBLIC)
    assert page.status_code == 200
    for words in ("Accueil, café et badges", "Tour de tables 1", "Table 3", "Une élue du quartier", town["title"]):
        assert words in page.text
    assert "Awena Le Gall" not in page.text


def test_one_finds_ones_table_by_a_word(client, town):
    page = client.get(f"{PUBLIC}?qui=FETE").text
    assert "Personne ne porte ce nom" in page
    index = client.get(f"{PUBLIC}?qui=jardin+tours").text.split("</table>")[0]
    assert index.count('scope="row"') == 2
    assert re.search(r"table \d", index)
    assert town["title"]


def test_the_programme_speaks_english_too(client, town):
    page = client.get(f"/en{PUBLIC}")
    assert page.status_code == 200
    assert town["title"] in page.text


def test_before_publication_the_page_gives_the_day_only(client, app):
    with app.app_context():
        services.prepare(a_town())
        db.session.commit()
    page = client.get(PUBLIC)
    assert page.status_code == 200
    assert "n’est pas encore publié" in page.text
    assert "30 janvier 2027" in page.text


def test_before_preparation_the_page_gives_the_planned_day(client, app):
    with app.app_context():
        a_call()
        db.session.commit()
    assert "30 janvier 2027" in client.get(PUBLIC).text


def test_a_year_without_call_has_no_evening(client):
    page = client.get("/pleniere/1999")
    assert page.status_code == 404
    assert "Pas de plénière en 1999" in page.text
    assert client.get("/pleniere/1999/moi/x").status_code == 404


def test_a_personal_link_says_where_with_whom_and_why(client, town):
    page = client.get(f"{PUBLIC}/moi/{town['token']}")
    assert page.status_code == 200
    assert "Awena Le Gall" in page.text
    assert page.text.count("· table ") == 3
    assert 'class="reasons"' in page.text


def test_the_page_by_project_keeps_the_person_unnamed(client, town):
    page = client.get(f"{PUBLIC}/moi/{town['slug']}")
    assert page.status_code == 200
    assert town["association"] in page.text
    assert "Awena Le Gall" not in page.text


def test_a_project_withdrawn_since_leaves_the_pages_and_the_hours_stay(client, town, app):
    hours = re.findall(r"\d\d h \d\d", client.get(PUBLIC).text)
    with app.app_context():
        plenary = queries.plenary_of(queries.call_of(YEAR))
        tokens = [person.token for person in queries.participants_of(plenary)]
        take_off(db.session.get(Participant, town["id"]).project)
        db.session.commit()
        assert town["id"] not in [person.id for person in services.plan_programme(plenary).people]
    page = client.get(PUBLIC)
    assert f"/projets/{town['slug']}" not in page.text
    assert re.findall(r"\d\d h \d\d", page.text) == hours
    for token in tokens:
        page = client.get(f"{PUBLIC}/moi/{token}")
        assert page.status_code == 200
        assert f"/projets/{town['slug']}" not in page.text
    assert client.get(f"{PUBLIC}/moi/{town['slug']}").status_code == 404


def test_a_wrong_personal_link_leads_nowhere(client, town):
    assert town["token"]
    assert client.get(f"{PUBLIC}/moi/quelqu-un").status_code == 404


def test_an_association_says_who_comes_and_only_its_own(client, town, app, signed_in, post_form):
    address = f"{PUBLIC}/qui-vient/{town['slug']}"
    assert client.get(address).status_code == 302
    stranger = signed_in("autre@example.org")
    assert stranger.get(address).status_code == 403
    with app.app_context():
        a_member("ana@example.org", town["association_id"])
        db.session.commit()
    member = signed_in("ana@example.org")
    assert address in member.get(PUBLIC).text
    assert address not in client.get(PUBLIC).text
    assert 'value="Awena Le Gall"' in member.get(address).text
    answer = post_form(member, address, {"coming": "yes", "name_1": "Yann", "name_2": "Maëlys\x00", "name_3": ""})
    assert answer.status_code == 302
    with app.app_context():
        plenary = queries.plenary_of_year(YEAR)
        names = [each.name for each in queries.participants_of(plenary) if each.project and each.coming]
        assert {"Yann", "Maëlys"} <= set(names)
    assert post_form(member, address, {"coming": "yes", "name_1": "a" * 121}).status_code == 422
    assert post_form(signed_in("staff@example.org", "staff"), address, {"coming": "no"}).status_code == 302
    with app.app_context():
        assert db.session.query(AuditEntry).filter_by(act="evening_answer_typed").count() == 1


def test_staff_prepare_build_and_publish(app, signed_in, post_form, client):
    with app.app_context():
        a_town()
        db.session.commit()
    staff = signed_in("staff@example.org", "staff")
    assert "Préparer la plénière" in staff.get(DESK).text
    assert post_form(staff, DESK, {}, f"{DESK}/preparer").status_code == 302
    page = staff.get(DESK).text
    assert "personnes attendues" in page
    asked = {"seconds": "1", "seed": "2", "wanted": "1", "once": "a" * 22}
    built = post_form(staff, DESK, asked, f"{DESK}/programme")
    assert "Lire la version 1" in staff.get(built.location).text
    draft = staff.get(f"{DESK}/programme/1")
    assert re.search(r"\d+\s% de ce qu’aucun programme", draft.text)
    assert "pas encore publié" in client.get(PUBLIC).text
    assert post_form(staff, DESK, {"seen": "0"}, f"{DESK}/programme/1/publier").status_code == 302
    assert "Table 1" in client.get(PUBLIC).text
    assert "Publiée" in staff.get(f"{DESK}/programmes").text


def test_staff_choose_day_place_and_sizes(app, signed_in, town, client):
    staff = signed_in("staff@example.org", "staff")
    page = staff.get(DESK)
    choices = {
        "held_on": "2027-02-06",
        "starts_at": "09:30",
        "ends_at": "12:30",
        "place": "Maison\x00 des associations",
        "access": "De plain-pied",
        "rounds": "2",
        "round_minutes": "15",
        "pitch_seconds": "60",
        "fewest_seats": "3",
        "most_seats": "4",
        "tables": "",
    }
    token = {"csrf_token": csrf_token(page.text)}
    assert staff.post(DESK, data={**choices, **token}).status_code == 302
    assert "6 février 2027" in client.get(PUBLIC).text
    assert "Maison des associations" in client.get(PUBLIC).text
    for field, wrong in (("held_on", "31/02/2027"), ("rounds", "-1"), ("tables", "beaucoup"), ("place", "x" * 300)):
        answer = staff.post(DESK, data={**choices, field: wrong, **token})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
    answer = staff.post(DESK, data={**choices, "ends_at": "09:00", **token})
    assert "La fin doit être après le début." in answer.text
    with app.app_context():
        assert queries.plenary_of_year(YEAR).rounds == 2
    assert town["slug"]


def test_staff_keep_the_list_of_people(app, signed_in, post_form, town):
    staff = signed_in("staff@example.org", "staff")
    people = f"{DESK}/personnes"
    assert post_form(staff, people, {"name": "Un voisin", "project": "0"}).status_code == 302
    assert "Un voisin" in staff.get(people).text
    assert post_form(staff, people, {"name": "", "project": "0"}).status_code == 422
    assert post_form(staff, people, {"name": "Nadia", "project": "987654"}).status_code == 422
    line = f"{people}/{town['id']}"
    assert post_form(staff, people, {}, f"{line}/absent").status_code == 302
    assert "ne vient pas" in staff.get(people).text
    assert post_form(staff, people, {}, f"{line}/vient").status_code == 302
    assert post_form(staff, people, {}, f"{people}/999999/vient").status_code == 404
    with app.app_context():
        plenary = queries.plenary_of_year(YEAR)
        neighbour = next(each for each in queries.participants_of(plenary) if each.name == "Un voisin")
        number = neighbour.id
    assert post_form(staff, people, {}, f"{people}/{number}/enlever").status_code == 302
    assert "Un voisin" not in staff.get(people).text


def test_the_desk_is_for_staff(client, town, signed_in):
    assert client.get(DESK).status_code == 302
    assert signed_in("ana@example.org").get(DESK).status_code == 403
    assert town["slug"]


def test_pages_ask_the_database_as_often_whatever_the_number_of_projects(app, signed_in):
    staff = signed_in("staff@example.org", "staff")
    counts = []
    for year, copies in ((2030, 1), (2031, 4)):
        with app.app_context():
            plenary = services.prepare(a_town(copies=copies, year=year))
            services.publish(services.build_programme(plenary, seconds=0.2, seed=1))
            db.session.commit()
        addresses = (f"/pleniere/{year}", f"/gestion/pleniere/{year}", f"/gestion/pleniere/{year}/personnes")
        counts.append([queries_of(app, staff, address) for address in addresses])
    assert counts[0] == counts[1]


def queries_of(app, client, address):
    """Count the statements one page sends to the database."""
    seen = []

    def note(*_args):
        seen.append(1)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize(
    "search", ["%00", "a" * 5000, "%F0%9F%99%82", "%D7%A9%D7%9C%D7%95%D7%9D", "%25%25", "'\";--", "%ff%fe"]
)
def test_any_search_gets_an_answer(client, town, search):
    assert client.get(f"{PUBLIC}?qui={search}").status_code == 200
    assert town["slug"]


@pytest.mark.parametrize(
    "address",
    [
        "/pleniere/99999999999999999999",
        "/pleniere/0",
        "/pleniere/2026/moi/%00",
        "/pleniere/2026?appel=%00x",
        "/pleniere/x",
    ],
)
def test_an_odd_address_is_not_found(client, town, address):
    assert client.get(address).status_code == 404
    assert town["slug"]


def test_odd_numbers_of_staff_are_not_found(signed_in, town):
    staff = signed_in("staff@example.org", "staff")
    assert staff.get(f"{DESK}/programme/99999999999999999999").status_code == 404
    assert staff.get(f"{DESK}/programme/7").status_code == 404
    assert town["slug"]
