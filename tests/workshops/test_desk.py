"""The staff's desk of workshops: what they announce, change and call off is told to those who come."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader
from sqlalchemy import select, update

from grants.db import db, now
from grants.workshops.models import SignUp, Workshop
from grants.workshops.services import forget, remind
from tests.workshops.test_seats import event_of

DAY = (date.today() + timedelta(days=30)).strftime("%d/%m/%Y")  # noqa: DTZ011
TYPED = {
    "call": "",
    "kind": "writing",
    "title": "Écrire pour tout le monde",
    "description": "On écrit à deux.",
    "day": DAY,
    "starts": "18 h",
    "ends": "20h30",
    "place": "Médiathèque",
    "address": "12 rue de la Porte",
    "accessible": "y",
    "seats": "3",
}
NEW = "/gestion/ateliers/nouveau"


@pytest.fixture
def staff(signed_in):
    """Return a client of the town's staff."""
    return signed_in("desk@example.org", "staff")


def test_staff_announce_a_workshop_in_the_hours_of_the_town(house, staff):
    answer = house.post(staff, NEW, TYPED)
    assert answer.status_code == 302, answer.text
    page = house.client.get(answer.location).text
    assert "de 18\u00a0h à 20\u00a0h\u00a030" in page
    with house.app.app_context():
        made = db.session.scalars(select(Workshop)).one()
        assert made.ends_at - made.starts_at == timedelta(hours=2, minutes=30)
        assert made.starts_at.hour in {16, 17}
    assert "Écrire pour tout le monde" in house.client.get("/ateliers").text


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("day", "31/02/2027", "n’existe pas dans le calendrier"),
        ("starts", "bientôt", "Écrivez une heure comme"),
        ("ends", "25 h", "Écrivez une heure comme"),
        ("ends", "17 h", "La fin vient après le début"),
        ("seats", "0", "de 1 à 1000"),
        ("seats", "999999999999", "de 1 à 1000"),
        ("seats", "beaucoup", ""),
        ("title", "", "Écrivez un titre."),
        ("place", "", "Dites où."),
        ("kind", "magie", ""),
        ("call", "77", ""),
    ],
)
def test_what_cannot_stand_is_told_and_kept(house, staff, field, typed, told):
    answer = house.post(staff, NEW, {**TYPED, field: typed})
    assert answer.status_code == 400
    assert told in answer.text
    assert "On écrit à deux." in answer.text
    with house.app.app_context():
        assert db.session.scalars(select(Workshop)).first() is None


def test_a_moved_workshop_keeps_its_event_and_tells_everybody(house, staff):
    number = house.make(seats=1)
    house.come(number, "ana@example.org")
    house.come(number, "bob@example.org")
    first, _ = event_of(house.outbox.last_to("ana@example.org"))
    answer = house.post(staff, f"/gestion/ateliers/{number}", {**TYPED, "seats": "1"})
    assert answer.status_code == 302, answer.text
    moved, method = event_of(house.outbox.last_to("ana@example.org"))
    assert (moved["uid"], moved["sequence"], method) == (first["uid"], first["sequence"] + 1, "PUBLISH")
    assert moved["dtstart"].dt.strftime("%d/%m/%Y %H:%M") == f"{DAY} 18:00"
    assert house.outbox.last_to("bob@example.org").attachments == []


def test_words_that_change_no_diary_write_to_nobody(house, staff):
    number = house.make()
    house.come(number, "ana@example.org")
    before = len(house.outbox.all())
    with house.app.app_context():
        made = db.session.get(Workshop, number)
        day = f"{made.starts_at:%d/%m/%Y}"
    typed = {**TYPED, "day": day, "starts": "17 h" if made.starts_at else "", "description": "Autrement dit."}
    page = staff.get(f"/gestion/ateliers/{number}").text
    hours = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("starts", "ends", "day")}
    house.post(staff, f"/gestion/ateliers/{number}", {**typed, **hours})
    assert len(house.outbox.all()) == before


def test_more_seats_go_to_those_who_wait_and_taken_seats_stay(house, staff):
    number = house.make(seats=1)
    for who in ("ana", "bob", "cho"):
        house.come(number, f"{who}@example.org")
    house.post(staff, f"/gestion/ateliers/{number}", {**TYPED, "seats": "2"})
    assert list(house.states(number).values()) == ["seated", "seated", "waiting"]
    answer = house.post(staff, f"/gestion/ateliers/{number}", {**TYPED, "seats": "1"})
    assert answer.status_code == 400
    assert "2 places sont déjà prises" in answer.text


