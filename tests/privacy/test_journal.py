"""The log of acts is read in words, and every act has words."""

from __future__ import annotations

import ast

import pytest

from grants.accounts.services import ensure_person, invite_to_association, join_association
from grants.audit import record
from grants.budget.forms.words.acts import ACTS
from grants.db import db
from tests.house.source import modules
from tests.town import make_association

pytestmark = pytest.mark.one_database


def codes(text: str) -> set[str]:
    """Return the codes of the acts that a module records, written where it records them or as its constants."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"record", "audit.record"} and len(node.args) > 1:
            found |= {each.value for each in ast.walk(node.args[1]) if isinstance(each, ast.Constant)}
    return {each for each in found if isinstance(each, str) and not each.endswith("_")}


def test_every_act_has_words():
    done = set().union(*(codes(text) for _name, text in modules()))
    assert len(done) >= 40
    assert done - set(ACTS) == set()


def test_an_act_without_words_would_be_seen():
    assert codes('record(actor, "bridge_built" if one else "bridge_burnt", "bridge:1")') == {
        "bridge_built",
        "bridge_burnt",
    }


def test_the_people_of_an_association_are_in_the_log_by_reference(app, signed_in):
    with app.app_context():
        house, ana = make_association(), ensure_person("ana@example.org")
        join_association(ana, house)
        invite_to_association(house, ana, "lou@example.org", "fr")
        for _ in range(60):
            record("command", "books_exported", "books", year=2026)
        db.session.commit()
        reference = f"person:{ana.id}"
    clerk = signed_in("lea@port-leon.example", "staff")
    page = clerk.get("/gestion/journal?personne=ana@example.org").text
    assert "Personne jointe à une association" in page
    assert "Invitation à une association" in page
    assert "lou@example.org" not in page, "the log holds references, no address of others"
    assert "ana@example.org" in page
    first = clerk.get("/gestion/journal").text
    assert "Plus anciens" in first
    assert "Plus anciens" not in clerk.get("/gestion/journal?avant=20").text
    assert "Aucun acte" in clerk.get("/gestion/journal?personne=nul@example.org").text
    sheet = clerk.get("/gestion/journal.csv?acte=association_invited").text
    assert reference not in sheet
    assert sheet.count("Invitation à une association") == 1


def test_what_an_act_is_about_is_told_in_words(app, signed_in):
    with app.app_context():
        record("clock", "clock_warned", "application:3", {"clock": "aided"})
        record("command", "books_exported", "thing:9")
        db.session.commit()
    page = signed_in("lea@port-leon.example", "staff").get("/gestion/journal").text
    assert "dossier 3" in page
    assert "le site, chaque matin" in page
    assert "application:3" not in page
    assert "thing:9" in page, "a kind without words is told as it is"
