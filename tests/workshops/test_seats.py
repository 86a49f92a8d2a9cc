"""Signing up without an account: a seat or a place in the line, and never a seat too many."""

from __future__ import annotations

import re
import threading
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor

import pytest
from icalendar import Calendar
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from grants.db import db
from grants.domain.errors import RuleError
from grants.workshops.models import SEATED, WAITING, SignUp, Workshop
from grants.workshops.queries import sign_up_of
from grants.workshops.services import Guest, leave, sign_up

AT_ONCE = 16


def leave_link(mail):
    return re.search(r"/ateliers/inscriptions/\S+", mail.text)[0]


def together(app, work):
    """Do the work in sixteen threads that start together, each in its own context."""
    start = threading.Barrier(AT_ONCE)

    def run(place):
        with app.app_context():
            start.wait()
            try:
                return work(place)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_a_name_and_an_address_keep_a_seat_and_bring_a_mail_with_the_date(house):
    number = house.make()
    assert "il reste 3 places" in house.client.get(f"/ateliers/{number}").text
    assert house.come(number, "ana@example.org", needs="fauteuil").status_code == 302
    page = house.client.get(f"/ateliers/{number}").text
    assert "il reste 2 places" in page
    assert "ana@example.org" not in page
    mail = house.outbox.last_to("ana@example.org")
    assert "Écrire pour tout le monde" in mail.subject
    assert "/ateliers/inscriptions/" in mail.text
    assert [each["name"] for each in mail.attachments] == ["atelier.ics"]


def test_the_same_address_has_one_seat(house):
    number = house.make()
    house.come(number, "ana@example.org")
    again = house.come(number, "  ANA@example.org ")
    assert again.status_code == 409
    assert "déjà sur la liste" in again.text
    assert house.taken(number) == 1


def test_what_cannot_stand_is_told_and_nothing_typed_is_lost(house):
    number = house.make()
    answer = house.come(number, "ana@", name="", association="Les Voisins", needs="x" * 600)
    assert answer.status_code == 422
    for words in ("Écrivez votre nom.", "ne semble pas complète", "Les Voisins", "x" * 600):
        assert words in answer.text
    assert house.come(number, "a\x00na@example.org", name="\x00\u202e").status_code == 422
    assert house.states(number) == {}


def test_when_it_is_full_people_wait_and_the_first_moves_up(house):
    number = house.make(seats=1)
    for who in ("one", "two", "three"):
        house.come(number, f"{who}@example.org")
    assert house.states(number) == {
        "one@example.org": SEATED,
        "two@example.org": WAITING,
        "three@example.org": WAITING,
    }
    assert "2 personnes attendent" in house.client.get(f"/ateliers/{number}").text
    link = leave_link(house.outbox.last_to("one@example.org"))
    assert house.client.get(link).status_code == 200
    assert len(house.states(number)) == 3, "reading the mail cancels nothing"
    house.post(house.client, link, {})
    assert house.states(number) == {"two@example.org": SEATED, "three@example.org": WAITING}
    moved = house.outbox.last_to("two@example.org")
    assert "libérée" in moved.subject
    assert moved.attachments
    assert house.taken(number) == 1
    gone = house.client.get(link)
    assert gone.status_code == 404
    assert "n’existe plus" in gone.text


def test_leaving_takes_the_date_out_of_the_calendar(house):
    number = house.make()
    house.come(number, "ana@example.org")
    house.post(house.client, leave_link(house.outbox.last_to("ana@example.org")), {})
    event, method = event_of(house.outbox.last_to("ana@example.org"))
    assert (method, event["status"]) == ("CANCEL", "CANCELLED")
    assert house.taken(number) == 0


def event_of(mail):
    """Return the event a mail carries, and the method of its file."""
    calendar = Calendar.from_ical(b64decode(mail.attachments[0]["base64"]))
    return calendar.events[0], calendar["method"]


def test_a_workshop_that_is_over_or_called_off_takes_nobody(house, signed_in):
    number = house.make()
    page = house.come(number, "ana@example.org")
    staff = signed_in("desk@example.org", "staff")
    opened = house.app.test_client()
    form = opened.get(f"/ateliers/{number}").text
    house.post(staff, f"/gestion/ateliers/{number}/annuler", {})
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)[1]
    typed = {"csrf_token": token, "name": "Bob", "email": "bob@example.org"}
    answer = opened.post(f"/ateliers/{number}", data=typed)
    assert answer.status_code == 409
    assert page.status_code == 302
    assert "bob@example.org" not in house.states(number)


def test_one_address_cannot_be_written_to_without_end(house):
    numbers = [house.make()]
    with house.app.app_context():
        codes = []
        for _ in range(8):
            try:
                sign_up(numbers[0], Guest("Ana", "ana@example.org"), "hand")
                codes.append("")
            except RuleError as error:
                codes.append(error.code)
            db.session.commit()
    assert codes[0] == ""
    assert codes[-1] == "too_many"


def test_sixteen_at_once_for_three_seats_give_three(house):
    number = house.make()

    def act(place):
        sign_up(number, Guest("Ana", f"ana{place}@example.org"), f"hand {place}")
        db.session.commit()

    together(house.app, act)
    found = list(house.states(number).values())
    assert (found.count(SEATED), found.count(WAITING), house.taken(number)) == (3, 13, 3)


def test_without_the_guard_the_same_sixteen_take_too_many(house):
    number = house.make()
    read = threading.Barrier(AT_ONCE)

    def act(place):
        left = db.session.scalar(select(Workshop.seats - Workshop.taken).where(Workshop.id == number))
        db.session.rollback()
        read.wait()
        state = SEATED if left > 0 else WAITING
        row = SignUp(workshop_id=number, token=f"t{place}", email=f"{place}@x.org", name="Ana", state=state)
        db.session.add(row)
        db.session.commit()

    together(house.app, act)
    assert list(house.states(number).values()).count(SEATED) > 3


def test_the_database_itself_holds_the_seats(house):
    number = house.make()
    with house.app.app_context():
        with pytest.raises(IntegrityError, match="taken"):
            db.session.execute(update(Workshop).where(Workshop.id == number).values(taken=4))
        db.session.rollback()


def test_people_who_leave_and_come_at_once_leave_no_seat_empty(house):
    number = house.make()
    with house.app.app_context():
        tokens = [sign_up(number, Guest("Ana", f"first{n}@example.org"), f"h{n}").token for n in range(3)]
        db.session.commit()

    def act(place):
        if place < 6:
            guest = sign_up_of(tokens[place % 3])
            if guest:
                leave(guest)
        else:
            sign_up(number, Guest("Bob", f"bob{place}@example.org"), f"hand {place}")
        db.session.commit()

    together(house.app, act)
    with house.app.app_context():
        seated = db.session.scalar(select(func.count()).where(SignUp.state == SEATED))
    assert (seated, house.taken(number)) == (3, 3)
