"""Pressing every button of every page, and watching what each transaction writes: who did it, with it."""

from __future__ import annotations

import re
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from sqlalchemy import event
from werkzeug.exceptions import HTTPException

from grants.db import db, now
from tests.journeys.asking import ask, cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask
    from sqlalchemy import Connection
    from werkzeug.routing import MapAdapter
    from werkzeug.test import TestResponse

    from tests.journeys.addresses import Town
    from tests.journeys.asking import People

WRITES: Final = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
EXCEPTIONS: Final = tomllib.loads(Path(__file__).with_name("without_act.toml").read_text(encoding="utf-8"))
BOOKS: Final = frozenset({"audit_entry", "ledger_entry", *EXCEPTIONS["own_log"]})
ELSEWHERE: Final = ("/flux", "/donnees", "/api", "/static", "/en/")
TEMPLATED: Final = re.compile(r"\.|<any|image|carte|qr|feuille")
TYPED: Final = {
    "email": "lou@example.org",
    "date": f"{now():%Y-%m-%d}",
    "time": "10:00",
    "number": "1",
    "url": "https://a.example",
}
NAMED: Final = tuple(
    (re.compile(asked), words)
    for asked, words in (
        (r"^site$", ""),
        (r"email$", "lou@example.org"),
        (r"iban$", "FR76 3000 6000 0112 3456 7890 189"),
        (r"siret$", "732 829 320 00074"),
        (r"(cents|cap|floor|moved)$|^amount_", "10"),
        (r"^amend_", "0"),
        (r"(^|[-_])(day|on|since|until)$", f"{now():%d/%m/%Y}"),
        (r"^(files|priority|seats|table|new-place|votes_.*|abstentions)$|minutes$|^week_", "2"),
        (r"^year$", "2019"),
        (r"^starts$", "18 h"),
        (r"^ends$", "20 h"),
        (r"^(gift_link|address)$", "https://voisin.example/page"),
        (r"^(carte|quartier)$", ""),
    )
)
SECOND: Final = re.compile(r"other|target")
WORDS: Final = "Des mots assez longs pour être lus par quelqu’un."


def typed(kind: str, name: str) -> str:
    """Return what somebody would type in an empty field, by its name, else by its type."""
    if kind in {"date", "email"}:
        return TYPED[kind]
    return next((words for asked, words in NAMED if asked.search(name)), TYPED.get(kind, "Des mots"))


