"""Account numbers are whole to the people of a file and to whoever was given their sight; to nobody else, anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from grants.accounts.models import Person
from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.audit import AuditEntry
from grants.db import db
from grants.demo.services import CLERK
from grants.domain.identifiers import compact
from grants.security import BANK, audience_of
from tests.conftest import csrf_token
from tests.journeys.addresses import MET, Town, build, right, rules
from tests.journeys.asking import text_of

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.one_database

SLOW = {
    "plenary.print_out", "plenary.booklet", "applications.blank", "applications.page_picture", "workshops.sheet",
    "reports.one_page", "reports.financial_report", "applications.acknowledgement",
}  # fmt: skip
PAPERS = frozenset({"applications.two_pages", "applications.cerfa_odt"})
"""What the people of a file read whole."""
PLAYS_A_PART = {"applications.screen"}
"""Staff who type a file in from paper write its account, and see what they write."""


@pytest.fixture
def town(app, monkeypatch) -> Town:
    return build(app, monkeypatch)


def accounts(app: Flask) -> set[str]:
    """Return every account number that the town was given."""
    with app.app_context():
        answers = db.session.scalars(select(Application.answers))
        return {compact(each["iban"]) for each in answers if len(each.get("iban", "")) > 20}


def seen(app: Flask, client: FlaskClient, town: Town, known: set[str], only: frozenset[str] = frozenset()) -> set[str]:
    """Return the addresses that show an account to this client, of all that can be read, or of these."""
    found = set()
    for rule in rules(app):
        if "GET" not in rule.methods or rule.endpoint in SLOW | PLAYS_A_PART or (only and rule.endpoint not in only):
            continue
        for file in town.files_of(rule):
            address = right(rule, town.words(rule, **({"public_id": file} if "public_id" in rule.arguments else {})))
            said = text_of(client.get(address))
            if any(account in said for account in known):
                found.add(rule.endpoint)
    return found


def test_nobody_of_the_staff_reads_an_account_whatever_the_page_or_the_file(app, town, signed_in):
    known = accounts(app)
    assert len(known) > 3
    assert seen(app, signed_in(CLERK, "admin"), town, known) == set()
    assert seen(app, signed_in(town.writer), town, known, PAPERS) == PAPERS, "the control"


def test_the_doors_of_accounts_open_to_a_name_and_not_to_a_role(app, town, signed_in):
    doors = [rule for rule in rules(app) if audience_of(app.view_functions[rule.endpoint]) == BANK]
    assert len(doors) == 3
    for role in ("member", "staff", "admin"):
        client = signed_in("qui@example.org" if role == "member" else CLERK, role)
        token = csrf_token(client.get("/connexion").text)
        for rule in doors:
            for method in {"GET", "POST"} & rule.methods:
                answer = client.open(right(rule, town.words(rule)), method=method, data={"csrf_token": token})
                assert answer.status_code == 403, f"{role} {method} {rule.rule}"


def give(app: Flask, signed_in, admin: str = "chef@port-leon.example") -> FlaskClient:
    """Have an administrator give the clerk the sight of accounts; return the clerk's browser."""
    with app.app_context():
        clerk = ensure_person(CLERK).id
    chief = signed_in(admin, "admin")
    page = chief.get(f"/gestion/equipe/{clerk}")
    answer = chief.post(
        f"/gestion/droits/{clerk}", data={"csrf_token": csrf_token(page.text), "sees": "yes"}, follow_redirects=True
    )
    assert f"{CLERK} voit les coordonnées bancaires." in answer.text
    return signed_in(CLERK, "staff")


def acts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_each_sight_and_each_export_is_given_by_somebody_and_written_down(app, town, signed_in):
    known, client = accounts(app), give(app, signed_in)
    assert acts(app)[-1] == "account_sight_given"
    rule = next(each for each in rules(app) if each.endpoint == "budget.account")
    page = client.get(right(rule, town.words(rule)))
    assert not any(account in text_of(page) for account in known), "masked until it is asked for"
    token = csrf_token(page.text)
    shown = client.post(right(rule, town.words(rule)), data={"csrf_token": token})
    assert any(account in text_of(shown) for account in known)
    assert acts(app)[-1] == "account_seen"
    for ending in ("ods", "xlsx", "csv"):
        batch = next(each for each in rules(app) if each.endpoint == "budget.finance")
        answer = client.post(right(batch, town.words(batch)), data={"csrf_token": token, "ending": ending})
        assert answer.status_code == 200
        assert sum(account in text_of(answer) for account in known) > 1, ending
        assert acts(app)[-1] == "accounts_exported"
    batch = next(each for each in rules(app) if each.endpoint == "budget.finance")
    answer = client.post(right(batch, town.words(batch)), data={"csrf_token": token, "ending": "exe"})
    assert answer.status_code == 302


def test_who_left_the_staff_sees_no_account_any_more(app, town, signed_in):
    client = give(app, signed_in)
    rule = next(each for each in rules(app) if each.endpoint == "budget.account")
    assert client.get(right(rule, town.words(rule))).status_code == 200
    with app.app_context():
        db.session.scalars(select(Person).where(Person.email == CLERK)).one().role = "member"
        db.session.commit()
    assert client.get(right(rule, town.words(rule))).status_code == 403
    assert client.get(f"/gestion/budget/{MET}/paiements").status_code == 403
