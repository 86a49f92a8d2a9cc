"""Applying in a real browser: text saves itself, comes back, and the whole path works without script on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from grants.accounts.models import SessionRow
from grants.db import db
from tests.applications.conftest import Writer
from tests.browser.phone import cookies_of
from tests.browser.test_accessibility import barriers, too_wide

WAIT = 20_000
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def window_of(browser, server, client, **options):
    """Open a browser window signed in as the client is."""
    context = browser.new_context(locale="fr-FR", **options)
    context.add_cookies(cookies_of(server, client))
    return context


@pytest.fixture
def desk(browser, server, writer):
    context = window_of(browser, server, writer.client, viewport=DESK)
    yield context
    context.close()


def wait_saved(page):
    expect(page.locator("#saved")).to_contain_text("Enregistré à", timeout=WAIT)


def test_a_draft_saves_itself_and_is_found_after_closing_the_tab(desk, server, writer, stored):
    page = desk.new_page()
    page.goto(f"{server}{writer.home}/envie")
    page.fill("#title", "Un banc, une histoire")
    page.check("#where-bellevue")
    wait_saved(page)
    page.fill("#what", "Tapé juste avant de fermer")
    page.close(run_before_unload=True)
    again = desk.new_page()
    again.goto(f"{server}/mon-espace")
    again.click("text=Un banc, une histoire")
    again.goto(f"{server}{writer.home}/envie")
    assert again.input_value("#title") == "Un banc, une histoire"
    assert again.is_checked("#where-bellevue")
    assert again.input_value("#what") == "Tapé juste avant de fermer"
    assert stored(writer).state == "draft"


def test_the_gauge_and_the_pages_follow_what_is_typed(desk, server, writer):
    page = desk.new_page()
    page.goto(f"{server}{writer.home}/envie")
    before = page.text_content("#room-words")
    picture = page.get_attribute(".sheets img", "src")
    assert page.is_visible(".sheets img")
    page.fill("#what", "Nous racontons le quartier. " * 20)
    expect(page.locator("#room-words")).not_to_have_text(before, timeout=WAIT)
    expect(page.locator(".sheets img").first).not_to_have_attribute("src", picture, timeout=WAIT)
    page.fill("#what", "Nous racontons le quartier. " * 600)
    expect(page.locator("#room-words")).to_contain_text("dépasse deux pages", timeout=WAIT)


def test_a_number_is_checked_as_it_is_typed(desk, server, writer):
    page = desk.new_page()
    page.goto(f"{server}{writer.home}/association")
    page.fill("#siret", "123")
    page.wait_for_selector("#siret-warning:has-text('14 chiffres')")
    assert "siret-warning" in page.get_attribute("#siret", "aria-describedby")
    page.fill("#siret", "732 829 320 00074")
    expect(page.locator("#siret-warning")).to_have_text("", timeout=WAIT)


def test_two_tabs_show_both_texts_until_somebody_chooses(desk, server, writer, stored):
    one, two = desk.new_page(), desk.new_page()
    for page in (one, two):
        page.goto(f"{server}{writer.home}/envie")
    one.fill("#title", "Premier")
    wait_saved(one)
    two.fill("#title", "Second")
    two.wait_for_selector("#clash-title:has-text('Premier')")
    assert stored(writer).answers["title"] == "Premier"
    two.click("#clash-title button")
    wait_saved(two)
    assert stored(writer).answers["title"] == "Second"


def test_a_session_that_ended_keeps_the_text_until_one_signs_in_again(desk, server, writer, signed_in, stored):
    page = desk.new_page()
    page.goto(f"{server}{writer.home}/envie")
    with writer.client.application.app_context():
        db.session.execute(delete(SessionRow))
        db.session.commit()
    page.fill("#title", "Écrit sans le savoir")
    expect(page.locator("#saved")).to_contain_text("session est finie", timeout=WAIT)
    desk.add_cookies(cookies_of(server, signed_in()))
    wait_saved(page)
    assert stored(writer).answers["title"] == "Écrit sans le savoir"


def test_errors_lead_to_their_fields_without_script(browser, server, writer):
    context = window_of(browser, server, writer.client, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}{writer.home}/relire")
    page.click("button:has-text('Envoyer le dossier')")
    page.click("#erreurs a >> nth=0")
    assert page.url.endswith("#name")
    assert page.get_attribute("#name", "aria-invalid") == "true"
    context.close()


@pytest.fixture
def look(browser, server):
    """Return a function that opens pages as somebody and gives those that hold a barrier."""

    def open_all(client, addresses, options):
        context = window_of(browser, server, client, **options)
        page = context.new_page()
        for address in addresses:
            page.goto(server + address)
            found = barriers(page) + ([f"sideways by {too_wide(page)} px"] if too_wide(page) > 0 else [])
            if found:
                yield address, found
        context.close()

    return open_all


@pytest.mark.parametrize(("width", "light"), [(1280, "light"), (320, "dark")])
def test_no_page_of_the_path_holds_a_barrier(look, writer, signed_in, width, light):
    writer.fill({"association": {"siret": "12", "name": "Les Voisins"}, "envie": {"title": "Un banc"}, "budget": {}})
    steps = ["association", "envie?verifier=1", "budget", "ensemble?verifier=1", "relire", "retirer"]
    guides = ["/aide/ecrire", "/contrat-engagement-republicain"]
    addresses = [*guides, "/mon-espace", "/appels/2026/proposer", *(f"{writer.home}/{step}" for step in steps)]
    staff = signed_in("agent@ville.example", "staff")
    sent = Writer(writer.client).start().fill()
    sent.send()
    seen = [(writer.client, [*addresses, sent.home]), (staff, ["/gestion/", f"/gestion{sent.home}"])]
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": light}
    assert {address: found for client, pages in seen for address, found in look(client, pages, options)} == {}
