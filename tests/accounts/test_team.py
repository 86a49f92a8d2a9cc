"""Somebody who leaves the staff is out at the next page, everywhere; a town keeps one administrator."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from grants.accounts.models import Invitation, Person
from grants.accounts.services import ensure_person, invite, let_see_accounts
from grants.audit import AuditEntry
from grants.db import db
from tests.conftest import csrf_token

LEAVER, CHIEF = "lea@port-leon.example", "chef@port-leon.example"


def number_of(app, email):
    with app.app_context():
        return ensure_person(email).id


def remove(chief, number):
    page = chief.get(f"/gestion/equipe/{number}/retirer")
    return chief.post(
        f"/gestion/equipe/{number}/retirer", data={"csrf_token": csrf_token(page.text)}, follow_redirects=True
    )


def test_whoever_is_removed_is_out_at_the_next_page_of_every_browser(app, signed_in, outbox):
    office, phone, chief = signed_in(LEAVER, "staff"), signed_in(LEAVER, "staff"), signed_in(CHIEF, "admin")
    with app.app_context():
        let_see_accounts(ensure_person(LEAVER), "command", sees=True)
        offered = invite(LEAVER, "admin")
        db.session.commit()
    assert [office.get("/gestion/").status_code, phone.get("/gestion/").status_code] == [200, 200]
    assert f"{LEAVER} ne fait plus partie de l’équipe" in remove(chief, number_of(app, LEAVER)).text
    for browser in (office, phone):
        answer = browser.get("/gestion/")
        assert (answer.status_code, answer.location) == (302, "/connexion?next=/gestion/")
    assert signed_in_as_they_are(app, signed_in).get("/gestion/").status_code == 403
    token = csrf_token(office.get("/connexion").text)
    assert office.post(f"/invitation/{offered}", data={"csrf_token": token}).location == "/connexion"
    with app.app_context():
        person = ensure_person(LEAVER)
        assert (person.role, person.sees_bank_details, person.reads_accounts) == ("member", False, False)
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (last.act, last.subject) == ("staff_removed", f"person:{person.id}")
        assert last.details == {"role": "staff", "accounts": True}
        assert db.session.scalars(select(Invitation.used_at)).one() is not None
    assert "Vos sessions sont fermées" in outbox.last_to(LEAVER).text


def signed_in_as_they_are(app, signed_in):
    """Return a new browser of whoever was removed: they may sign in again, as anybody does."""
    with app.app_context():
        role = db.session.scalars(select(Person.role).where(Person.email == LEAVER)).one()
    return signed_in(LEAVER, role)


def test_the_last_administrator_stays_and_only_administrators_remove(app, signed_in):
    chief, clerk = signed_in(CHIEF, "admin"), signed_in(LEAVER, "staff")
    assert "dernière personne qui administre" in remove(chief, number_of(app, CHIEF)).text
    assert chief.get("/gestion/equipe").status_code == 200
    assert clerk.get(f"/gestion/equipe/{number_of(app, CHIEF)}/retirer").status_code == 403
    number = number_of(app, LEAVER)
    remove(chief, number)
    assert remove_again(chief, number).status_code == 404


def remove_again(chief, number):
    token = csrf_token(chief.get("/connexion").text)
    return chief.post(f"/gestion/equipe/{number}/retirer", data={"csrf_token": token})


@pytest.mark.parametrize(
    ("who", "said"), [(LEAVER, "no longer works"), (CHIEF, "last administrator"), ("x@y.example", "nobody")]
)
def test_the_command_does_the_same(app, signed_in, who, said):
    browser = signed_in(LEAVER, "staff")
    signed_in(CHIEF, "admin")
    result = app.test_cli_runner().invoke(args=["admin", "remove", who])
    assert said in result.output
    assert browser.get("/gestion/").status_code == (302 if who == LEAVER else 200)
    again = app.test_cli_runner().invoke(args=["admin", "remove", LEAVER])
    assert (again.exit_code == 0) == (who != LEAVER)
