"""Near me: the browser sorts the list, and no request says where the reader is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grants.db import db
from grants.projects.models import ProjectPoint
from tests.town import make_association, make_call, make_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = {"latitude": 48.38361, "longitude": -4.47321}
pytestmark = pytest.mark.one_database


def test_the_list_starts_from_the_reader_and_no_request_says_where(app, browser: Browser, server: str) -> None:
    with app.app_context():
        call = make_call()
        for title, quarter, place in (
            ("Au loin", "lambezen", (48.4230, -4.4850)),
            ("Tout près", "le-port", (48.3835, -4.4733)),
            ("À deux pas", "le-port", (48.3850, -4.4790)),
        ):
            project = make_project(call, title, make_association(title), neighbourhoods=(quarter,))
            project.points = [ProjectPoint(name="", latitude=place[0], longitude=place[1])]
        db.session.commit()
    context = browser.new_context(geolocation=HERE, permissions=["geolocation"])
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''} {request.headers}"))
    page.goto(f"{server}/carte")
    page.click("[data-near]")
    page.get_by_text("Votre position reste dans cet appareil").wait_for()
    titles = page.locator("[data-sections] .places:not(.aid) a").all_inner_texts()
    assert titles == ["Tout près", "À deux pas", "Au loin"]
    assert page.locator("[data-sections] section").first.get_attribute("aria-labelledby") == "quartier-le-port"
    page.reload()
    said = " ".join(asked)
    assert "48.38" not in said
    assert "4.473" not in said
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()
