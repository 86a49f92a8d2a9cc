"""The day of the evening in real browsers: a door without network, a screen that follows the desk, no barrier."""

from __future__ import annotations

import pytest

from grants.db import db
from grants.plenary import queries, services
from grants.plenary.queries.door import door_of
from tests.browser.phone import SIZE, cookies_of, until_true
from tests.browser.test_accessibility import faults
from tests.plenary.evening import YEAR, a_town

DOOR, DAY = f"/gestion/pleniere/{YEAR}/accueil", f"/gestion/pleniere/{YEAR}/jour"
TABLES, SCREEN = f"{DAY}/tables", f"/pleniere/{YEAR}/ecran"


@pytest.fixture
def phone(app, browser, server, signed_in):
    """Return the phone of whoever keeps the door of a published evening."""
    with app.app_context():
        plenary = services.prepare(a_town())
        services.publish(services.build_programme(plenary, seconds=0.1))
        db.session.commit()
    context = browser.new_context(locale="fr-FR", viewport=SIZE)
    context.add_cookies(cookies_of(server, signed_in("greffe@example.org", "staff")))
    yield context
    context.close()


def counts(app):
    with app.app_context():
        return door_of(queries.plenary_of_year(YEAR)).counts


def test_a_door_without_network_loses_nothing_and_screens_follow_the_desk(app, phone, server):
    page = phone.new_page()
    page.goto(server + DOOR)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    until_true(page, "caches.open('envie-accueil').then((shelf) => shelf.keys()).then((all) => all.length > 4)")
    people = page.eval_on_selector_all("[data-id]", "all => all.map((each) => each.dataset.id)")
    page.click(f"[data-id='{people[0]}'] .tick")
    until_true(page, "!Object.keys(localStorage).some((name) => name.includes('tick:'))")
    assert counts(app)["here"] == 1

    phone.set_offline(offline=True)
    page.click(f"[data-id='{people[1]}'] .tick")
    page.fill("#name", "Lou Kerbrat")
    page.click("#walk-in button")
    page.wait_for_selector("#net:not([hidden])")
    page.reload()
    page.wait_for_selector("text=Lou Kerbrat")
    page.wait_for_selector("#net:has-text('(2)')")
    page.goto(f"{server}/pleniere/{YEAR}/moi/un-code-de-badge")
    assert "L’accueil" in page.inner_text("h1")

    phone.set_offline(offline=False)
    page.goto(server + DOOR)
    until_true(page, "!Object.keys(localStorage).some((name) => name.includes('tick:'))")
    page.wait_for_selector("#count:has-text('3 là')")
    assert counts(app)["here"] == 3

    found = {DOOR: faults(page)}
    screen = phone.new_page()
    screen.goto(server + SCREEN)
    page.goto(server + DAY)
    page.click("#stage button:has-text('Commencer')")
    screen.wait_for_selector("h1:has-text('Accueil')")
    found |= {SCREEN: faults(screen), DAY: faults(page)}
    page.goto(server + TABLES)
    page.click("main form button[type=submit]")
    found[TABLES] = faults(page)
    assert {address: barred for address, barred in found.items() if barred} == {}
