"""Interruptions, when the session, the token or the secret no longer counts: signing in again brings the text in."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete

from grants.accounts.models import SessionRow
from grants.db import db
from tests.browser.phone import NO_LAST_WORD, WITHOUT_SHELF

# A session is one row, written and ended by tests/accounts on both databases; here one is enough.
pytestmark = pytest.mark.one_database

UNAWARE = "Écrit sans le savoir"
LONG = "Mon long texte, sans script. " * 10


@pytest.fixture
def end_sessions(app):
    """Return a function that ends everybody's session on the server."""

    def end():
        with app.app_context():
            db.session.execute(delete(SessionRow))
            db.session.commit()

    return end


def sign_in_by_pages(page, outbox, email="ana@example.org"):
    """Sign in through the pages and the mail, in the tab at hand."""
    page.fill("#email", email)
    page.click("main form button")
    page.fill("#code", re.search(r"\b(\d{3} \d{3})\b", outbox.last_to(email).text)[1])
    page.click("main form button")


def test_a_session_ends_and_one_signs_in_elsewhere(phone, signed_in, end_sessions):
    page = phone.open()
    end_sessions()
    phone.type(page, "title", UNAWARE)
    phone.says(page, "session est finie")
    phone.sign_in(signed_in())
    phone.until_saved(page, "title", UNAWARE)
    phone.until_kept_nowhere_here(page)


def test_a_session_ends_and_one_signs_in_in_the_same_tab(phone, outbox, end_sessions):
    page = phone.open()
    end_sessions()
    phone.type(page, "title", UNAWARE)
    phone.says(page, "session est finie")
    page.goto(f"{phone.server}/mon-espace")
    assert "/connexion" in page.url
    sign_in_by_pages(page, outbox)
    phone.until_saved(page, "title", UNAWARE)
    phone.says(page, "retrouvé et enregistré")


def test_a_session_ends_before_the_button_is_pressed(phone, outbox, end_sessions):
    page = phone.open()
    end_sessions()
    page.fill("#title", UNAWARE)
    page.click("button:has-text('Enregistrer et continuer')")
    assert page.input_value("[name=title]") == UNAWARE
    page.goto(f"{phone.server}{phone.writer.home}/envie")
    sign_in_by_pages(page, outbox)
    phone.until_saved(page, "title", UNAWARE)
    phone.until(page, lambda: page.input_value("#title") == UNAWARE)


def test_a_session_ends_without_script(plain_phone, signed_in, end_sessions):
    page = plain_phone.open()
    end_sessions()
    page.fill("#what", LONG)
    page.click("button:has-text('Enregistrer et continuer')")
    assert page.input_value("[name=what]") == LONG
    plain_phone.sign_in(signed_in())
    page.click("button:has-text('Envoyer de nouveau')")
    if plain_phone.answer("what") != LONG:  # the token of the old session came back with the text: once more
        assert page.input_value("[name=what]") == LONG
        page.click("button:has-text('Envoyer de nouveau')")
    assert plain_phone.answer("what") == LONG


def test_one_signs_out_in_another_tab(phone, outbox):
    page = phone.open()
    other = phone.visit("/mon-espace")
    other.click("#leave button")
    phone.type(page, "title", UNAWARE)
    phone.says(page, "session est finie")
    page.close()
    other.goto(f"{phone.server}/mon-espace")
    sign_in_by_pages(other, outbox)
    phone.until_saved(other, "title", UNAWARE)


def test_the_token_of_the_form_is_lost(phone):
    page = phone.open()
    phone.context.clear_cookies(name="form")
    phone.type(page, "title", UNAWARE)
    phone.until_saved(page, "title", UNAWARE)


def test_the_secret_of_the_server_changes(phone, app):
    page = phone.open()
    before = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = before[::-1]
    try:
        phone.type(page, "title", UNAWARE)
        phone.until_saved(page, "title", UNAWARE)
    finally:
        app.config["SECRET_KEY"] = before


def test_the_token_is_lost_without_script(plain_phone):
    page = plain_phone.open()
    plain_phone.context.clear_cookies(name="form")
    page.fill("#what", LONG)
    page.click("button:has-text('Enregistrer et continuer')")
    assert page.input_value("[name=what]") == LONG
    page.click("button:has-text('Envoyer de nouveau')")
    assert plain_phone.answer("what") == LONG


def test_somebody_else_signs_in_on_the_same_device(phone, signed_in, end_sessions):
    page = phone.open()
    end_sessions()
    phone.type(page, "title", UNAWARE)
    phone.says(page, "session est finie")
    page.close()
    phone.sign_in(signed_in("tom@example.org"))
    page = phone.visit("/mon-espace")
    phone.pass_time(page, 10_000)
    assert UNAWARE not in page.content()
    assert phone.answer("title") == ""
    phone.sign_in(signed_in())
    page.goto(f"{phone.server}/mon-espace")
    phone.until_saved(page, "title", UNAWARE)


@pytest.mark.parametrize("forgetful", [WITHOUT_SHELF, NO_LAST_WORD])
def test_control_signed_out_without_the_copy_the_text_is_lost(phone, signed_in, end_sessions, forgetful):
    phone.context.add_init_script(f"{WITHOUT_SHELF}; {forgetful}" if forgetful != WITHOUT_SHELF else forgetful)
    page = phone.open()
    end_sessions()
    phone.type(page, "title", UNAWARE)
    phone.says(page, "Laissez cette page ouverte")
    page.close()
    phone.sign_in(signed_in())
    page = phone.visit("/mon-espace")
    phone.pass_time(page, 10_000)
    assert phone.answer("title") == ""
