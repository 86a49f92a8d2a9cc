"""Interruptions, when the network or the server does not answer: the text stays, waits, and arrives once."""

from __future__ import annotations

import threading

import pytest
from werkzeug.serving import make_server

from tests.browser.phone import WITHOUT_SHELF, Phone

# What is proved here happens between a browser and whatever answers it: one database is enough. What depends on the
# database (two hands, a lost answer) runs on both, in test_interruptions_hands.py.
pytestmark = pytest.mark.one_database

TUNNEL = "Écrit dans le tunnel"


def test_offline_then_online(phone):
    page = phone.open()
    phone.context.set_offline(True)
    phone.type(page, "title", TUNNEL)
    phone.says(page, "gardé sur cet appareil, pas encore à la ville")
    phone.type(page, "hook", "Et à la sortie")
    phone.context.set_offline(False)
    phone.until_saved(page, "title", TUNNEL)
    phone.until_saved(page, "hook", "Et à la sortie")
    phone.says(page, "Enregistré à")
    phone.until_kept_nowhere_here(page)


@pytest.mark.parametrize("end", ["closed", "killed"])
@pytest.mark.parametrize("place", ["/mon-espace", "budget", "envie"])
def test_offline_and_the_page_ends(phone, end, place):
    page = phone.open()
    phone.context.set_offline(True)
    phone.type(page, "title", TUNNEL)
    phone.says(page, "gardé sur cet appareil")
    phone.kill(page) if end == "killed" else page.close()
    phone.context.set_offline(False)
    again = phone.visit(place) if place.startswith("/") else phone.open(place)
    phone.until_saved(again, "title", TUNNEL)
    phone.says(again, "retrouvé et enregistré")
    phone.until_kept_nowhere_here(again)
    if place == "envie":
        assert again.input_value("#title") == TUNNEL


def test_control_without_the_copy_a_killed_phone_loses_the_text(phone):
    phone.context.add_init_script(WITHOUT_SHELF)
    page = phone.open()
    phone.context.set_offline(True)
    phone.type(page, "title", TUNNEL)
    phone.says(page, "Ne la fermez pas")
    phone.kill(page)
    phone.context.set_offline(False)
    again = phone.open()
    phone.pass_time(again, 10_000)
    assert phone.answer("title") == again.input_value("#title") == ""


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500, "body": "<h1>Erreur</h1>"},
        {"status": 503, "headers": {"Retry-After": "3"}},
        {"status": 429, "headers": {"Retry-After": "3"}},
        {"status": 502, "body": ""},
        {"status": 200, "content_type": "text/html", "body": "<h1>Wi-Fi de la gare : identifiez-vous</h1>"},
    ],
    ids=["crash", "unavailable", "too-many", "gateway", "captive-portal"],
)
def test_an_answer_that_is_not_the_town_s(phone, trouble):
    page = phone.open()
    seen = phone.fail_saves(lambda route: route.fulfill(**trouble))
    phone.type(page, "title", TUNNEL)
    phone.says(page, "gardé sur cet appareil")
    for letter in "abcdefghij":
        page.fill("#hook", letter)
        phone.pass_time(page, 300)
    assert len(seen) <= 4
    assert phone.copies(page) == 2
    phone.heal()
    phone.until_saved(page, "title", TUNNEL)
    phone.until_saved(page, "hook", "j")
    phone.until_kept_nowhere_here(page)


def test_words_typed_during_a_slow_save(phone):
    page = phone.open()
    slow = []
    phone.fail_saves(lambda route: route.continue_() if slow else slow.append(route))
    phone.type(page, "title", "Un banc")
    phone.until(page, lambda: slow)
    phone.type(page, "what", "Tapé pendant un long enregistrement")
    assert phone.answer("title") == ""
    slow[0].continue_()
    phone.until_saved(page, "what", "Tapé pendant un long enregistrement")
    phone.until_saved(page, "title", "Un banc")


def test_reload_while_a_save_hangs(phone):
    page = phone.open()
    held = phone.fail_saves(lambda _route: None)
    phone.type(page, "title", TUNNEL)
    phone.until(page, lambda: held)
    phone.heal()
    page.reload()
    phone.until_saved(page, "title", TUNNEL)
    phone.until(page, lambda: page.input_value("#title") == TUNNEL)


def test_a_server_that_stops_and_starts_again(browser, app, writer, stored):
    def serve(port):
        serving = make_server("localhost", port, app, threaded=True)
        threading.Thread(target=serving.serve_forever).start()
        return serving

    def stop(serving):
        serving.shutdown()
        serving.server_close()

    serving = serve(0)
    port = serving.port
    phone = Phone(browser, f"http://localhost:{port}", writer, stored)
    page = phone.open()
    stop(serving)
    phone.type(page, "title", TUNNEL)
    phone.says(page, "gardé sur cet appareil")
    serving = serve(port)
    phone.until_saved(page, "title", TUNNEL)
    phone.context.close()
    stop(serving)


def test_a_text_beyond_what_a_request_carries(phone):
    page = phone.open()
    page.evaluate("document.getElementById('what').value = 'a'.repeat(2500000)")
    page.dispatch_event("#what", "input")
    phone.type(page, "title", TUNNEL)
    phone.until_saved(page, "title", TUNNEL)
    phone.says(page, "trop grand pour être enregistré")
    assert len(page.input_value("#what")) == 2_500_000
    phone.type(page, "what", "Raccourci")
    phone.until_saved(page, "what", "Raccourci")
