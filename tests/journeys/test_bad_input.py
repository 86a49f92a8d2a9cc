"""Every address and every form meets what people and intruders really send: words come back, never a crash."""

from __future__ import annotations

import io
import zlib
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import urlencode

import pytest
from flask import Flask

from grants.demo.services import CLERK
from tests.conftest import SERVER
from tests.journeys.addresses import MET, OPEN, Town, build, right, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flask.testing import FlaskClient
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

T = TypeVar("T")

IN_ADDRESS = (
    "0",
    "9999",
    "-1",
    "1" + "0" * 20,
    "9" * 5000,
    "a%00b",
    "%E9t%E9",
    "..%2F..%2Fetc%2Fpasswd",
    "%3Cscript%3E",
    "%F0%9F%8E%89",
    "%27%20OR%201=1",
)
IN_FIELD = (
    "",
    "a\0b",
    "\x1b[31m\x7f",
    "🎉",
    "\u202e\u0645\u0631\u062d\u0628\u0627",
    "x" * 100_000,
    "31/02/2027",
    "-500",
    "1e308",
    "99999999999999999999",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "a;b,c\r\nX-Y: z",
    "%s{0}{{7*7}}",
)
IN_QUERY = ("q", "page", "annee", "theme", "quartier", "year", "after", "next", "historique")
RAW = (b"%ff%fe", b"\xe9t\xe9", b"%ED%A0%80", b"%00")
DRAWN = {"application/pdf", "image/png"}  # slow to make, once is enough
SLOW = {"plenary.print_out", "applications.blank"}  # its own tests print it
SIGN_OUT = "/deconnexion"
WAYS = 1
"""Ways to send one form wrongly beside the first: with some hundred forms each way is met many times."""


class Form(NamedTuple):
    """A form as a browser would send it."""

    page: str
    action: str
    fields: dict[str, str]


