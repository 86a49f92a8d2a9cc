"""Interruptions, when the page, the script or the device fails: the last words typed come back too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.phone import FULL_SHELF, NO_LAST_WORD, WITHOUT_SHELF

# Nothing here asks the database for more than to keep a text: one is enough.
pytestmark = pytest.mark.one_database

LAST = "Tapé juste avant"


@pytest.mark.parametrize("end", ["closed", "killed", "reloaded", "went-elsewhere", "followed-a-link"])
def test_the_page_ends_right_after_the_last_word(phone, end):
    page = phone.open()
    page.fill("#title", LAST)
    {
        "closed": lambda: page.close(run_before_unload=True),
        "killed": lambda: phone.kill(page),
        "reloaded": page.reload,
        "went-elsewhere": lambda: page.goto(f"{phone.server}/projets/"),
        "followed-a-link": lambda: page.click("text=Mon espace >> nth=0"),
    }[end]()
    again = phone.open() if end in {"closed", "killed"} else phone.come_back(page)
    phone.until_saved(again, "title", LAST)
    phone.until(again, lambda: again.input_value("#title") == LAST)
    phone.until_kept_nowhere_here(again)


def test_control_killed_without_copy_nor_last_word(phone):
    phone.context.add_init_script(f"{WITHOUT_SHELF}; {NO_LAST_WORD}")
    page = phone.open()
    page.fill("#title", LAST)
    phone.kill(page)
    again = phone.open()
    phone.pass_time(again, 10_000)
    assert phone.answer("title") == again.input_value("#title") == ""


@pytest.mark.parametrize("shelf", [WITHOUT_SHELF, FULL_SHELF], ids=["forbidden", "full"])
def test_a_device_that_keeps_nothing(phone, shelf):
    phone.context.add_init_script(shelf)
    page = phone.open()
    phone.type(page, "title", "Un banc")
    phone.until_saved(page, "title", "Un banc")
    phone.context.set_offline(True)
    phone.type(page, "title", LAST)
    phone.says(page, "Ne la fermez pas")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    phone.until(page, lambda: asked == ["beforeunload"])
    phone.context.set_offline(False)
    phone.until_saved(page, "title", LAST)


def test_the_script_does_not_arrive(phone):
    phone.context.route("**/ecrire.js*", lambda route: route.abort())
    page = phone.open()
    page.fill("#title", LAST)
    page.click("button:has-text('Enregistrer et continuer')")
    page.wait_for_url("**/budget")
    assert phone.answer("title") == LAST


def test_no_script_at_all(plain_phone):
    page = plain_phone.open()
    page.fill("#title", LAST)
    page.click("button:has-text('Enregistrer et revenir plus tard')")
    assert LAST in page.inner_text("main")
    page.click("text=Reprendre où j’en étais")
    assert page.url.endswith("/envie")
    assert page.input_value("#title") == LAST


def test_a_browser_that_opens_its_tabs_again(phone):
    """What a browser writes back into a form by itself, without telling the script, is not taken for an answer."""
    page = phone.open()
    page.fill("#title", LAST)
    phone.kill(page)
    one, two = phone.open(), phone.open()
    phone.until_saved(one, "title", LAST)
    two.reload()  # opened at the same instant, it may have been drawn just before the save
    phone.until(two, lambda: two.input_value("#title") == LAST)
    assert phone.set_aside() == []


def test_leaving_a_shared_computer_empties_it(phone):
    page = phone.open()
    phone.fail_saves(lambda route: route.fulfill(status=500))
    phone.type(page, "title", LAST)
    phone.says(page, "gardé sur cet appareil")
    page.goto(f"{phone.server}/mon-espace")
    page.click("#leave button")
    phone.says(page, "n’est pas encore à la ville")
    assert phone.copies(page) == 1
    page.click("text=Se déconnecter et effacer ce texte")
    page.wait_for_url(f"{phone.server}/")
    assert phone.copies(page) == 0


def test_leaving_a_shared_computer_saves_first(phone):
    page = phone.open()
    phone.fail_saves(lambda route: route.fulfill(status=500))
    phone.type(page, "title", LAST)
    phone.says(page, "gardé sur cet appareil")
    other = phone.visit("/mon-espace")
    phone.heal()
    other.click("#leave button")
    other.wait_for_url(f"{phone.server}/")
    assert phone.answer("title") == LAST
    assert phone.copies(other) == 0


def test_the_page_says_what_is_saved_where(phone):
    page = phone.open()
    phone.type(page, "title", LAST)
    expect(page.locator("#saved")).to_contain_text("Enregistré à")
    assert page.title().startswith("Pas encore envoyé")
