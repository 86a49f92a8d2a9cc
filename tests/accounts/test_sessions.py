"""Sessions: known to their people, ended by them, left alone they end; a new one at each sign-in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from grants.accounts.models import SessionRow
from grants.accounts.services import accept_invitation, forget_sign_ins, invite, note_seen
from grants.audit import AuditEntry
from grants.db import db, now
from grants.domain.devices import device_of
from tests.accounts.people import post

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
    " Mobile/15E148 Safari/604.1"
)


def open_rows(app):
    with app.app_context():
        return db.session.query(SessionRow).filter(SessionRow.ended_at.is_(None)).count()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("said", "device"),
    [
        (PHONE, "Safari/iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox/Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge/Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile Safari/537.36", "Chrome/Android"),
        ("curl/8.5.0", "/"),
        ("", "/"),
    ],
)
def test_a_browser_is_told_in_two_words(said, device):
    assert device_of(said) == device


def test_one_sees_one_s_browsers_and_ends_another_by_hand(app, client, post_form, signed_in, outbox):
    elsewhere = signed_in()
    client.environ_base["HTTP_USER_AGENT"] = PHONE
    post_form(client, "/connexion", {"email": "ana@example.org"})
    code = re.search(r"\b\d{3} \d{3}\b", outbox.last_to("ana@example.org").text)[0]
    post_form(client, "/connexion/code", {"code": code})
    page = client.get("/mon-espace/appareils").text
    assert "Safari sur iPhone" in page
    assert PHONE not in page
    assert "Un navigateur" in page
    number = re.search(r"/appareils/(\d+)/terminer", page)[1]
    assert post(client, "/mon-espace/appareils", f"/mon-espace/appareils/{number}/terminer").status_code == 302
    assert elsewhere.get("/mon-espace").location.startswith("/connexion")
    assert client.get("/mon-espace").status_code == 200
    assert "déconnectés" in outbox.last_to("ana@example.org").text
    with app.app_context():
        assert db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first().act == "sessions_ended"


def test_all_others_end_at_once_and_nobody_ends_a_stranger_s(app, signed_in):
    mine, others, stranger = signed_in(), [signed_in(), signed_in()], signed_in("eve@example.org")
    page = "/mon-espace/appareils"
    assert post(stranger, "/connexion", f"{page}/1/terminer").status_code == 404
    assert all(each.get("/mon-espace").status_code == 200 for each in (mine, *others))
    assert post(mine, page, f"{page}/terminer").status_code == 302
    assert all(each.get("/mon-espace").status_code == 302 for each in others)
    assert mine.get("/mon-espace").status_code == stranger.get("/mon-espace").status_code == 200
    assert open_rows(app) == 2


def test_signing_in_again_replaces_the_session_of_the_browser(app, signed_in, post_form, outbox):
    client = signed_in()
    before = client.get_cookie("grants").value
    post_form(client, "/connexion", {"email": "ana@example.org"})
    code = re.search(r"\b\d{3} \d{3}\b", outbox.last_to("ana@example.org").text)[0]
    post_form(client, "/connexion/code", {"code": code})
    assert client.get_cookie("grants").value != before
    assert open_rows(app) == 1


def test_a_role_ends_the_sessions_that_had_none(app, signed_in):
    client = signed_in()
    with app.app_context():
        accept_invitation(invite("ana@example.org", "staff"), "fr")
        db.session.commit()
    assert client.get("/mon-espace").status_code == 302


@pytest.mark.one_database
def test_staff_who_leave_the_desk_sign_in_again_and_others_stay(signed_in, time_machine):
    clerk, ana = signed_in("clerk@example.org", "staff"), signed_in()
    time_machine.move_to(now() + timedelta(hours=11))
    assert clerk.get("/mon-espace").status_code == 200
    time_machine.move_to(now() + timedelta(hours=11))
    assert clerk.get("/mon-espace").status_code == 200, "a page read is a sign of life"
    time_machine.move_to(now() + timedelta(hours=13))
    assert clerk.get("/mon-espace").status_code == 302
    assert ana.get("/mon-espace").status_code == 200


def test_a_visit_is_noted_once_an_hour_even_by_reading(app, signed_in, time_machine):
    client = signed_in()
    with app.app_context():
        first = db.session.query(SessionRow).one().seen_at
    client.get("/mon-espace")
    time_machine.move_to(now() + timedelta(minutes=61))
    client.get("/mon-espace")
    with app.app_context():
        row = db.session.query(SessionRow).one()
        assert row.seen_at - first > timedelta(hours=1)
        assert not note_seen(row)


@pytest.mark.one_database
def test_a_page_does_not_wait_for_a_long_writer_to_note_a_visit(app, signed_in, time_machine):
    client = signed_in()
    time_machine.move_to(now() + timedelta(hours=2))
    with app.app_context(), db.engine.connect() as writer:  # begins as SQLite's writers do: it holds the pen
        assert client.get("/mon-espace").status_code == 200
        writer.rollback()
        assert client.get("/mon-espace").status_code == 200
        assert db.session.query(SessionRow).one().seen_at > now() - timedelta(minutes=1)


def test_sessions_over_for_a_month_are_forgotten(app, signed_in, time_machine):
    signed_in()
    with app.app_context():
        time_machine.move_to(now() + timedelta(days=59))
        assert forget_sign_ins() == 0
        time_machine.move_to(now() + timedelta(days=2))
        assert forget_sign_ins() == 1
