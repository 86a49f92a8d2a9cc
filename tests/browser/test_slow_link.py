"""A phone at the end of a slow line: light pages, few requests, and the whole path from signing in to sent.

The server stands behind something that packs its pages, as deploy/nginx.conf does.
"""

from __future__ import annotations

import gzip
import re
import threading

import pytest
from werkzeug.serving import make_server

from grants.applications.models import Application
from grants.db import db
from tests.applications.conftest import WHOLE
from tests.browser.phone import SIZE, Phone

# Weights and waits are the same whatever the database.
pytestmark = pytest.mark.one_database

HEAVIEST_PAGE = 30 * 1024
MOST_REQUESTS = 5
SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 250_000 / 8,
    "uploadThroughput": 50_000 / 8,
}
PATIENCE = 60_000


def packed(application):
    """Pack what text an application answers."""

    def answer(environ, start_response):
        told = {}

        def start(status, headers, exc_info=None):
            told.update(status=status, headers=headers, exc_info=exc_info)
            return lambda _: None

        given = application(environ, start)
        body = b"".join(given)
        getattr(given, "close", lambda: None)()
        headers = [(name, value) for name, value in told["headers"] if name.lower() != "content-length"]
        kind = dict(headers).get("Content-Type", "")
        if re.match("text/|image/svg|application/json", kind):
            body = gzip.compress(body)
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(body))))
        start_response(told["status"], headers)
        return [body]

    return answer


@pytest.fixture
def packing_server(app):
    serving = make_server("localhost", 0, packed(app), threaded=True)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield f"http://localhost:{serving.port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


def weighed(phone, address):
    """Return how many requests a first visit makes, and their weight in bytes, headers left out."""
    context = phone.context.browser.new_context(viewport=SIZE, storage_state=phone.context.storage_state())
    page = context.new_page()
    seen = []
    page.on("response", lambda answer: seen.append(answer))  # noqa: PLW0108 - playwright marks what it is given
    page.goto(phone.server + address)
    page.wait_for_load_state("networkidle")
    weight = sum(len(gzip.compress(answer.body())) for answer in seen if answer.status == 200)
    context.close()
    return len(seen), weight


def test_each_page_of_the_path_is_light(phone):
    phone.writer.fill()
    places = ["/mon-espace", "/appels/2026/proposer"]
    places += [f"{phone.writer.home}/{step}" for step in [*WHOLE, "relire"]]
    heavy = {place: found for place in places if not fits(found := weighed(phone, place))}
    assert heavy == {}


def fits(found):
    requests, weight = found
    return requests <= MOST_REQUESTS and weight <= HEAVIEST_PAGE


def test_control_a_heavy_page_would_be_seen():
    assert fits((MOST_REQUESTS, HEAVIEST_PAGE))
    assert not fits((MOST_REQUESTS + 1, 1))
    assert not fits((1, HEAVIEST_PAGE + 1))


def fill_screen(page, answers):
    """Answer a screen as a person does."""
    for name, value in answers.items():
        for choice in value if isinstance(value, list) else [value]:
            field = page.locator(f"[name={name}]").first
            kind = field.get_attribute("type") or field.evaluate("each => each.tagName")
            if kind in {"checkbox", "radio"}:
                page.check(f'[name={name}][value="{choice}"]')
            elif kind == "SELECT":
                page.select_option(f"[name={name}]", choice)
            else:
                page.fill(f"[name={name}]", choice)


@pytest.fixture
def slow_phone(browser, packing_server, writer, stored):
    """Return a function that gives a phone nobody is signed in on, with or without script."""
    phones = []

    def take(script):
        phones.append(Phone(browser, packing_server, writer, stored, clock=False, java_script_enabled=script))
        phones[-1].context.clear_cookies()
        return phones[-1]

    yield take
    for phone in phones:
        phone.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_whole_path_on_a_slow_line(slow_phone, app, outbox, script):
    phone = slow_phone(script)
    page = phone.context.new_page()
    page.set_default_timeout(PATIENCE)
    session = phone.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(f"{phone.server}/appels/2026/proposer")
    page.click("text=Se connecter pour commencer")
    page.fill("#email", "bea@example.org")
    page.click("main form button")
    page.fill("#code", re.search(r"\b(\d{3} \d{3})\b", outbox.last_to("bea@example.org").text)[1])
    page.click("main form button")
    page.click("main form:last-of-type button")
    for screen, answers in WHOLE.items():
        page.wait_for_url(f"**/{screen}")
        fill_screen(page, answers)
        page.click("button:has-text('Enregistrer et '):visible >> nth=0")
    page.wait_for_url("**/relire")
    assert page.locator("text=Avant l’envoi").count() == 0
    page.click("button:has-text('Envoyer le dossier')")
    page.wait_for_selector("text=2026-0001")
    with app.app_context():
        assert db.session.query(Application.state).filter_by(number="2026-0001").scalar() == "receivable"
