"""One sees only one's own, in each of its states, whatever one writes in the address (the roles: test_who_may)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import csrf_token
from tests.journeys.addresses import OPEN, Town, right, rules
from tests.journeys.asking import changed, kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.routing import Rule

pytestmark = pytest.mark.one_database

OWN = {"public_id", "association_id"}
"""The places of an address that name what belongs to somebody."""
INSIDE = ("link_id", "claim_id", "membership_id", "writer_id", "file_id", "number", "name", "turn")
"""The places that name a part of it."""


AGENT = "agente@port-leon.example"
"""Somebody of the town whose browser asks for no second factor."""


@pytest.fixture
def town(furnished_town) -> Town:
    """Return a town with something behind every address."""
    return furnished_town


def addresses(town: Town, rule: Rule) -> Iterator[str]:
    """Give an address for each of the writer's files."""
    for file in town.files_of(rule):
        yield right(rule, town.words(rule, **({"public_id": file} if "public_id" in rule.arguments else {})))


def token_of(client: FlaskClient) -> str:
    """Return what lets a form of this browser in."""
    return csrf_token(client.get("/connexion").text)


def owned(app: Flask) -> list[Rule]:
    """Return the addresses of what belongs to somebody, the desk's left out."""
    return [rule for rule in rules(app) if OWN & rule.arguments and not rule.rule.startswith("/gestion/")]


def test_nobody_reads_nor_writes_what_belongs_to_others(app, town, signed_in):
    opened, visitor, stranger = owned(app), app.test_client(), signed_in(town.stranger)
    assert len(opened) > 40
    before, tokens = kept(app), {visitor: token_of(visitor), stranger: token_of(stranger)}
    for rule in opened:
        for address in addresses(town, rule):
            for method in {"GET", "HEAD", "POST"} & rule.methods:
                data = {"csrf_token": tokens[stranger], "name": "À moi", "words": "Je le prends", "use": "1"}
                answer = stranger.open(address, method=method, data=data if method == "POST" else None)
                assert answer.status_code == 404, f"{method} {address}"
                data = {"csrf_token": tokens[visitor], "answer": "yes"}
                answer = visitor.open(address, method=method, data=data if method == "POST" else None)
                assert answer.status_code == (401 if method == "POST" else 302), f"{method} {address}"
    assert changed(app, before) == set()
    assert signed_in(town.writer).get(f"/dossiers/{town.draft}/association").status_code == 200


def test_a_part_of_others_is_not_reached_through_what_is_one_s_own(app, town, signed_in):
    """Whoever owns a file writes the number of a part of another file in its address."""
    client = signed_in(town.stranger)
    page = client.get(f"/appels/{OPEN}/proposer").text
    own = client.post(f"/appels/{OPEN}/proposer", data={"csrf_token": csrf_token(page)}).location.split("/")[2]
    before, token = kept(app), token_of(client)
    inner = [rule for rule in owned(app) if "public_id" in rule.arguments and set(INSIDE) & rule.arguments]
    assert len(inner) > 6
    for rule in inner:
        if rule.endpoint == "applications.screen":
            continue
        address = right(rule, town.words(rule, public_id=own))
        for method in {"GET", "POST"} & rule.methods:
            data = {"csrf_token": token, "use": "1"} if method == "POST" else None
            answer = client.open(address, method=method, data=data)
            assert answer.status_code in {302, 404}, f"{method} {address}"
    again = client.post(f"/appels/{OPEN}/proposer", data={"csrf_token": token, "again": town.draft})
    assert again.status_code == 404
    assert changed(app, before) == set()


def test_staff_write_in_no_file_that_an_applicant_writes(app, town, signed_in):
    """The town reads, and speaks as the town; the words of a file are its people's."""
    client = signed_in(AGENT, "staff")
    before, token = kept(app), token_of(client)
    for rule in owned(app):
        if "POST" not in rule.methods or "association_id" in rule.arguments:
            continue
        if "/personnes/" in rule.rule or "/lieux" in rule.rule or rule.rule.endswith("/porteur"):
            continue  # who writes, and where it happens, the town may help with
        for address in addresses(town, rule):
            answer = client.post(address, data={"csrf_token": token, "title": "À nous", "words": "Non", "use": "1"})
            assert answer.status_code == 404, address
    assert changed(app, before) == set()


def test_no_form_but_the_one_of_mail_programs_is_taken_without_its_token(app, town, signed_in):
    client, exempt = signed_in(AGENT, "admin"), {"mails.stop", "follow.stop_at_once"}
    before = kept(app)
    for rule in rules(app):
        if "POST" in rule.methods and rule.endpoint not in exempt:
            answer = client.post(right(rule, town.words(rule)), data={"answer": "yes"})
            assert answer.status_code == 400, rule.rule
    assert changed(app, before) == set()
