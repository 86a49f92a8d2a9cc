"""What every answer tells a browser: each address of the product, for everybody, errors and files included."""

from __future__ import annotations

import re
import runpy
import socket
from typing import TYPE_CHECKING

import pytest
from gunicorn import util
from gunicorn.http.wsgi import Response

from grants.db import db
from grants.demo.services import CLERK
from grants.security import EVERYONE, Told, open_to
from grants.security.headers import NOBODYS, OURS, complete
from grants.settings import ROOT
from tests.conftest import csrf_token
from tests.journeys.addresses import build, right, rules
from tests.journeys.served import browser, production

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

pytestmark = pytest.mark.one_database

SLOW = {"plenary.print_out", "plenary.booklet", "applications.blank"}
DRAWN = {"application/pdf", "image/png", "application/zip", "application/vnd.oasis.opendocument.spreadsheet"}
EMBEDDED = re.compile(
    r"/api/|/donnees/|/oembed|/flux/|/agenda\.ics|/appels/\d+/agenda\.ics|/communs\.json"
    r"|/(projets|paroles)\.(csv|ods|xlsx|json)|/reseau/projets\.json|/projets/[^/]+/(nouvelles/)?photos/|/static/js/embarquer\.js"
)
"""What other sites read or show."""
SHARED = "cross-origin"


def faults(address: str, headers: dict[str, str], *, person: bool = False) -> list[str]:
    """Return what is missing or too wide in what an answer tells a browser, after the rules of Mozilla's scanner."""
    policy = dict(each.strip().partition(" ")[::2] for each in headers.get("Content-Security-Policy", "").split(";"))
    allowed = headers.get("Permissions-Policy", "")
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    kept = headers.get("Cache-Control", "")
    shared = headers.get("Cross-Origin-Resource-Policy")
    found = {
        "policy": policy.get("default-src") != "'none'" or policy.get("frame-ancestors") != "'none'",
        "unsafe": "unsafe" in str(policy) or "*" in str(policy) or "data:" in str(policy) or "http" in str(policy),
        "base": policy.get("base-uri") != "'none'" or policy.get("form-action") != "'self'",
        "https": not age or int(age[1]) < 31_536_000,
        "sniffing": headers.get("X-Content-Type-Options") != "nosniff",
        "referrer": headers.get("Referrer-Policy") != "same-origin",
        "opener": headers.get("Cross-Origin-Opener-Policy") != "same-origin",
        "embedding": shared not in {"same-origin", SHARED} or (shared == SHARED and not EMBEDDED.match(address)),
        "permissions": any(f"{name}=()" not in allowed for name in NOBODYS) or "*" in allowed,
        "keeping": not kept or (person and headers["Content-Type"].startswith("text/html") and "no-store" not in kept),
        "shared cookie": "Set-Cookie" in headers and "public" in kept,
        "banner": "Server" in headers or "X-Powered-By" in headers,
    }
    return [name for name, wrong in found.items() if wrong]


@pytest.fixture
def served(app) -> Iterator[Flask]:
    """Return the application of a town, its connections closed at the end."""
    made = production(app)
    yield made
    with made.app_context():
        db.engine.dispose()


def test_every_address_tells_browsers_what_it_must(app, served, monkeypatch):
    town = build(app, monkeypatch)
    walked, shared, drawn = 0, set(), set(SLOW)
    for email, place in (("", r"/"), (town.writer, r"/(?!gestion/)"), (CLERK, r"/gestion/")):
        client = browser(served, email)
        opened = [rule for rule in rules(served) if "GET" in rule.methods and re.match(place, rule.rule)]
        for rule in opened:
            if rule.endpoint in drawn:
                continue
            address = right(rule, town.words(rule))
            answer = client.head(address)
            if answer.mimetype in DRAWN:
                drawn.add(rule.endpoint)  # takes long, once is enough
            assert faults(address, answer.headers, person=bool(email)) == [], f"{email} {address} {answer.status}"
            if answer.status_code == 200 and answer.headers["Cross-Origin-Resource-Policy"] == SHARED:
                shared.add(rule.rule)
            walked += answer.status_code == 200
    assert walked > 300
    assert {"/flux/projets.atom", "/agenda.ics", "/donnees/subventions.csv"} <= shared