def test_a_workshop_called_off_tells_everybody_once_and_takes_the_date_away(house, staff):
    number = house.make(seats=1)
    house.come(number, "ana@example.org")
    house.come(number, "bob@example.org")
    first, _ = event_of(house.outbox.last_to("ana@example.org"))
    house.post(staff, f"/gestion/ateliers/{number}/annuler", {})
    written = len(house.outbox.all())
    gone, method = event_of(house.outbox.last_to("ana@example.org"))
    assert (gone["uid"], gone["sequence"], gone["status"], method) == (first["uid"], 1, "CANCELLED", "CANCEL")
    assert "Annulé" in house.outbox.last_to("bob@example.org").subject
    house.post(staff, f"/gestion/ateliers/{number}/annuler", {})
    assert len(house.outbox.all()) == written
    calendar = Calendar.from_ical(house.client.get("/ateliers.ics").data)
    assert [event["status"] for event in calendar.events] == ["CANCELLED"]
    assert "Cet atelier est annulé" in house.client.get(f"/ateliers/{number}").text


def test_staff_have_the_list_the_sheet_and_the_table_and_nobody_else_has(house, staff, signed_in):
    number = house.make(seats=1)
    house.come(number, "ana@example.org", name="=1+1", needs="boucle magnétique", association="Les Voisins")
    house.come(number, "bob@example.org", name="Bob")
    desk = f"/gestion/ateliers/{number}"
    page = staff.get(f"{desk}/inscrits").text
    assert "boucle magnétique" in page
    sheet = "".join(page.extract_text() for page in PdfReader(BytesIO(staff.get(f"{desk}/feuille").data)).pages)
    assert "Les Voisins" in sheet
    assert "Bob" not in sheet
    assert "boucle" not in sheet
    table = staff.get(f"/gestion/ateliers/{number}/inscrits.csv").text
    assert ';"=1+1' not in table
    page = staff.get(f"/gestion/ateliers/{number}/inscrits").text
    assert all(f'href="/gestion/ateliers/{number}/inscrits.{ending}"' in page for ending in ("ods", "xlsx", "csv"))
    assert '"\'=1+1";"ana@example.org"' in table
    for path in ("inscrits", "feuille", "inscrits.csv", "annuler", ""):
        address = f"/gestion/ateliers/{number}/{path}".rstrip("/")
        assert house.client.get(address).status_code == 302
        assert signed_in("ana@example.org").get(address).status_code == 403


def test_staff_take_somebody_off_who_called(house, staff):
    number = house.make(seats=1)
    house.come(number, "ana@example.org")
    house.come(number, "bob@example.org")
    with house.app.app_context():
        guest = db.session.scalars(select(SignUp).order_by(SignUp.id)).first().id
    page = f"/gestion/ateliers/{number}/inscrits"
    assert house.post(staff, page, {}, f"{page}/{guest}/enlever").status_code == 302
    assert house.states(number) == {"bob@example.org": "seated"}
    assert "annulée" in house.outbox.last_to("ana@example.org").subject


def move(app, number, starts_at):
    """Move a workshop and its sign-ups in time, without telling anybody."""
    with app.app_context():
        db.session.execute(
            update(Workshop)
            .where(Workshop.id == number)
            .values(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
        )
        db.session.execute(update(SignUp).values(created_at=now() - timedelta(days=3)))
        db.session.commit()


def test_those_who_come_are_reminded_once_the_day_before(house):
    number = house.make(seats=1)
    house.come(number, "ana@example.org")
    house.come(number, "bob@example.org")
    before = len(house.outbox.all())
    with house.app.app_context():
        remind()
        db.session.commit()
    assert len(house.outbox.all()) == before, "a week before is too early"
    move(house.app, number, now() + timedelta(hours=14))
    for _ in range(2):
        with house.app.app_context():
            remind()
            db.session.commit()
    new = house.outbox.all()[before:]
    assert [mail.recipient for mail in new] == ["ana@example.org"]
    assert "Bientôt" in new[0].subject


def test_needs_and_phones_are_forgotten_a_month_after_and_the_list_a_year_after(house):
    number = house.make()
    house.come(number, "ana@example.org", needs="fauteuil", phone="06")
    for days, left in ((20, ("fauteuil", "06")), (40, ("", "")), (400, None)):
        move(house.app, number, now() - timedelta(days=days))
        with house.app.app_context():
            forget()
            db.session.commit()
            row = db.session.scalars(select(SignUp)).first()
            assert (row and (row.needs, row.phone)) == left


def test_the_calls_page_and_the_agenda_show_the_workshops_to_come(house):
    number = house.make()
    assert f"/ateliers/{number}" in house.client.get("/appels/2026").text
    events = Calendar.from_ical(house.client.get(f"/ateliers/{number}.ics").data).events
    assert [event["summary"] for event in events] == ["Écrire pour tout le monde"]
    agenda = Calendar.from_ical(house.client.get("/agenda.ics").data)
    assert "Écrire pour tout le monde" in [event["summary"] for event in agenda.events]


def test_every_page_of_a_workshop_reads_in_english(house):
    number = house.make()
    for address in ("/en/ateliers", f"/en/ateliers/{number}", "/en/aide/lieux"):
        assert house.client.get(address).status_code == 200


def test_places_of_help_say_what_one_finds_there(house):
    page = house.client.get("/aide/lieux").text
    for words in ("Maison des associations", "tel:0298000001", "un scanner", "en fauteuil roulant", "mardi et jeudi"):
        assert words in page
