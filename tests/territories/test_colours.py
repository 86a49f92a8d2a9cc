"""A town's colours reach every page as a stylesheet of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_the_town_and_its_themes_colour_the_pages(client: FlaskClient) -> None:
    answer = client.get("/couleurs.css")
    assert answer.mimetype == "text/css"
    assert ":root{--town:#0B5C6B}" in answer.text
    assert ":root{--town-dark:#7FD1DE}" in answer.text
    assert ".theme-culture{--theme:#6B3FA0}" in answer.text


def test_colours_are_kept_by_the_browser_and_set_no_cookie(client: FlaskClient) -> None:
    answer = client.get("/couleurs.css")
    assert "max-age=86400" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
