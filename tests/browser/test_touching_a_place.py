"""A touch on the drawing of the town: the place found is the one that was touched, whatever the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grants.accounts.services import ensure_person
from grants.applications.services import start_draft
from grants.db import db
from grants.domain.chart.ground import WIDTH, Ground
from grants.territories.queries import territory
from tests.browser.phone import cookies_of
from tests.town import make_call, make_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser

pytestmark = pytest.mark.one_database
RIGHT, DOWN = 0.5, 0.4
A_FINGER = 0.002
"""Degrees: some 200 metres, two pixels of the whole town's drawing."""


def test_the_place_found_is_the_one_touched(
    app: Flask, browser: Browser, server: str, signed_in: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        file = start_draft(make_call(), ensure_person("ana@example.org"), "touch")
        file.project = make_project(file.call, "Un jardin", neighbourhoods=("bellevue",))
        db.session.commit()
        address = f"{server}/dossiers/{file.public_id}/lieux"
        ground = Ground(territory("port-leon"), "")
        expected = ground.place_at(RIGHT * WIDTH, DOWN * ground.height)
    for width in (360, 1280):
        context = browser.new_context(viewport={"width": width, "height": 800})
        context.add_cookies(cookies_of(server, signed_in()))
        page = context.new_page()
        page.goto(address)
        drawing = page.locator("input[type=image]")
        box = drawing.bounding_box()
        assert box
        with page.expect_navigation():
            drawing.click(position={"x": RIGHT * box["width"], "y": DOWN * box["height"]})
        found = tuple(float(part) for part in page.input_value("#point").split(", "))
        assert found == pytest.approx(expected, abs=A_FINGER)
        context.close()
