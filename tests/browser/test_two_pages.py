"""Beside the text in a real browser: the pages, where the space goes, the budget; all of it by keyboard too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.applications.conftest import call as call  # noqa: PLC0414 - the same town, for a browser
from tests.applications.conftest import stored as stored  # noqa: PLC0414
from tests.applications.conftest import writer as writer  # noqa: PLC0414
from tests.browser.test_applying import DESK, PHONE, WAIT, wait_saved, window_of

LONG = "Nous racontons le quartier avec celles et ceux qui y vivent. "


@pytest.fixture
def page(browser, server, writer):
    context = window_of(browser, server, writer.client, viewport=DESK)
    yield context.new_page()
    context.close()


def test_the_picture_stands_beside_the_text_and_the_parts_lead_to_their_questions(page, server, writer):
    page.goto(f"{server}{writer.home}/envie")
    picture = page.locator(".sheets img").first
    expect(picture).to_be_visible()
    assert picture.bounding_box()["width"] > 400
    page.fill("#what", LONG * 5)
    page.click(".parts summary")
    part = page.locator("#spent a", has_text="Ce que vous voulez faire")
    expect(part).to_be_visible(timeout=WAIT)
    part.click()
    expect(page.locator("#what")).to_be_in_viewport()


def test_an_older_answer_of_the_gauge_never_hides_a_newer(page, server, writer):
    page.goto(f"{server}{writer.home}/envie")
    held = []

    def hold_the_first(route):
        if held:
            route.continue_()
        else:
            held.append(route.fetch())
            page.wait_for_timeout(50)
            route.fulfill(response=held[0], json={**held[0].json(), "version": 0, "words": "TROP VIEUX"})

    page.route("**/jauge", hold_the_first)
    page.fill("#what", LONG * 5)
    wait_saved(page)
    page.fill("#for_whom", LONG * 3)
    expect(page.locator("#spent")).to_contain_text("Pour qui", timeout=WAIT, use_inner_text=False)
    assert held
    assert page.text_content("#room-words") != "TROP VIEUX"


def test_the_budget_adds_itself_up_while_one_types_and_follows_the_sum_asked(page, server, writer, stored):
    page.goto(f"{server}{writer.home}/budget")
    page.fill("#requested", "1 500")
    assert page.input_value("#product_1_label") == "Cet appel"
    page.fill("#charge_1_amount", "1 620,00")
    balance = page.locator("[data-balance]")
    expect(balance).to_contain_text("Il manque 120,00\u00a0€ de recettes", timeout=WAIT)
    page.fill("#requested", "1 620")
    expect(balance).to_contain_text("équilibré", timeout=WAIT)
    wait_saved(page)
    page.fill("#product_1_amount", "1 000")
    page.fill("#requested", "2 000")
    assert page.input_value("#product_1_amount") == "1 000"
    page.wait_for_timeout(2500)
    answers = stored(writer).answers
    assert (answers["requested"], answers["product_1_amount"]) == ("2 000", "1 000")
    assert page.locator("[id^=clash-]").count() == 0


def test_on_a_phone_a_button_leads_to_the_pages_in_full_width(browser, server, writer):
    context = window_of(browser, server, writer.client, viewport=PHONE)
    phone = context.new_page()
    phone.goto(f"{server}{writer.home}/envie")
    expect(phone.locator(".sheets img").first).to_be_hidden()
    phone.click(".to-pages a")
    picture = phone.locator(".sheets img").first
    expect(picture).to_be_in_viewport(timeout=WAIT)
    assert picture.bounding_box()["width"] > 0.85 * PHONE["width"]
    context.close()


def reach(page, selector, most=60):
    """Press the tabulator until that element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(selector)


def test_writing_advice_pages_and_saving_are_within_reach_of_the_keyboard(page, server, writer, stored):
    page.goto(f"{server}{writer.home}/envie")
    reach(page, "#title")
    page.keyboard.type("Écrit au clavier")
    reach(page, ".how summary")
    page.keyboard.press("Enter")
    expect(page.locator(".how[open]")).to_have_count(1)
    reach(page, "#what")
    page.keyboard.type("Sans souris.")
    reach(page, 'button[name="then"][value="budget"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/budget")
    assert stored(writer).answers["title"] == "Écrit au clavier"
    page.goto(f"{server}{writer.home}/relire")
    reach(page, "form.row button")
    page.keyboard.press("Enter")
    expect(page.locator("#erreurs")).to_be_focused()
