"""Answering an invitation without an account: who comes, what they need, whom they wish to meet or not."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest

from grants.db import db
from grants.plenary import queries, services
from grants.plenary.models import MeetingWish, Participant, Veto
from tests.conftest import csrf_token
from tests.plenary.evening import YEAR, a_project, a_town

pytestmark = pytest.mark.one_database

PUBLIC = f"/pleniere/{YEAR}"
DESK = f"/gestion/pleniere/{YEAR}"


@pytest.fixture
def evening(app):
    """Return the ids and links of an evening with eight projects and an elected guest."""
    with app.app_context():
        plenary = services.prepare(a_town())
        services.add(plenary, "Une élue du quartier", None, guest_kind="elected")
        services.add(plenary, "Un habitant discret", None, guest_kind="resident")
        people = [each for each in queries.participants_of(plenary) if each.project]
        people[0].email = "ana@example.org"
        found = {
            "token": people[0].token,
            "id": people[0].id,
            "project": people[0].project_id,
            "slug": people[0].project.slug,
            "title": people[0].project.title,
            "other": people[1].project_id,
            "other_title": people[1].project.title,
        }
        db.session.commit()
    return {**found, "page": f"{PUBLIC}/venir/{found['token']}"}


def answered(client, page, **said):
    """Fill the form of a page in as a browser does: what is shown, then what is typed over it."""
    html = client.get(page).text
    shown = dict(re.findall(r'<input type="(?:text|email|hidden)" id="\w+" name="(\w+)" value="([^"]*)"', html))
    shown |= dict(re.findall(r'<input id="\w+" name="(\w+)" type="hidden" value="([^"]*)"', html))
    return client.post(page, data={**shown, **said})


def lines_of(app, project):
    with app.app_context():
        plenary = queries.plenary_of_year(YEAR)
        found = [each for each in queries.participants_of(plenary) if each.project_id == project]
        return {each.name: each for each in found}


def client_calendar(mail):
    return b64decode(mail.attachments[0]["base64"]).decode()


def test_an_association_answers_by_its_link_and_everybody_named_receives_their_own(app, client, evening, outbox):
    said = {"coming": "yes", "name_1": "Ana Le Gall", "name_2": "Yann", "email_2": "yann@example.org", "seat_2": "y"}
    answer = answered(client, evening["page"], **said, needs="Boucle magnétique", arrives="14 h 30")
    assert answer.status_code == 302
    lines = lines_of(app, evening["project"])
    assert {name for name, line in lines.items() if line.coming} == {"Ana Le Gall", "Yann"}
    assert lines["Ana Le Gall"].token == evening["token"]
    assert lines["Ana Le Gall"].needs == "Boucle magnétique"
    assert lines["Yann"].accessible_seat
    assert f"{lines['Yann'].arrives_at:%H:%M}" == "14:30"
    for address, name in (("ana@example.org", "Ana Le Gall"), ("yann@example.org", "Yann")):
        mail = outbox.last_to(address)
        assert f"/venir/{lines[name].token}" in mail.text
        assert [each["name"] for each in mail.attachments] == ["pleniere.ics"]
    page = client.get(evening["page"]).text
    assert "oui, 2 personnes viennent" in page
    answered(client, evening["page"], coming="yes", name_2="")
    assert not lines_of(app, evening["project"])["Yann"].coming
    assert "ne vous attendons plus" in outbox.last_to("yann@example.org").subject
    assert "METHOD:CANCEL" in client_calendar(outbox.last_to("yann@example.org"))


def test_nobody_coming_is_an_answer_too_and_a_yes_needs_a_name(app, client, evening):
    assert answered(client, evening["page"], coming="no").status_code == 302
    assert not any(line.coming for line in lines_of(app, evening["project"]).values())
    assert "personne ne pourra venir" in client.get(evening["page"]).text
    answer = answered(client, evening["page"], coming="yes", name_1="")
    assert answer.status_code == 422
    assert "Écrivez au moins un nom" in answer.text
    assert "Répondez oui ou non" in answered(client, evening["page"], coming="").text


WRONG = (
    ("email_1", "ana@", "ne semble pas complète"),
    ("arrives", "midi et demi", "Écrivez une heure"),
    ("leaves", "13 h", "Le départ vient après"),
    ("name_1", "a" * 10_000, "Ce nom est trop long"),
    ("needs", "b" * 10_000, "500 signes"),
    ("contact", "c" * 10_000, "Ce texte est trop long"),
)


def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(client, evening):
    for field, typed, words in WRONG:
        said = {"coming": "yes", "name_1": "Ana", "arrives": "14 h", "needs": "Un fauteuil", field: typed}
        answer = answered(client, evening["page"], **said)
        assert answer.status_code == 422, field
        assert words in answer.text
        assert typed in answer.text
        assert field == "needs" or "Un fauteuil" in answer.text


def test_two_people_of_a_project_do_not_write_over_each_other(app, client, evening):
    late = client.get(evening["page"]).text
    seen = re.search(r'name="seen" type="hidden" value="(\w+)"', late)[1]
    answered(client, evening["page"], coming="yes", name_1="Ana", name_2="Yann")
    said = {"csrf_token": csrf_token(late), "coming": "yes", "name_1": "Malo", "seen": seen}
    held = client.post(evening["page"], data=said)
    assert held.status_code == 409
    assert "a répondu entre-temps" in held.text
    assert 'value="Malo"' in held.text
    assert set(lines_of(app, evening["project"])) == {"Ana", "Yann"}


def test_one_wishes_to_meet_projects_and_officials_and_takes_it_back(app, client, evening):
    page = f"{evening['page']}/souhaits"
    html = client.get(page).text
    assert evening["other_title"] in html
    assert "Une élue du quartier" in html
    assert "Un habitant discret" not in html, "a resident is found by nobody"
    assert html.count(f'/projets/{evening["slug"]}"') == 0, "not one's own project"
    token = csrf_token(html)
    for key in (f"p{evening['other']}", f"p{evening['other']}", f"p{evening['project']}", "p99999", "g\x00", ""):
        assert client.post(page, data={"csrf_token": token, "other": key}).status_code == 302
    with app.app_context():
        (kept,) = db.session.query(MeetingWish).all()
        assert (kept.participant_id, kept.project_id) == (evening["id"], evening["other"])
        number = kept.id
    assert evening["other_title"] in client.get(evening["page"]).text
    assert "Rien ne porte ces mots" in client.get(f"{page}?q=zeppelin").text
    assert client.get(f"{page}?q=elue").text.count('<article class="sheet">') == 1
    client.post(page, data={"csrf_token": token, "gone": str(number)})
    with app.app_context():
        assert db.session.query(MeetingWish).count() == 0


def test_wishes_have_an_end(app, client, evening):
    with app.app_context():
        plenary = queries.plenary_of_year(YEAR)
        for number in range(11):
            db.session.add(
                MeetingWish(participant_id=evening["id"], project_id=a_project(plenary.call, str(number)).id)
            )
        db.session.commit()
    page = f"{evening['page']}/souhaits"
    answer = client.post(
        page,
        data={"csrf_token": csrf_token(client.get(page).text), "other": f"p{evening['other']}"},
        follow_redirects=True,
    )
    assert "Vous avez déjà 10 souhaits" in answer.text


def everything_read(client, staff, evening, app):
    """Return every page and list that others than its author may read of an evening."""
    with app.app_context():
        people = queries.participants_of(queries.plenary_of_year(YEAR))
        others = [each.token for each in people if each.token != evening["token"]]
    pages = [PUBLIC, *(f"{PUBLIC}/venir/{each}{end}" for each in others[:3] for end in ("", "/souhaits", "/a-part"))]
    desk = [DESK, f"{DESK}/personnes", f"{DESK}/personnes.csv"]
    read = [client.get(page).text for page in pages] + [staff.get(page).text for page in desk]
    return [re.sub(r'value="[\w.-]{30,}"', "", text) for text in read]


def test_what_is_said_in_confidence_is_read_by_its_author_alone(app, client, evening, signed_in):
    staff = signed_in("staff@example.org", "staff")
    staff.get(DESK)  # who has just signed in is welcomed once
    before = everything_read(client, staff, evening, app)
    page = f"{evening['page']}/a-part?q={evening['other_title'].split()[-1]}"
    client.post(page, data={"csrf_token": csrf_token(client.get(page).text), "other": f"p{evening['other']}"})
    with app.app_context():
        assert db.session.query(Veto).count() == 1
    assert "Vos demandes" in client.get(page).text
    assert everything_read(client, staff, evening, app) == before


def test_who_takes_the_place_of_somebody_does_not_read_what_they_said_in_confidence(app, client, evening):
    answered(client, evening["page"], coming="yes", name_1="Ana Le Gall", needs="Un fauteuil")
    with app.app_context():
        db.session.add(Veto(participant_id=evening["id"], project_id=evening["other"]))
        db.session.commit()
    answered(client, evening["page"], coming="yes", name_1="Ana Legall")
    with app.app_context():
        assert db.session.query(Veto).count() == 1, "a name put right is the same person"
    answered(client, evening["page"], coming="yes", name_1="Yann Kerbrat")
    with app.app_context():
        assert db.session.query(Veto).count() == 0


def test_the_same_name_for_two_projects_of_an_association_is_one_human_being(app):
    with app.app_context():
        plenary = services.prepare(a_town())
        one = queries.projects_of(plenary.call)[0]
        other = a_project(plenary.call, "Un journal de rue", one.association)
        services.say_who_comes(plenary, one, ["Awena Le Gall", "Malo"])
        services.say_who_comes(plenary, other, ["awena  le gall"])
        lines = [each for each in queries.participants_of(plenary) if each.coming and "wena" in each.name.lower()]
        assert len({each.human for each in lines}) == 1
        services.say_who_comes(plenary, other, ["Maëlys"])
        assert len({each.human for each in queries.participants_of(plenary)}) == 10


def test_a_link_leads_nowhere_once_wrong_or_the_project_withdrawn(app, client, evening):
    assert client.get(f"{PUBLIC}/venir/quelqu-un").status_code == 404
    assert client.get(evening["page"].replace(str(YEAR), "2025")).status_code == 404
    with app.app_context():
        db.session.get(Participant, evening["id"]).project.public_since = None
        db.session.commit()
    gone = client.get(evening["page"])
    assert gone.status_code == 404
    assert "ne mène plus nulle part" in gone.text


def test_the_date_goes_into_ones_own_diary_in_the_towns_zone_until_the_hours_one_stays(client, evening):
    answered(client, evening["page"], coming="yes", name_1="Ana", leaves="16 h")
    calendar = client.get(f"{evening['page']}.ics")
    assert calendar.mimetype == "text/calendar"
    assert "DTSTART;TZID=Europe/Paris:20270130T134500" in calendar.text
    assert "DTEND;TZID=Europe/Paris:20270130T160000" in calendar.text
    assert client.get(f"{PUBLIC}/venir/inconnu.ics").status_code == 404


def test_after_the_evening_nothing_is_to_be_answered(client, evening, time_machine):
    time_machine.move_to("2027-02-01 12:00")
    assert "La plénière a eu lieu" in client.get(evening["page"]).text
    token = csrf_token(client.get("/connexion").text)
    answer = client.post(evening["page"], data={"csrf_token": token, "coming": "no"})
    assert answer.status_code == 409


def test_the_page_speaks_english(client, evening):
    page = client.get(f"/en{evening['page']}")
    assert "Are you coming to the plenary?" in page.text
    assert f"/en{PUBLIC}/venir/" in page.text


def test_an_answer_leaves_alone_those_whom_staff_let_come_beyond_three(app, client, evening):
    with app.app_context():
        plenary = queries.plenary_of_year(YEAR)
        for name in "abcdefgh":
            db.session.add(
                Participant(plenary_id=plenary.id, project_id=evening["project"], name=name, token=f"walk-in {name}")
            )
        db.session.commit()
    answered(client, evening["page"], coming="yes", name_1="Ana", name_2="", name_3="")
    assert sum(line.coming for line in lines_of(app, evening["project"]).values()) == 7


def test_once_published_one_finds_ones_tables_or_reads_that_a_place_will_be_found(app, client, evening):
    with app.app_context():
        plenary = queries.plenary_of_year(YEAR)
        services.publish(services.build_programme(plenary, seconds=0.1, seed=1))
        late = services.add(plenary, "Rozenn", None, guest_kind="resident").token
        db.session.commit()
    assert f"/moi/{evening['token']}" in client.get(evening["page"]).text
    assert evening["page"] in client.get(f"{PUBLIC}/moi/{evening['token']}").text
    page = client.get(f"{PUBLIC}/venir/{late}").text
    assert "/moi/" not in page
    assert "elle vous sera trouvée à l’accueil" in page
