"""Before writing: the call's page answers in one screen, on a desk as on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from grants.db import db, now
from grants.workshops.services import plan_workshop
from tests.browser.test_accessibility import barriers, too_wide
from tests.town import make_call
from tests.workshops.conftest import TOWN, plan

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


@pytest.fixture
def open_call(app):
    """Open a call for a month, with a workshop."""
    with app.app_context():
        today = now().date()
        call = make_call(opens_on=today - timedelta(days=30), closes_on=today + timedelta(days=30))
        plan_workshop(plan(call_id=call.id), TOWN)
        db.session.commit()


def bottom(page, chosen):
    """Return how far down the page the last of these ends, in pixels."""
    return page.locator(chosen).evaluate_all("all => Math.max(...all.map(each => each.getBoundingClientRect().bottom))")


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_six_answers_stand_in_one_screen(browser, server, open_call, language):
    del open_call
    page = browser.new_page(viewport=DESK)
    page.goto(f"{server}{language}/appels/2026")
    assert page.locator(".answers > li").count() == 6
    assert bottom(page, ".answers > li") <= DESK["height"]
    page.close()


def test_on_a_phone_the_button_is_in_the_first_screen_and_each_answer_is_short(browser, server, open_call):
    del open_call
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{server}/appels/2026")
    assert bottom(page, "main a.button") <= PHONE["height"]
    heights = page.locator(".answers > li").evaluate_all("all => all.map(each => each.offsetHeight)")
    assert max(heights) <= PHONE["height"] / 3
    page.close()


@pytest.mark.parametrize(("width", "light"), [(1280, "light"), (320, "dark")])
def test_no_page_before_writing_holds_a_barrier(browser, server, open_call, width, light):
    del open_call
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=light)
    for address in ("/appels/2026", "/aide/lieux", "/ateliers", "/ateliers/1", "/en/ateliers/1"):
        page.goto(server + address)
        assert barriers(page) == [], address
        assert too_wide(page) <= 0, address
    page.close()
