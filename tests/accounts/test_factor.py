"""The second factor of staff: a clock whose codes serve once in every spelling, recovery codes, and nothing without."""

from __future__ import annotations

import dataclasses
import re
from base64 import b32decode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from grants.accounts.models import ClockFactor, Person, SessionRow
from grants.accounts.services import ensure_person, factors, prove
from grants.audit import AuditEntry
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.totp import STEP_SECONDS, code_at, counter_at
from tests.accounts.people import post
from tests.conftest import csrf_token

HOME = "/connexion/protection"
CLERK = "clerk@example.org"


@pytest.fixture
def required(app):
    """Have the town ask every one of its staff for a second factor."""
    before = app.extensions["settings"]
    app.extensions["settings"] = dataclasses.replace(before, staff_second_factor="required")
    yield
    app.extensions["settings"] = before


def by_mail(client, post_form, outbox, email=CLERK):
    """Sign in by the code of the mail; return the answer."""
    post_form(client, "/connexion", {"email": email})
    code = re.search(r"\b\d{3} \d{3}\b", outbox.last_to(email).text)[0]
    return post_form(client, "/connexion/code", {"code": code})


def set_clock(client):
    """Set an application of codes through the pages; return its key and the recovery codes."""
    assert post(client, HOME, f"{HOME}/commencer").location == f"{HOME}/application"
    page = client.get(f"{HOME}/application")
    assert "no-store" in page.headers["Cache-Control"]
    key = b32decode(re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", ""))
    assert client.get(f"{HOME}/application.svg").mimetype == "image/svg+xml"
    shown = client.post(
        f"{HOME}/application", data={"csrf_token": csrf_token(page.text), "code": code_at(key, counter_at(now()))}
    )
    return key, re.findall(r"<code>([a-z-]{14})</code>", shown.text)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_standard(at, code):
    assert code_at(b"12345678901234567890", counter_at(datetime.fromtimestamp(at, UTC))) == code


@pytest.mark.usefixtures("required")
def test_a_first_factor_is_set_at_the_first_sign_in(app, client, post_form, outbox):
    with app.app_context():
        ensure_person(CLERK).role = "staff"
        db.session.commit()
    assert by_mail(client, post_form, outbox).location == "/connexion/verification"
    for closed in ("/gestion/", "/mon-espace"):
        assert client.get(closed).location == "/connexion/verification"
    assert client.get("/connexion/verification").location == HOME
    half = client.get_cookie("grants").value
    _key, codes = set_clock(client)
    assert len(set(codes)) == 10
    assert client.get("/gestion/").status_code == 200
    assert client.get_cookie("grants").value != half
    client.set_cookie("grants", half)
    assert client.get("/gestion/").location.startswith("/connexion?")
    assert {"codes de secours", "application de codes"} <= set(
        re.findall("codes de secours|application de codes", "".join(mail.text for mail in outbox.all()))
    )


def test_the_code_is_asked_at_each_sign_in_and_serves_once(signed_in, app, post_form, outbox, time_machine):
    key, _codes = set_clock(signed_in(CLERK, "staff"))
    time_machine.move_to(now() + timedelta(seconds=2 * STEP_SECONDS))
    code = code_at(key, counter_at(now()))
    wide = code.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    client = app.test_client()
    assert by_mail(client, post_form, outbox).location == "/connexion/verification"
    assert client.get("/gestion/").status_code == 302
    assert post_form(client, "/connexion/verification", {"code": f" {wide[:3]} {wide[3:]}"}).location == "/gestion/"
    assert client.get("/gestion/").status_code == 200
    thief = app.test_client()
    by_mail(thief, post_form, outbox)
    for spelling in (code, wide, " ".join(code), code_at(key, counter_at(now()) - 1)):
        answer = post_form(thief, "/connexion/verification", {"code": spelling})
        assert answer.status_code == 422
        assert "a déjà servi" in answer.text
    assert thief.get("/gestion/").status_code == 302


def test_sixteen_hands_use_one_code_once(app, signed_in, time_machine):
    key, _codes = set_clock(signed_in(CLERK, "staff"))
    instant = now() + timedelta(minutes=2)
    time_machine.move_to(instant, tick=False)
    code = code_at(key, counter_at(instant))

    def press(_hand):
        with app.app_context():
            person = db.session.query(Person).filter_by(email=CLERK).one()
            try:
                prove(person, code)
            except RuleError:
                db.session.commit()
                return 0
            db.session.commit()
            return 1

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(press, range(16))) == 1


@pytest.mark.one_database
def test_control_without_the_step_kept_a_code_serves_again(app, signed_in, time_machine):
    key, _codes = set_clock(signed_in(CLERK, "staff"))
    time_machine.move_to(now() + timedelta(minutes=2), tick=False)
    code = code_at(key, counter_at(now()))
    with app.app_context():
        person = db.session.query(Person).filter_by(email=CLERK).one()
        for _ in range(3):
            prove(person, code)
            db.session.query(ClockFactor).update({"last_step": 0})


