"""Preparing the evening: its day, rooms, tables and schedule, as the clerks' pages keep them."""

from __future__ import annotations

import re
from datetime import date, time

import icalendar
import pytest
from sqlalchemy import select

from grants.accounts.models import Person
from grants.audit import AuditEntry
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.moments import Step
from grants.plenary import queries, services
from grants.plenary.models import Table
from grants.plenary.queries.invitations import when_and_where
from grants.plenary.queries.tables import tables_of
from grants.plenary.services.rooms import Places, RoomLine
from tests.conftest import csrf_token
from tests.plenary.evening import YEAR, a_call, a_project

DESK = f"/gestion/pleniere/{YEAR}"
ROOMS, SCHEDULE = f"{DESK}/salles", f"{DESK}/deroule"
FIELD = re.compile(r"<(input|select|option)([^>]*)>")


@pytest.fixture
def evening(app):
    """Prepare an evening of twelve projects, with somebody for each."""
    with app.app_context():
        call = a_call()
        for number in range(12):
            a_project(call, f"Projet {number}")
        services.prepare(call)
        db.session.commit()


@pytest.fixture
def clerk(evening, signed_in):
    """Sign a clerk in."""
    assert evening is None
    return signed_in("agent@example.org", "staff")


def typed(page):
    """Return what a browser would send of the largest form of a page, as it is."""
    form = max(re.findall(r"<form.*?</form>", page, re.DOTALL), key=len)
    sent, select_name = {}, ""
    for tag, attributes in FIELD.findall(form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if tag == "select":
            select_name = given["name"]
        elif tag == "option":
            if " selected" in attributes or select_name not in sent:
                sent[select_name] = given.get("value", "")
        elif given.get("type") not in {"checkbox", "radio"} or " checked" in attributes:
            sent[given["name"]] = given.get("value", "")
    return sent


def plenary():
    return queries.plenary_of_year(YEAR)


def last_act():
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def test_a_room_and_its_tables_are_named_then_changed_on_one_page(app, clerk):
    sent = typed(clerk.get(ROOMS).text)
    sent |= {"rooms-0-name": "Grande\x00 salle", "rooms-0-note": "rez-de-chaussée", "rooms-0-more": "3"}
    assert clerk.post(ROOMS, data=sent).status_code == 302
    sent = typed(clerk.get(ROOMS).text)
    assert sent["tables-2-number"] == "3"
    swapped = {"tables-0-number": "3", "tables-2-number": "1", "tables-1-accessible": "y", "tables-1-most": "8"}
    new_room = {"rooms-1-name": "Petite salle", "more": "1"}
    assert clerk.post(ROOMS, data=sent | swapped | new_room).status_code == 302
    page = clerk.get(ROOMS).text
    assert "La salle «\u00a0Petite salle\u00a0» n’a aucune table" in page
    assert "rez-de-chaussée" in clerk.get(f"/pleniere/{YEAR}").text
    with app.app_context():
        tables = queries.named_tables(plenary())
        assert [(table.number, table.room, table.most, table.accessible) for table in tables] == [
            (1, "Grande salle", 6, False),
            (2, "Grande salle", 8, True),
            (3, "Grande salle", 6, False),
            (4, "", 6, False),
        ]
        assert last_act().details == {"rooms": ["Grande salle", "Petite salle"], "tables": 4, "seats": [16, 26]}
    for ending in ("ods", "xlsx"):
        assert clerk.get(f"{DESK}/tables.{ending}").status_code == 200
    assert '2;"Grande salle";4;8;"oui"' in clerk.get(f"{DESK}/tables.csv").text


def test_a_room_that_goes_leaves_its_tables(app, clerk):
    with app.app_context():
        services.name_places(plenary(), Places([RoomLine(0, "Salle", "", 2)], []), author())
        db.session.commit()
    sent = typed(clerk.get(ROOMS).text)
    assert clerk.post(ROOMS, data=sent | {"rooms-0-gone": "y", "tables-0-gone": "y"}).status_code == 302
    with app.app_context():
        assert [(table.number, table.room) for table in queries.named_tables(plenary())] == [(2, "")]
        assert list(queries.rooms_of(plenary())) == []


@pytest.mark.parametrize(
    ("typed_wrong", "said"),
    [
        ({"tables-1-number": "1"}, "Deux tables portent le numéro 1"),
        ({"tables-0-number": "9" * 30}, "entre 1 et 9999"),
        ({"tables-0-most": "beaucoup"}, 'href="#tables-0-most"'),
        ({"tables-0-most": "3"}, "le plus petit nombre d’abord"),
        ({"rooms-0-name": "s" * 10_000}, "Ce nom est trop long."),
        ({"rooms-0-name": ""}, "Donnez un nom à chaque salle."),
        ({"rooms-1-name": "SALLE"}, "Deux salles s’appellent"),
        ({"rooms-1-name": "Haute", "rooms-1-more": "600"}, "entre 0 et 500"),
        ({"rooms-1-name": "Haute", "rooms-1-more": "499"}, "500 tables au plus"),
        ({"seen": "0"}, "Rien n’est perdu"),
    ],
)
def test_what_cannot_be_kept_of_rooms_and_tables_is_said_and_stays_typed(app, clerk, typed_wrong, said):
    with app.app_context():
        services.name_places(plenary(), Places([RoomLine(0, "Salle", "", 2)], []), author())
        db.session.commit()
    sent = typed(clerk.get(ROOMS).text) | {"rooms-0-note": "au fond", **typed_wrong}
    answer = clerk.post(ROOMS, data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    shown = clerk.get(ROOMS).text
    assert typed(answer.text) | {"csrf_token": ""} == sent | {"seen": typed(shown)["seen"], "csrf_token": ""}
    with app.app_context():
        assert [table.most for table in plenary().named_tables] == [6, 6]


def test_each_button_of_the_schedule_keeps_what_is_typed_and_moves_a_moment(app, clerk):
    sent = typed(clerk.get(SCHEDULE).text)
    sent |= {"steps-0-title": "Café et crêpes", "steps-5-minutes": "30", "do": "down-6"}
    assert clerk.post(SCHEDULE, data=sent).status_code == 302
    page = clerk.get(SCHEDULE).text
    sent = typed(page) | {"new-kind": "other", "new-title": "Chorale", "new-minutes": "5", "new-place": "2"}
    assert "Revenir au déroulé habituel" in page
    assert clerk.post(SCHEDULE, data=sent).status_code == 302
    sent = typed(clerk.get(SCHEDULE).text) | {"do": "remove-3"}
    assert clerk.post(SCHEDULE, data=sent).status_code == 302
    with app.app_context():
        steps = queries.steps_of(plenary())
        assert steps[:2] == [Step("welcome", None, "Café et crêpes"), Step("other", 5, "Chorale")]
        assert [step.kind for step in steps[2:8]] == [
            "presentations", "round", "round", "presentations", "coffee", "round",
        ]  # fmt: skip
        assert steps[6].minutes == 30
    assert "Café et crêpes" in clerk.get(f"/pleniere/{YEAR}").text
    assert "Chorale" in clerk.get(f"{DESK}/deroule.csv").text
    answer = clerk.post(f"{SCHEDULE}/habituel", data={"csrf_token": sent["csrf_token"]})
    assert answer.status_code == 302
    with app.app_context():
        assert plenary().blocks == []


@pytest.mark.parametrize(
    ("typed_wrong", "said"),
    [
        ({"steps-0-minutes": "dix"}, 'href="#steps-0-minutes"'),
        ({"steps-0-minutes": "601"}, "entre 1 et 600 minutes"),
        ({"steps-0-kind": "sieste"}, 'href="#steps-0-kind"'),
        ({"steps-0-title": "t" * 10_000}, "Ce texte est trop long."),
        ({f"steps-{place}-kind": "coffee" for place in (3, 4, 7)}, "entre 1 et 12 tours"),
        ({"new-kind": "coffee", "new-place": "99"}, "entre 1 et 40"),
        ({"seen": "7"}, "Rien n’est perdu"),
    ],
)
def test_what_cannot_be_kept_of_the_schedule_is_said_and_stays_typed(app, clerk, typed_wrong, said):
    sent = typed(clerk.get(SCHEDULE).text) | {"steps-1-title": "Madame la maire", **typed_wrong}
    answer = clerk.post(SCHEDULE, data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Madame la maire"' in answer.text
    with app.app_context():
        assert plenary().blocks == []


def test_the_rounds_of_a_written_schedule_are_those_of_the_evening(app, clerk):
    sent = typed(clerk.get(SCHEDULE).text) | {"new-kind": "round", "new-place": "8", "new-minutes": "60"}
    assert clerk.post(SCHEDULE, data=sent).status_code == 302
    page = clerk.get(DESK).text
    assert "Les tours de tables sont ceux du déroulé\u00a0: 4." in page
    assert "Un tour de 60\u00a0min ne convient pas" in page
    assert clerk.post(DESK, data=typed(page) | {"rounds": "2"}).status_code == 302
    with app.app_context():
        assert plenary().rounds == 4


def test_two_clerks_who_prepare_at_once_lose_nothing(app, clerk):
    sent = typed(clerk.get(DESK).text)
    with app.app_context():
        plenary().access = "Par la cour"
        services.name_places(plenary(), Places([], [], 4), author())
        db.session.commit()
    answer = clerk.post(DESK, data=sent | {"place": "La halle"})
    assert answer.status_code == 422
    assert "Quelqu’un a changé la préparation" in answer.text
    assert "Accès et accessibilité\u00a0: on lit maintenant «\u00a0Par la cour\u00a0»." in answer.text
    assert 'value="La halle"' in answer.text
    assert clerk.post(DESK, data=typed(answer.text)).status_code == 302
    with app.app_context():
        assert plenary().place == "La halle"
        assert last_act().details["before"] == {"place": "", "access": "Par la cour"}
        with pytest.raises(RuleError, match="prepared_meanwhile"):
            services.write_usual_schedule(plenary(), author(), seen=1)


def test_hours_and_days_are_read_as_people_write_them(app, clerk):
    sent = typed(clerk.get(DESK).text)
    written = {"held_on": "6 février 2027", "starts_at": "9h30", "ends_at": "12\u00a0h\u00a030"}
    assert clerk.post(DESK, data=sent | written).status_code == 302
    with app.app_context():
        assert (plenary().held_on, plenary().starts_at, plenary().ends_at) == (
            date(2027, 2, 6),
            time(9, 30),
            time(12, 30),
        )
    sent = typed(clerk.get(DESK).text)
    for field, wrong in (
        ("held_on", "31/02/2027"),
        ("held_on", "0001-01-01"),
        ("starts_at", "25:00"),
        ("ends_at", "\x00"),
    ):
        answer = clerk.post(DESK, data=sent | {field: wrong})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
    answer = clerk.post(DESK, data=sent | {"ends_at": "00:30"})
    assert "Une plénière finit le jour même" in answer.text


def test_an_evening_is_prepared_like_last_years(app, clerk):
    with app.app_context():
        services.name_places(plenary(), Places([RoomLine(0, "Salle", "à l’étage", 2)], [], 1), author())
        services.write_schedule(plenary(), [Step("welcome"), Step("round", 15, "Debout")], author())
        plenary().place = "La halle"
        last, number = a_call(year=YEAR + 1, plenary_on=date(YEAR + 2, 1, 29)), plenary().id
        a_project(last, "Un projet")
        db.session.commit()
    address = f"/gestion/pleniere/{YEAR + 1}"
    page = clerk.get(address).text
    assert f"Comme en {YEAR}\u00a0: La halle, tables nommées\u00a0: 3" in page
    token = {"csrf_token": csrf_token(page)}
    assert clerk.post(f"{address}/preparer", data=token | {"like": "dix"}).status_code == 302
    with app.app_context():
        assert queries.plenary_of_year(YEAR + 1).place == ""
    seen = typed(clerk.get(address).text)["seen"]
    assert clerk.post(f"{address}/comme", data=token | {"like": str(number), "seen": seen}).status_code == 302
    with app.app_context():
        copy = queries.plenary_of_year(YEAR + 1)
        assert (copy.place, copy.held_on, copy.rounds) == ("La halle", date(YEAR + 2, 1, 29), 1)
        assert [(table.number, table.room) for table in queries.named_tables(copy)] == [
            (1, "Salle"),
            (2, "Salle"),
            (3, ""),
        ]
        assert queries.steps_of(copy) == queries.steps_of(plenary())
        assert len(queries.participants_of(copy)) == 1
        assert db.session.query(Table).count() == 6
        assert last_act().act == "plenary_copied"
    assert (
        "a changé la préparation"
        in clerk.post(f"{address}/comme", data=token | {"like": str(number), "seen": seen}, follow_redirects=True).text
    )


def test_a_change_of_place_once_people_were_told_another_is_said_on_the_desk(app, clerk):
    with app.app_context():
        each = queries.participants_of(plenary())[0]
        each.email, each.told = "ana@example.org", when_and_where(plenary())
        db.session.commit()
    page = clerk.get(DESK).text
    assert "Des personnes invitées" not in page
    moved = clerk.post(DESK, data=typed(page) | {"place": "La halle"}, follow_redirects=True)
    assert "Des personnes invitées (1)" in moved.text


def test_more_people_than_seats_all_sit_and_staff_read_what_to_add(app, clerk):
    with app.app_context():
        services.name_places(plenary(), Places([], [], 1), author())
        db.session.commit()
        tables = tables_of(plenary(), 12)
        assert [(table.number, table.fewest, table.most) for table in tables] == [(1, 6, 6), (2, 6, 6)]
        for each in queries.participants_of(plenary())[:7]:
            each.accessible_seat = True
        plenary().named_tables[0].accessible = True
        db.session.commit()
    for address in (DESK, ROOMS):
        page = clerk.get(address).text
        assert "12 personnes viennent pour 6 places" in page
        assert "besoin d’une table accessible (7), et celles que vous avez cochées ont 6 places" in page


def test_the_evening_leaves_as_a_calendar_file_hour_by_hour(clerk, client):
    sent = typed(clerk.get(DESK).text)
    clerk.post(DESK, data=sent | {"place": "La halle, 1 rue du Port", "access": "De plain-pied"})
    answer = client.get(f"/pleniere/{YEAR}.ics")
    assert answer.mimetype == "text/calendar"
    event = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert event["location"] == "La halle, 1 rue du Port"
    assert (event["dtstart"].dt.hour, event["sequence"]) == (13, 1)
    assert "13\u00a0h\u00a045 – 14\u00a0h\u00a000  Accueil, café et badges" in event["description"]
    assert client.get("/pleniere/1999.ics").status_code == 404
    town = next(
        each
        for each in icalendar.Calendar.from_ical(client.get("/agenda.ics").data).walk("VEVENT")
        if each["uid"] == event["uid"]
    )
    assert town["location"] == event["location"]


def author():
    return db.session.scalars(select(Person)).first()
