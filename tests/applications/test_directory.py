"""The public directory of associations: proposals when it answers, one sentence when it does not, never a wait."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from grants import directory
from grants.domain.errors import RuleError
from grants.settings import SettingsError, load_settings

pytestmark = pytest.mark.one_database

SIRET, RNA = "73282932000074", "W291000123"
GOOD = {
    "results": [
        {
            "nom_complet": "les voisins du port (LVP)",
            "nom_raison_sociale": "LES VOISINS DU PORT",
            "siege": {"siret": SIRET, "adresse": "3 RUE DU PORT 29999 PORT-LEON"},
            "complements": {"identifiant_association": RNA},
        }
    ]
}


class Directory(BaseHTTPRequestHandler):
    """A directory of the loopback, as good or as bad as a test wants it."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.behave(self)

    def log_message(self, *_):
        pass

    def reply(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def good(handler):
    handler.reply(json.dumps(GOOD).encode())


def drip(handler):
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


@pytest.fixture
def site(app, monkeypatch):
    """Return a directory at work on the loopback, the look-up being on."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Directory)
    server.daemon_threads = True
    server.asked, server.behave = [], good
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = app.extensions["settings"]
    turned_on = replace(settings, company_directory=f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setitem(app.extensions, "settings", turned_on)
    monkeypatch.setattr(directory, "SECONDS", 0.5)
    directory._kept.answers.clear()  # noqa: SLF001 - each test starts with nothing kept
    yield server
    server.shutdown()
    server.server_close()


def look_up(writer, post_form, words="les voisins"):
    return post_form(writer.client, f"{writer.home}/annuaire", {"q": words}).text


def test_the_look_up_is_off_unless_a_setting_says_otherwise(writer):
    assert "Chercher mon association" not in writer.client.get(f"{writer.home}/association").text
    assert writer.client.get(f"{writer.home}/annuaire").status_code == 404


def test_only_a_safe_address_is_taken(tmp_path):
    for address in ("ftp://x", "http://annuaire.example", "https://", "n’importe quoi"):
        with pytest.raises(SettingsError, match="company_directory"):
            load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(tmp_path), "GRANTS_COMPANY_DIRECTORY": address})


def test_what_is_found_is_proposed_and_nothing_typed_is_replaced_unasked(site, writer, post_form, stored):
    form = f"{writer.home}/association"
    assert "Chercher mon association" in writer.client.get(form).text
    page = post_form(
        writer.client, form, {"name": "Les Voisins", "siret": ""}, f"{writer.home}/annuaire?ecran=association"
    )
    assert stored(writer).answers["name"] == "Les Voisins"
    assert "LES VOISINS DU PORT" in page.text
    assert "à la place de «\u00a0Les Voisins\u00a0»" in page.text
    assert page.text.count(" checked") == 3
    assert site.asked == ["/search?q=Les+Voisins&page=1&per_page=5"]
    taken = {"take": ["siret", "rna"], "name": "LES VOISINS DU PORT", "siret": SIRET, "rna": RNA}
    post_form(writer.client, f"{writer.home}/annuaire", taken, f"{writer.home}/annuaire/reprendre")
    answers = stored(writer).answers
    assert (answers["name"], answers["siret"], answers["rna"]) == ("Les Voisins", SIRET, RNA)


def test_the_same_words_are_asked_once_a_day(site, writer, post_form):
    for words in ("732 829 320 00074", SIRET, f" {SIRET} "):
        assert "LES VOISINS DU PORT" in look_up(writer, post_form, words)
    assert site.asked == [f"/search?q={SIRET}&page=1&per_page=5"]


@pytest.mark.parametrize(
    "behave",
    [
        drip,
        lambda _: time.sleep(0.8),
        lambda handler: handler.reply(b"x" * 400_000),
        lambda handler: handler.reply(b"{"),
        lambda handler: handler.reply(b'{"results": 3}'),
        lambda handler: handler.reply(b'{"results": [[]]}'),
        lambda handler: handler.reply(b"[" * 100_000),
        lambda handler: handler.reply(b"\xff\xfe"),
        lambda handler: handler.reply(b"{}", 429, Retry_After="60"),
        lambda handler: handler.reply(b"", 500),
        lambda handler: handler.reply(b"", 302, Location="http://127.0.0.1:1/elsewhere"),
        lambda handler: handler.wfile.write(b"garbage\r\n"),
    ],
    ids=["drip", "silent", "huge", "broken", "number", "list", "deep", "bytes", "429", "500", "redirect", "garbage"],
)
def test_a_directory_that_fails_sends_people_back_to_typing_at_once(site, writer, post_form, behave):
    site.behave = behave
    before = time.monotonic()
    page = look_up(writer, post_form)
    assert time.monotonic() - before < 3
    assert "L’annuaire ne répond pas" in page
    assert "Revenir écrire le numéro" in page
    assert len(site.asked) == 1


@pytest.mark.usefixtures("site")
def test_a_directory_that_is_not_there_says_the_same(writer, post_form, app, monkeypatch):
    gone = replace(app.extensions["settings"], company_directory="http://127.0.0.1:1")
    monkeypatch.setitem(app.extensions, "settings", gone)
    assert "L’annuaire ne répond pas" in look_up(writer, post_form)


def test_numbers_that_are_not_right_are_not_proposed(site, app):
    bad = {"results": [{"nom_complet": "X", "siege": {"siret": "123"}, "complements": {"identifiant_association": 7}}]}
    site.behave = lambda handler: handler.reply(json.dumps(bad).encode())
    with app.app_context():
        assert directory.ask("x") == [directory.Found("X", "", "", "")]


def test_too_many_questions_are_not_sent(site, app, monkeypatch):
    del site
    monkeypatch.setattr(directory, "INSTANCE_WINDOW", timedelta(hours=1))
    with app.app_context():
        for _ in range(directory.PER_INSTANCE):
            directory.take_turn("ana")
        with pytest.raises(RuleError) as error:
            directory.take_turn("bob")
    assert error.value.code == "directory_busy"


def test_nobody_else_looks_up_for_a_file(site, writer, signed_in, client):
    del site
    assert client.get(f"{writer.home}/annuaire").status_code == 302
    assert signed_in("other@example.org").get(f"{writer.home}/annuaire").status_code == 404