@pytest.mark.one_database
def test_guessing_stops_after_ten_tries(app, signed_in):
    key, _codes = set_clock(signed_in(CLERK, "staff"))
    with app.app_context():
        person = db.session.query(Person).filter_by(email=CLERK).one()
        for _ in range(9):
            with pytest.raises(RuleError, match="factor_wrong"):
                prove(person, "not it")
        with pytest.raises(RuleError, match="too_many_factors"):
            prove(person, code_at(key, counter_at(now()) + 1))


def test_a_recovery_code_opens_once_and_is_told(app, signed_in, post_form, outbox):
    _key, codes = set_clock(signed_in(CLERK, "staff"))
    for number, (typed, opens) in enumerate(((codes[3].upper(), True), (codes[3], False), (codes[4], True))):
        client = app.test_client()
        by_mail(client, post_form, outbox)
        answer = post_form(client, "/connexion/verification", {"code": typed.replace("-", " ")})
        assert (answer.status_code == 302) == opens, number
    assert "codes de secours vient de servir" in outbox.last_to(CLERK).text
    with app.app_context():
        used = db.session.query(AuditEntry).filter_by(act="recovery_used").order_by(AuditEntry.id).all()
        assert [each.details for each in used] == [{"left": 9}, {"left": 8}]
        assert not any(codes[3] in str(each.details) for each in db.session.query(AuditEntry))


def test_an_administrator_or_the_command_begins_anew(app, signed_in, outbox):
    clerk = signed_in(CLERK, "staff")
    set_clock(clerk)
    admin = signed_in("chief@example.org", "admin")
    number = re.search(r"/gestion/equipe/(\d+)[^>]*>[^<]*<[^>]*> – " + CLERK, admin.get("/gestion/equipe").text)[1]
    assert post(admin, f"/gestion/equipe/{number}", f"/gestion/protection/{number}").status_code == 302
    assert clerk.get("/gestion/").status_code == 302, "their sessions end"
    assert "remis la protection" in outbox.last_to(CLERK).text
    assert "par son e-mail seul" in admin.get(f"/gestion/equipe/{number}").text
    again = signed_in(CLERK, "staff")
    set_clock(again)
    told = app.test_cli_runner().invoke(args=["admin", "reset-factor", CLERK])
    assert told.exit_code == 0, told.output
    assert again.get("/gestion/").status_code == 302
    with app.app_context():
        done = db.session.query(AuditEntry).filter_by(act="factor_reset").order_by(AuditEntry.id)
        chief = db.session.query(Person).filter_by(email="chief@example.org").one()
        assert [each.actor for each in done] == [f"person:{chief.id}", "command"]


def test_a_factor_changes_only_just_after_it_was_shown(signed_in, time_machine, post_form):
    client = signed_in(CLERK, "staff")
    key, _codes = set_clock(client)
    token = csrf_token(client.get(HOME).text)
    time_machine.move_to(now() + timedelta(minutes=20))
    for method, page in (("GET", HOME), ("POST", f"{HOME}/commencer"), ("POST", f"{HOME}/codes")):
        answer = client.open(page, method=method, data={"csrf_token": token} if method == "POST" else None)
        assert answer.location == "/connexion/verification", page
    shown = post_form(client, "/connexion/verification", {"code": code_at(key, counter_at(now()))})
    assert shown.location == HOME
    assert client.get(HOME).status_code == 200


@pytest.mark.one_database
def test_setting_a_factor_ends_the_sessions_that_showed_none(app, signed_in):
    here, elsewhere = signed_in(CLERK, "staff"), signed_in(CLERK, "staff")
    set_clock(here)
    assert elsewhere.get("/gestion/").status_code == 302
    assert here.get("/gestion/").status_code == 200
    with app.app_context():
        assert db.session.query(SessionRow).filter(SessionRow.ended_at.is_(None)).count() == 1


@pytest.mark.usefixtures("required")
@pytest.mark.one_database
def test_a_half_open_session_waits_a_quarter_of_an_hour(app, client, post_form, outbox, time_machine):
    with app.app_context():
        ensure_person(CLERK).role = "admin"
        db.session.commit()
    by_mail(client, post_form, outbox)
    time_machine.move_to(now() + timedelta(minutes=16))
    assert client.get(HOME).location.startswith("/connexion?")


@pytest.mark.one_database
def test_the_key_is_not_readable_in_the_database(app, signed_in):
    key, codes = set_clock(signed_in(CLERK, "staff"))
    with app.app_context():
        kept = repr([tuple(row) for row in db.session.execute(db.text("SELECT * FROM clock_factor")).all()])
        assert repr(key)[2:-1] not in kept
        assert factors.secret_of(db.session.query(ClockFactor).one()) == key
        hashes = repr(db.session.execute(db.text("SELECT * FROM recovery_code")).all())
        assert not any(code in hashes or code.replace("-", "") in hashes for code in codes)


@pytest.mark.one_database
def test_members_have_no_use_for_these_pages(signed_in):
    client = signed_in()
    assert client.get(HOME).status_code == 403
    assert client.get("/gestion/protection").status_code == 403


@pytest.mark.one_database
def test_an_administrator_goes_from_there_to_the_protection_of_the_team(signed_in):
    page = signed_in(CLERK, "admin").get(HOME)
    assert page.status_code == 200
    assert 'href="/gestion/equipe"' in page.text
