"""Our list and our card on somebody else's site: another origin, a strict policy there, or no script at all."""

from __future__ import annotations

import html
import re
import threading
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from grants.db import db
from tests.town import make_association, make_call, make_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser

HOSTILE = '<img src=x onerror="window.hurt = 1">'
STRICT = "default-src 'none'; script-src {ours}; connect-src {ours}; require-trusted-types-for 'script'"
NO_SCRIPT = "default-src 'none'"
NO_READING = "default-src 'none'; script-src {ours}"
pytestmark = pytest.mark.one_database


@pytest.fixture
def projects(app: Flask) -> None:
    """Three projects, the last with an enemy's title."""
    with app.app_context():
        call = make_call()
        for title in ("Le jardin", "La chorale", HOSTILE):
            make_project(call, title, make_association("Les Mains vertes"), hook="Semer ensemble", themes=("mer",))
        db.session.commit()


class Site:
    """Somebody else's site, at another origin: one page, its policy."""

    body = policy = address = ""

    def __call__(self, environ, start_response):
        page = f"<!DOCTYPE html><html lang=fr><meta charset=utf-8><title>Chez nous</title><h1>Chez nous</h1>{self.body}"
        answer = Response(page, mimetype="text/html", headers={"Content-Security-Policy": self.policy})
        return (answer if Request(environ).path == "/" else Response(status=404))(environ, start_response)


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve that site on an address that is not ours."""
    held = Site()
    serving = make_server("127.0.0.1", 0, held, threaded=True)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    held.address = f"http://127.0.0.1:{serving.port}/"
    yield held
    serving.shutdown()
    thread.join()
    serving.server_close()


def to_copy(app: Flask, server: str) -> tuple[str, str]:
    """Return the card and the list as our page gives them to copy, with the address of this server."""
    page = app.test_client().get("/donnees/embarquer", base_url=server).text
    card, listed = (html.unescape(text) for text in re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL))
    ours = re.compile(r"http://localhost(?=/)")
    return ours.sub(server, card), ours.sub(server, listed)


def visit(browser: Browser, site: Site, *, script: bool = True) -> tuple[list[str], str, list[str]]:
    """Open the other site's page; return the titles its reader sees, all its words, and the addresses asked."""
    context = browser.new_context(java_script_enabled=script)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.address, wait_until="networkidle")
    titles = page.locator("div[data-envie-de-faire] li a").all_inner_texts()
    assert page.locator("img").count() == 0
    assert not context.cookies()
    told = page.locator("body, div[data-envie-de-faire] li p").all_inner_texts()
    drawn = page.locator("div[data-envie-de-faire] li").evaluate_all("all => all.map(e => getComputedStyle(e).padding)")
    assert set(drawn) <= {"16px"}, "the cards keep their look"
    words = " ".join(told)
    context.close()
    return titles, words, asked


@pytest.mark.usefixtures("projects")
def test_the_list_comes_to_another_site_even_under_a_strict_policy(app, browser, server, site) -> None:
    _card, site.body = to_copy(app, server)
    for policy in ("", STRICT.format(ours=server)):
        site.policy = policy
        titles, words, asked = visit(browser, site)
        assert titles == [HOSTILE, "La chorale", "Le jardin"], policy
        assert "Les Mains vertes, 2026" in words
        assert "Les projets" in words, "the plain link stays under the cards"
        assert {address.split("/")[2] for address in asked} == {server.split("/")[2], site.address.split("/")[2]}


@pytest.mark.usefixtures("projects")
def test_without_script_or_where_it_is_forbidden_a_plain_link_leads_to_the_projects(app, browser, server, site) -> None:
    _card, site.body = to_copy(app, server)
    for policy, script in (("", False), (NO_SCRIPT, True), (NO_READING.format(ours=server), True)):
        site.policy = policy
        titles, words, _asked = visit(browser, site, script=script)
        assert titles == []
        assert "Les projets" in words
    assert f'<a href="{server}/projets/">' in site.body


@pytest.mark.usefixtures("projects")
def test_the_card_of_oembed_stands_on_another_site_without_asking_us_anything(app, browser, server, site) -> None:
    told = app.test_client().get("/oembed?url=http://localhost/projets/jardin").json
    card, _listed = to_copy(app, server)
    site.body, site.policy = told["html"] + card, NO_SCRIPT
    _titles, words, asked = visit(browser, site)
    assert "Le jardin" in words
    assert "onerror" in words, "an enemy's title is words"
    assert asked == [site.address]