class Reader(HTMLParser):
    """Finds the forms of a page that are posted, with what stands in their fields."""

    def __init__(self, page: str, html: str) -> None:
        super().__init__()
        self.page, self.forms, self.inside = page, [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "form":
            self.inside = known.get("method", "get").lower() == "post"
            if self.inside:
                self.forms.append(Form(self.page, known.get("action") or self.page, {}))
        elif self.inside and tag in {"input", "textarea", "select", "button"} and known.get("name"):
            self.forms[-1].fields.setdefault(known["name"], known.get("value") or "")


def fault_of(answer: TestResponse) -> str | None:
    """Say what is wrong with an answer: a crash, its inner side out, or an error without a heading in words."""
    where = f"{answer.request.method} {answer.request.path[:90]!r} → {answer.status_code}"
    if answer.status_code >= 500:
        return where
    if b"Traceback (most recent" in answer.data or b"[SQL:" in answer.data:
        return f"{where}: shows its inside"
    if (
        answer.status_code >= 400
        and answer.request.method != "HEAD"
        and answer.mimetype == "text/html"
        and b"<h1" not in answer.data
    ):
        return f"{where}: says nothing"
    return None


def faults(client: FlaskClient, sendings: Iterable[tuple[str, dict]]) -> list[str]:
    """Send each request and return what went wrong."""
    return [fault for address, sent in sendings if (fault := fault_of(client.open(address, **sent)))]


def sample(values: Sequence[T], of: str, most: int) -> Iterator[T]:
    """Take some of these values, others each time: all of them are met over the site, and not all everywhere."""
    start = zlib.crc32(of.encode())
    return (values[(start + turn * 7) % len(values)] for turn in range(most))


def wrong(rule: Rule, values: dict[str, str], role: str) -> Iterator[str]:
    """Fill each place of an address with some hostile values."""
    for place in sorted(rule.arguments):
        for value in sample(IN_ADDRESS, f"{role} {place} {rule.rule}", 1):
            yield right(rule, {**values, place: value})


def hostile(form: Form) -> Sequence[tuple[str, dict]]:
    """Send a form with hostile values everywhere, then in some of the ways no browser would."""
    ways = list(hostile_ways(form))
    return [*ways[:1], *sample(ways[1:], form.action, WAYS)]


def hostile_ways(form: Form) -> Iterator[tuple[str, dict]]:
    """Give every way to send this form wrongly."""
    post = {"method": "POST"}
    names = [name for name in form.fields if name != "csrf_token"]
    token = form.fields.get("csrf_token", "")
    for value in sample(IN_FIELD, form.action, 2):
        yield form.action, {**post, "data": {**dict.fromkeys(names, value), "csrf_token": token}}
    for name in sample(names, form.action, 2 if names else 0):
        yield form.action, {**post, "data": {**form.fields, "seconds": "1", name: "a\0" + "9" * 20}}
    for raw in sample(RAW, form.action, 1):
        body = urlencode({"csrf_token": token}).encode() + b"".join(b"&" + name.encode() + b"=" + raw for name in names)
        yield form.action, {**post, "data": body, "content_type": "application/x-www-form-urlencoded"}
    yield form.action, {**post, "data": {**{name: ["a", "\0"] for name in names}, "csrf_token": token}}
    for name in names[:1]:
        yield form.action, {**post, "data": {**form.fields, name: (io.BytesIO(b"\0\xff"), "../é.exe")}}
    yield form.action, {**post, "json": form.fields}
    yield form.action, {**post, "data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"}


@pytest.fixture
def town(app, monkeypatch) -> Town:
    """Return a town with something behind every address."""
    return build(app, monkeypatch)


def somebody(role: str, town: Town, app: Flask, signed_in) -> FlaskClient:
    """Return a client of that role."""
    if role == "visitor":
        return app.test_client()
    return signed_in(CLERK, "staff") if role == "staff" else signed_in(town.writer)


def visit(client: FlaskClient, rule: Rule, values: dict[str, str], role: str) -> tuple[list[str], dict[str, Form]]:
    """Go to an address in every way; return what went wrong, and the forms found there, by where they lead."""
    address = right(rule, values)
    found: dict[str, Form] = {}
    seen: list[str] = []
    sendings = [(each, {}) for each in wrong(rule, values, role)] if role != "member" else []
    methods = ("PUT", "DELETE", "POST") if role == "visitor" else ("POST",)
    sendings += [(address, {"method": method}) for method in methods if not SERVER]  # refused before any database
    if rule.endpoint not in SLOW:
        answer = client.get(address)
        seen += filter(None, [fault_of(answer)])
        if answer.mimetype not in DRAWN and role == "visitor":
            sendings.append((address, {"method": "HEAD"}))
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found = {form.action: form for form in Reader(address, answer.text).forms if form.action != SIGN_OUT}
    if not rule.arguments:
        short = [value for value in IN_FIELD if len(value) < 1000]
        queries = [urlencode(dict.fromkeys(IN_QUERY, value)) for value in sample(short, role + rule.rule, 1)]
        sendings += [(f"{address}?{query}", {}) for query in queries]
    return seen + faults(client, sendings), found


@pytest.mark.parametrize(("role", "fewest"), [("visitor", 3), ("member", 20), ("staff", 30)])
def test_hostile_addresses_and_forms_are_answered_in_words(app, town, signed_in, role, fewest):
    client = somebody(role, town, app, signed_in)
    wrongs: list[str] = []
    forms: dict[str, Form] = {}
    for rule in rules(app):
        for year in (OPEN, MET) if role == "staff" and "year" in rule.arguments else (OPEN,):
            said, found = visit(client, rule, town.words(rule, year=year), role)
            wrongs += said
            forms |= found
    for form in forms.values():
        wrongs += faults(client, hostile(form))
    assert wrongs == []
    assert len(forms) >= fewest, sorted(forms)


def test_the_checker_sees_a_crash_an_open_inside_and_a_silence():
    sample = Flask("sample")
    sample.add_url_rule("/crash", "crash", lambda: {}["nothing"])
    sample.add_url_rule("/inside", "inside", lambda: "Traceback (most recent call last)")
    sample.add_url_rule("/silence", "silence", lambda: ("", 404))
    sample.add_url_rule("/fine", "fine", lambda: "fine")
    found = faults(sample.test_client(), ((address, {}) for address in ("/crash", "/inside", "/silence", "/fine")))
    assert [fault.split("'")[1] for fault in found] == ["/crash", "/inside", "/silence"]


def test_a_button_pressed_four_times_at_once_acts_once_and_says_so(app, town, signed_in):
    def press(client: FlaskClient, page: str, **typed: str) -> list[int]:
        form = Reader(page, client.get(page).text).forms[-1]
        jar = "; ".join(f"{cookie.key}={cookie.value}" for cookie in client._cookies.values())  # noqa: SLF001

        def send(_time: int) -> TestResponse:
            hand = app.test_client(use_cookies=False)
            return hand.post(form.action, data={**form.fields, **typed}, headers={"Cookie": jar})

        with ThreadPoolExecutor(4) as hands:
            answers = list(hands.map(send, range(4)))
        assert [fault for answer in answers if (fault := fault_of(answer))] == []
        return sorted(answer.status_code for answer in answers)

    assert press(app.test_client(), "/connexion", email="presse@example.org") == [302] * 4
    clerk = somebody("staff", town, app, signed_in)
    statuses = press(clerk, "/gestion/appels/nouveau")
    assert statuses[0] == 302
    assert set(statuses[1:]) <= {400, 409}


def test_a_seed_no_database_holds_is_told_before_anything_is_written(app):
    result = app.test_cli_runner().invoke(args=["demo", "load", "--seed", "9" * 30, "--projects", "2"])
    assert result.exit_code == 2
    assert "is not in the range" in result.output
