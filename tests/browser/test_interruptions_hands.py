"""Interruptions, when two hands or two tabs write, or an answer is lost: both texts are there, none is overwritten."""

from __future__ import annotations

import pytest

from grants.accounts.models import Association
from grants.accounts.services import ensure_person, join_association
from grants.applications.models import Application
from grants.db import db
from tests.applications.conftest import Writer
from tests.browser.phone import Phone

# These depend on what the database does with two writers: they run on both. The marked ones only concern the browser.

MINE, THEIRS = "Second, écrit ici", "Premier, écrit ailleurs"


def test_two_tabs_write_the_same_answer(phone):
    one, two = phone.open(), phone.open()
    phone.type(one, "title", THEIRS)
    phone.until_saved(one, "title", THEIRS)
    phone.type(two, "title", MINE)
    phone.until(two, lambda: two.locator("#clash-title").count())
    assert THEIRS in two.inner_text("#clash-title")
    assert (two.input_value("#title"), phone.answer("title")) == (MINE, THEIRS)
    assert phone.set_aside() == [MINE]
    two.click("#clash-title button")
    phone.until_saved(two, "title", MINE)


@pytest.mark.one_database
def test_two_tabs_write_different_answers(phone):
    one, two = phone.open(), phone.open()
    phone.type(one, "title", THEIRS)
    phone.type(two, "hook", MINE)
    phone.until_saved(one, "title", THEIRS)
    phone.until_saved(two, "hook", MINE)
    assert phone.set_aside() == []


@pytest.fixture
def colleague(phone, app, signed_in):
    """Return somebody of the same association, before the same file."""
    with app.app_context():
        association = Association(name="Les Voisins")
        db.session.add(association)
        db.session.flush()
        join_association(ensure_person("tom@example.org"), association)
        db.session.query(Application).update({"association_id": association.id})
        db.session.commit()
    found = Writer(signed_in("tom@example.org"))
    found.public_id = phone.writer.public_id
    return found


def test_two_people_write_the_same_answer(phone, browser, colleague):
    other = Phone(browser, phone.server, colleague, phone.stored)
    mine, theirs = phone.open(), other.open()
    other.type(theirs, "what", THEIRS)
    other.until_saved(theirs, "what", THEIRS)
    phone.type(mine, "what", MINE)
    phone.until(mine, lambda: mine.locator("#clash-what").count())
    assert THEIRS in mine.inner_text("#clash-what")
    assert phone.set_aside() == [MINE]
    assert MINE in other.open().inner_text("#asides")
    other.context.close()


def test_two_tabs_without_script(plain_phone):
    one, two = plain_phone.open(), plain_phone.open()
    one.fill("#title", THEIRS)
    one.click("button:has-text('Enregistrer et continuer')")
    two.fill("#title", MINE)
    two.click("button:has-text('Enregistrer et continuer')")
    assert two.input_value("#title") == MINE
    assert THEIRS in two.inner_text("#asides")
    two.click("button:has-text('Enregistrer et continuer')")
    assert plain_phone.answer("title") == MINE


@pytest.mark.one_database
def test_both_texts_are_shown_after_a_button_with_script(phone):
    one, two = phone.open(), phone.open()
    phone.type(one, "title", THEIRS)
    phone.until_saved(one, "title", THEIRS)
    two.fill("#title", MINE)
    two.click("button:has-text('Enregistrer et continuer')")
    assert THEIRS in two.inner_text("#asides")
    assert two.input_value("#title") == MINE
    two.fill("#title", f"{MINE}, relu")
    two.click("button:has-text('Enregistrer et continuer')")
    phone.until_saved(two, "title", f"{MINE}, relu")
    two.goto(f"{phone.server}{phone.writer.home}/envie")
    phone.pass_time(two, 10_000)
    assert two.inner_text("#asides").strip() == ""
    phone.until_kept_nowhere_here(two)


def test_an_answer_is_lost_and_one_goes_on_typing(phone):
    page = phone.open()
    lost = phone.fail_saves(lambda route: (route.fetch(), route.abort()))
    phone.type(page, "title", "Un banc")
    phone.until_saved(page, "title", "Un banc")
    phone.until(page, lambda: lost)
    page.fill("#title", "Un banc, une histoire")
    phone.says(page, "gardé sur cet appareil")
    phone.heal()
    phone.until_saved(page, "title", "Un banc, une histoire")
    assert phone.set_aside() == []
    assert page.locator("#clash-title").count() == 0


@pytest.mark.one_database
def test_a_copy_found_again_meets_a_newer_text(phone):
    page = phone.open()
    phone.context.set_offline(True)
    phone.type(page, "title", MINE)
    phone.says(page, "gardé sur cet appareil")
    page.close()
    phone.context.set_offline(False)
    phone.writer.write("envie", {"title": THEIRS})
    again = phone.open()
    phone.says(again, "les deux sont gardés")
    phone.until(again, lambda: MINE in again.inner_text("#asides"))
    assert again.input_value("#title") == phone.answer("title") == THEIRS
    phone.until_kept_nowhere_here(again)


@pytest.mark.one_database
def test_back_after_a_button(browser, server, writer, stored):
    phone = Phone(browser, server, writer, stored, clock=False)
    page = phone.open()
    page.fill("#title", "Un banc")
    page.click("button:has-text('Enregistrer et continuer')")
    page.wait_for_url("**/budget")
    page.go_back()
    phone.until(page, lambda: page.input_value("#title") == "Un banc")
    page.wait_for_load_state("networkidle")
    phone.type(page, "title", "Un banc, une histoire")
    phone.until_saved(page, "title", "Un banc, une histoire")
    assert phone.set_aside() == []
    phone.context.close()


def test_a_button_pressed_twice(phone):
    page = phone.open()
    page.fill("#title", MINE)
    page.dblclick("button:has-text('Enregistrer et continuer')")
    page.wait_for_url("**/budget")
    phone.until_saved(page, "title", MINE)
    assert phone.set_aside() == []


def test_control_a_page_that_takes_the_marks_of_others_overwrites_them(phone):
    one, two = phone.open(), phone.open()
    phone.type(one, "title", THEIRS)
    phone.until_saved(one, "title", THEIRS)
    marks = phone.open().input_value("[name=marks]")
    two.evaluate("marks => { document.getElementById('file').elements.marks.value = marks }", marks)
    phone.type(two, "title", MINE)
    phone.until_saved(two, "title", MINE)
    assert phone.set_aside() == []
