"""Interruptions, when the file itself moves on while one types: the deadline, a sending, a withdrawal, a request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from grants.accounts.services import ensure_person
from grants.applications.models import Application, FileWriter
from grants.applications.services import ask_completion
from grants.db import db
from tests.browser.phone import WITHOUT_SHELF

# The rules of sending are proved on both databases in tests/applications; here one sees what a browser does with them.
pytestmark = pytest.mark.one_database

STILL = "Ce que je tapais encore"


@pytest.fixture
def close_call(change_call):
    """Return a function that makes yesterday, in the town, the last day of the call."""

    def close(*, late=False):
        change_call(closes_on=(datetime.now(UTC) - timedelta(days=2)).date(), late_files_welcome=late)

    return close


def test_the_deadline_passes_while_one_types(phone, close_call):
    page = phone.open()
    close_call()
    phone.type(page, "title", STILL)
    phone.until_saved(page, "title", STILL)
    page.click("button:has-text('Relire et envoyer')")
    phone.says(page, "Votre texte est gardé, vous pouvez le copier ou l’imprimer")
    assert page.locator("button:has-text('Envoyer le dossier')").count() == 0


def test_the_deadline_passes_between_reading_again_and_sending(phone, close_call):
    phone.writer.fill()
    page = phone.open("relire")
    close_call()
    page.click("button:has-text('Envoyer le dossier')")
    phone.says(page, "L’appel s’est terminé")
    assert "Un banc, une histoire" in page.inner_text("main")
    assert phone.stored(phone.writer).state == "draft"


def test_the_deadline_passes_where_late_files_are_welcome(phone, close_call):
    phone.writer.fill()
    page = phone.open("relire")
    close_call(late=True)
    page.click("button:has-text('Envoyer le dossier')")
    phone.says(page, "2026-0001")
    assert phone.stored(phone.writer).state == "receivable"


def test_the_file_is_sent_in_another_tab(phone):
    phone.writer.fill()
    page = phone.open()
    phone.writer.send()
    phone.type(page, "what", STILL)
    phone.until(page, lambda: "Enregistre" not in page.inner_text("#saved") and page.inner_text("#saved"))
    assert page.input_value("#what") == STILL
    assert STILL not in phone.answer("what")
    page.goto(f"{phone.server}/mon-espace")
    phone.says(page, STILL)
    page.click("button:has-text('Ne plus le garder ici')")
    phone.until_kept_nowhere_here(page)


def test_the_file_is_withdrawn_in_another_tab(phone):
    page = phone.open()
    other = phone.open("retirer")
    other.click("main form button")
    phone.type(page, "what", STILL)
    phone.until(page, lambda: "Enregistre" not in page.inner_text("#saved") and page.inner_text("#saved"))
    assert page.input_value("#what") == STILL
    page.goto(f"{phone.server}/mon-espace")
    phone.says(page, STILL)


def test_a_button_is_pressed_on_a_file_sent_elsewhere(plain_phone):
    plain_phone.writer.fill()
    page = plain_phone.open()
    plain_phone.writer.send()
    page.fill("#what", STILL)
    page.click("button:has-text('Enregistrer et continuer')")
    assert STILL in [area.input_value() for area in page.locator("textarea").all()]


def test_the_town_asks_for_a_completion_meanwhile(phone, app):
    phone.writer.fill()
    page = phone.open()
    phone.writer.send()
    phone.type(page, "what", STILL)
    phone.until(page, lambda: "Enregistre" not in page.inner_text("#saved") and page.inner_text("#saved"))
    with app.app_context():
        clerk = ensure_person("agent@ville.example")
        ask_completion(db.session.query(Application).one(), clerk, ["where"], "Dites-nous où.")
        db.session.commit()
    page.close()
    again = phone.open()
    phone.until_saved(again, "what", STILL)
    phone.says(again, "Dites-nous où")


def test_one_is_no_longer_of_the_file(phone, app):
    page = phone.open()
    with app.app_context():
        db.session.query(Application).update({"person_id": ensure_person("tom@example.org").id})
        db.session.query(FileWriter).delete()
        db.session.commit()
    phone.type(page, "what", STILL)
    phone.says(page, "ne peut plus être écrit")
    assert page.input_value("#what") == STILL
    page.goto(f"{phone.server}/mon-espace")
    phone.says(page, STILL)


def test_control_without_the_copy_what_a_sent_file_cannot_take_is_lost(phone):
    phone.context.add_init_script(WITHOUT_SHELF)
    phone.writer.fill()
    page = phone.open()
    phone.writer.send()
    phone.type(page, "what", STILL)
    phone.until(page, lambda: "Enregistre" not in page.inner_text("#saved") and page.inner_text("#saved"))
    page.goto(f"{phone.server}/mon-espace")
    phone.pass_time(page, 10_000)
    assert STILL not in page.inner_text("main")