def test_errors_and_files_tell_it_too(served):
    client = browser(served)
    token = csrf_token(client.get("/connexion").text)

    answers = {
        200: [client.get("/static/css/archive.css"), client.get("/en/static/js/embarquer.js"), client.get("/healthz")],
        304: [client.get("/static/css/archive.css", headers={"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"})],
        400: [
            client.post("/connexion", data={"email": "a@example.org"}),
            client.get("/", base_url="https://autre.example"),
        ],
        404: [client.get("/rien"), client.get("/static/rien.css"), client.get("/api/v1/rien")],
        405: [client.delete("/")],
        413: [client.post("/connexion", data={"csrf_token": token, "email": "a" * 2_100_000})],
        302: [client.get("/mon-espace")],
    }
    for status, given in answers.items():
        for answer in given:
            assert answer.status_code == status, f"{answer.request.path} {answer.status}"
            assert faults(re.sub("^/en", "", answer.request.path), answer.headers) == [], answer.request.path


def test_a_crash_tells_it_too(served):
    served.config["PROPAGATE_EXCEPTIONS"] = False
    client = browser(served)

    def crash() -> None:
        raise ZeroDivisionError

    open_to(EVERYONE)(crash)
    served.view_functions[next(rule.endpoint for rule in rules(served) if rule.rule == "/aide")] = crash
    answer = client.get("/aide")
    assert answer.status_code == 500
    assert faults("/aide", answer.headers) == []


def test_cookies_are_held_to_this_host_and_hidden_from_scripts(served):
    client = browser(served)
    client.get("/connexion")
    cookies = [client.get_cookie("__Host-form", domain="ville.example")]
    assert [(each.secure, each.http_only, each.same_site, each.path) for each in cookies if each] == [
        (True, True, "Lax", "/")
    ]
    given = client.get("/connexion").headers.getlist("Set-Cookie")
    assert all("Domain" not in each for each in given)


def test_an_answer_without_them_would_be_seen(app):
    """The bare application, and headers one notch too wide."""
    bare = app.wsgi_app.application
    wanted = Told(bare, secure=True).headers
    told = dict(complete([("Content-Type", "text/html"), ("Cache-Control", "no-store")], wanted))
    assert faults("/", told) == []
    for name, worse in {
        "Content-Security-Policy": wanted["Content-Security-Policy"].replace(
            "script-src", "script-src 'unsafe-inline'"
        ),
        "Strict-Transport-Security": "max-age=60",
        "X-Content-Type-Options": "",
        "Referrer-Policy": "unsafe-url",
        "Cross-Origin-Opener-Policy": "unsafe-none",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Permissions-Policy": "camera=*",
        "Cache-Control": "",
        "Server": "gunicorn/27",
    }.items():
        assert faults("/", told | {name: worse}), name
    assert faults("/gestion/", told | {"Cache-Control": "public"}, person=True) == ["keeping"]


def lent(answer: object) -> str | None:
    """Return for how long nginx may give an answer to the next reader."""
    return answer.headers.get("X-Accel-Expires")


def test_nginx_lends_what_is_the_same_for_all_and_to_nobody_with_a_cookie(app, served, monkeypatch):
    build(app, monkeypatch)
    pages = ("/", "/projets/", "/appels/2026", "/budget/2026", "/aide", "/en/aide", "/donnees/projects.json")
    stranger, clerk, known = browser(served), browser(served, CLERK), browser(served)
    known.set_cookie("form", "anything", domain="ville.example")
    for page in pages:
        assert (lent(stranger.get(page)), lent(known.get(page)), lent(clerk.get(page))) == ("1", None, None), page
    assert [lent(browser(served).get(page)) for page in ("/connexion", "/rien", "/healthz")] == [None] * 3


def test_no_address_with_a_secret_is_lent(app):
    lendable = {rule.rule for rule in rules(app) if getattr(app.view_functions[rule.endpoint], "same_for_all", False)}
    assert len(lendable) > 20
    asked = {name for rule in rules(app) if rule.rule in lendable for name in rule.arguments}
    assert asked <= {"year", "key", "slug", "number", "ending", "name", "public_id"}, asked


def test_no_permission_is_named_twice():
    assert len(set(OURS + NOBODYS)) == len(OURS) + len(NOBODYS)


def test_what_gunicorn_itself_refuses_tells_it_too(monkeypatch):
    """A request that cannot be read never reaches the application."""
    monkeypatch.setenv("GRANTS_ENV", "production")
    monkeypatch.setattr(util, "write_error", None)
    monkeypatch.setattr(Response, "default_headers", Response.default_headers)
    runpy.run_path(str(ROOT / "config" / "gunicorn.conf.py"))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        util.write_error(ours, 400, "Bad Request", "Invalid Request Line '<script>'")
        head, _, body = theirs.recv(10_000).decode().partition("\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    assert head.startswith("HTTP/1.1 400 Bad Request")
    assert body == "400 Bad Request\n"
    assert faults("/", headers) == []
