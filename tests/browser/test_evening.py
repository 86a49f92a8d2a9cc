"""An evening played to the end: a fifth does not come, three walk in, a round is over, the network goes away."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select

from grants.db import db
from grants.plenary import queries
from grants.plenary.models import Participant, Seat
from tests.browser.phone import SIZE, cookies_of, until_true

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.one_database

YEAR = 2026
DOOR, DAY = f"/gestion/pleniere/{YEAR}/accueil", f"/gestion/pleniere/{YEAR}/jour"
TABLES, SCREEN = f"{DAY}/tables", f"/pleniere/{YEAR}/ecran"
WALK_INS = ("Lou Kerbrat", "Maël Tanguy", "Une voisine du quai")
SENT = "!Object.keys(localStorage).some((name) => name.includes('tick:'))"


@pytest.fixture
def evening(app: Flask) -> Iterator[Flask]:
    """Return the application on the afternoon of the demonstration's plenary, a quarter of an hour before it opens."""
    loaded = app.test_cli_runner().invoke(
        args=["demo", "load", "--projects", "20", "--year", str(YEAR), "--stage", "plenary"]
    )
    assert loaded.exit_code == 0, loaded.output
    with app.app_context():
        plenary = queries.plenary_of_year(YEAR)
        opens = datetime.combine(plenary.held_on, plenary.starts_at).astimezone() - timedelta(minutes=15)
    with time_machine.travel(opens, tick=True):
        yield app


@pytest.fixture
def desk(browser: Browser, server: str, evening: Flask, signed_in) -> Iterator[BrowserContext]:
    """Return the phone of whoever keeps the door, signed in for the town."""
    del evening
    context = browser.new_context(locale="fr-FR", viewport=SIZE)
    context.add_cookies(cookies_of(server, signed_in("greffe@example.org", "staff")))
    yield context
    context.close()


def announced(app: Flask) -> list[int]:
    """Return those expected, by number."""
    with app.app_context():
        return [each.id for each in queries.participants_of(queries.plenary_of_year(YEAR)) if each.coming]


def seats(app: Flask) -> dict[int, dict[int, int]]:
    """Return, for each round of the published version, who sits at which table."""
    with app.app_context():
        programme = queries.published_programme(queries.plenary_of_year(YEAR))
        found: dict[int, dict[int, int]] = {}
        for seat in db.session.scalars(select(Seat).filter_by(programme_id=programme.id)):
            found.setdefault(seat.round, {})[seat.participant_id] = seat.table
        return found


def tick(page: Page, numbers: list[int]) -> None:
    for number in numbers:
        page.click(f"[data-id='{number}'] .tick")


def walk_in(page: Page, name: str) -> None:
    page.fill("#name", name)
    page.click("#walk-in button")
    page.wait_for_selector(f"#arrivals :text('{name}')")


def until_moment(page: Page, words: str) -> None:
    """Start one moment after the other until that one."""
    for _ in range(12):
        page.click("#stage button:has-text('Commencer')")
        if words in page.inner_text("#maintenant"):
            return
    pytest.fail(f"the evening never came to {words}")


def test_the_evening_holds_when_a_fifth_does_not_come(evening: Flask, desk: BrowserContext, browser, server) -> None:
    everybody = announced(evening)
    here = [number for place, number in enumerate(everybody) if place % 5 != 1]
    planned = seats(evening)

    door = desk.new_page()
    door.goto(server + DOOR)
    door.evaluate("navigator.serviceWorker.ready.then(() => null)")
    until_true(door, "caches.open('envie-accueil').then((shelf) => shelf.keys()).then((all) => all.length > 4)")
    tick(door, here[:-6])
    walk_in(door, WALK_INS[0])
    until_true(door, SENT)

    clock = desk.new_page()
    clock.goto(server + DAY)
    until_moment(clock, "Tour de tables 1")

    desk.set_offline(offline=True)
    tick(door, here[-6:])
    for name in WALK_INS[1:]:
        walk_in(door, name)
    door.reload()
    door.wait_for_selector(f"text={WALK_INS[2]}")
    desk.set_offline(offline=False)
    door.goto(server + DOOR)
    until_true(door, SENT)

    until_moment(clock, "Tour de tables 2")
    clock.goto(server + TABLES)
    assert clock.input_value("[name=past]") == "2", "the second round has begun: it stays too"
    clock.fill("[name=past]", "1")
    clock.check("[name=unseen]")
    clock.click("text=Voir ce que cela change")
    clock.click("text=Accepter et publier")
    repaired = seats(evening)

    with evening.app_context():
        new = set(db.session.scalars(select(Participant.id).where(Participant.name.in_(WALK_INS))))
    assert len(new) == len(WALK_INS), "what was typed without network came through, once"
    there = {*here, *new}
    assert {who: repaired[1][who] for who in here if who in planned[1]} == {
        who: table for who, table in planned[1].items() if who in here
    }
    for number in (2, 3):
        assert set(repaired[number]) == there, "everybody there has a seat, and nobody else"
    moved = {who for who in here for number in (2, 3) if repaired[number][who] != planned[number].get(who)}
    assert len(moved) < len(here) / 2, "few people change tables"

    slips = desk.request.get(server + clock.get_attribute("a:has-text('papillons')", "href"))
    pages = PdfReader(BytesIO(slips.body())).pages
    assert len(pages) == ceil(len(moved | new) / 4), "four slips to a page, for those alone who move or are new"
    assert all(name in " ".join(page.extract_text() for page in pages) for name in WALK_INS)

    guests = browser.new_context(locale="fr-FR", viewport=SIZE)
    screen = guests.new_page()
    screen.goto(server + SCREEN)
    assert "Tour de tables 2" in screen.inner_text("h1")
    lives_on(evening, guests, server, repaired)
    guests.close()


def lives_on(app: Flask, phones: BrowserContext, server: str, seated: dict[int, dict[int, int]]) -> None:
    """Two who sat together tick one another: their encounter is on the pages of both projects."""
    with app.app_context():
        people = {each.id: each for each in db.session.scalars(select(Participant)) if each.project}
        one, other = next(
            (people[first], people[second])
            for first, table in seated[1].items()
            for second, its in seated[1].items()
            if table == its
            and first in people
            and second in people
            and people[first].project.association_id != people[second].project.association_id
        )
        sides = [(one.token, other.id, one.project.slug, other.project.title)]
        sides.append((other.token, one.id, other.project.slug, one.project.title))
    page = phones.new_page()
    for token, whom, _slug, _title in sides:
        page.goto(f"{server}/pleniere/{YEAR}/suite/{token}")
        page.check(f"#avec-{whom}")
        page.click("main form button[type=submit]")
    for _token, _whom, slug, title in sides:
        page.goto(f"{server}/projets/{slug}")
        assert title in page.inner_text("section[aria-labelledby=rencontres]")