@dataclass
class Button:
    """A way to send a form: its address, what it sends as it stands, what it sends when all is filled."""

    address: str
    stands: dict[str, list[str]] = field(default_factory=dict)
    filled: dict[str, list[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page that change something."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.buttons: list[Button] = []
        self.links: list[str] = []
        self.form: Button | None = None
        self.presses: list[tuple[str, str]] = []
        self.select, self.options = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, or note one of its fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(urljoin(self.address, given.get("href", "")))
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form, self.presses = Button(urljoin(self.address, given.get("action", ""))), []
        if self.form is not None:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        """Note a field, a choice or a button of the form being read."""
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "button" and given.get("type", "submit") == "submit":
            self.presses.append((name, value))
        elif tag == "input" and name:
            self._input(given.get("type", "text"), name, value, ticked="checked" in given)
        elif tag == "textarea":
            self._put(name, "", WORDS)
        elif tag == "select":
            self.select, self.options = name, 0
        elif tag == "option" and self.select:
            self._choose(value, selected="selected" in given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag != "form" or self.form is None:
            return
        for name, value in self.presses or [("", "")]:
            pressed = {name: [value]} if name else {}
            self.buttons.append(
                Button(self.form.address, {**self.form.stands, **pressed}, {**self.form.filled, **pressed})
            )
        self.form = None

    def _input(self, kind: str, name: str, value: str, *, ticked: bool) -> None:
        assert self.form is not None
        if kind in {"checkbox", "radio"}:
            before = self.form.filled.get(name, []) if kind == "checkbox" else []
            if ticked:
                self.form.stands.setdefault(name, []).append(value or "on")
            if ticked or kind == "checkbox" or name not in self.form.filled:
                self.form.filled[name] = [*before, value or "on"]
        elif kind != "file":
            self._put(name, value, value or ("" if kind == "hidden" else typed(kind, name)))

    def _put(self, name: str, value: str, filled: str) -> None:
        assert self.form is not None
        self.form.stands.setdefault(name, []).append(value)
        self.form.filled.setdefault(name, []).append(filled)

    def _choose(self, value: str, *, selected: bool) -> None:
        """Note an option of a list: the one that stands, else the first that says something; of a pair, the next."""
        assert self.form is not None
        self.options += value not in {"", "0"}
        if selected:
            self.form.stands[self.select] = [value]
        if (selected or self.options == 1 + bool(SECOND.search(self.select))) and value not in {"", "0"}:
            self.form.filled[self.select] = [value]


@dataclass(frozen=True)
class Press:
    """A way to change something: the view, who presses, the address, and what is sent, the next when nothing came."""

    view: str
    role: str
    address: str
    sent: tuple[dict[str, list[str]], ...]


@contextmanager
def transactions(app: Flask) -> Iterator[list[frozenset[str]]]:
    """Give the tables that each committed transaction wrote in, as they come."""
    done: list[frozenset[str]] = []

    def wrote(connection: Connection, cursor: Any, statement: str, *_: object) -> None:
        found = WRITES.match(statement)
        if found and cursor.rowcount:
            connection.info.setdefault("wrote", set()).add(found[1])

    def committed(connection: Connection) -> None:
        if tables := connection.info.pop("wrote", None):
            done.append(frozenset(tables))

    def undone(connection: Connection) -> None:
        connection.info.pop("wrote", None)

    heard = (("after_cursor_execute", wrote), ("commit", committed), ("rollback", undone))
    with app.app_context():
        engine = db.engine
    for name, listener in heard:
        event.listen(engine, name, listener)
    try:
        yield done
    finally:
        for name, listener in heard:
            event.remove(engine, name, listener)


def without_act(done: list[frozenset[str]]) -> set[str]:
    """Return the tables that a transaction changed without writing in a book who did it."""
    plain = set(EXCEPTIONS["tables"])
    return {table for tables in done if not tables & BOOKS for table in tables if table not in plain}


class Finder:
    """Finds, page after page, the ways to change something, one of a kind."""

    def __init__(self, app: Flask, asking: People) -> None:
        self.asking = asking
        self.adapter = app.url_map.bind("localhost")
        self.seen: set[tuple[str, frozenset[str]]] = set()
        self.led: dict[str, tuple[str, str]] = {}

    def on(self, role: str, answer: TestResponse) -> Iterator[Press]:
        """Give what a page offers, and keep where its links lead."""
        page = Forms(answer.request.full_path.removesuffix("?"))
        page.feed(answer.text)
        for button in page.buttons:
            view = _view(self.adapter, button.address, "POST")
            kind = (view, frozenset(button.filled))
            if view and kind not in self.seen:
                self.seen.add(kind)
                yield Press(view, role, button.address, (button.stands, button.filled))
        for link in page.links:
            if view := _view(self.adapter, link, "POST"):
                self.led.setdefault(view, (role, link))

    def at(self, pages: Iterable[tuple[str, str]]) -> Iterator[Press]:
        """Give what the pages at these addresses offer, each read as a role."""
        for role, address in pages:
            client = self.asking.clients[role]
            answer = (client.application.test_client() if role == "link" else client).get(address)
            if _is_page(answer):
                yield from self.on(role, answer)

    def beyond(self) -> Iterator[Press]:
        """Give what the pages offer where links led, for views not seen yet."""
        views = {view for view, _fields in self.seen}
        yield from self.at([where for view, where in self.led.items() if view not in views])


def _view(adapter: MapAdapter, address: str, method: str) -> str:
    """Return the view behind an address of ours, nothing for another."""
    if urlsplit(address).netloc:
        return ""
    try:
        return str(adapter.match(urlsplit(address).path, method)[0])
    except HTTPException:
        return ""


def pages(app: Flask, town: Town, asking: People) -> Iterator[tuple[str, TestResponse]]:
    """Read every page as somebody to whom it opens, with the secret of its address if it has one."""
    for rule, method, roles in cells(app, {"GET"}, opens=True):
        if rule.rule.startswith(ELSEWHERE) or TEMPLATED.search(rule.rule):
            continue
        role = "link" if "link" in roles else roles[-1]
        answer = ask(asking, town, rule, method, role)
        if _is_page(answer):
            yield role, answer


def _is_page(answer: TestResponse) -> bool:
    return answer.mimetype == "text/html" and answer.status_code < HTTPStatus.BAD_REQUEST
