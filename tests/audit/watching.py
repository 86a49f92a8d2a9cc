"""Pressing every button of every page, and watching what each transaction writes: who did it, with it."""

from __future__ import annotations

import re
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from sqlalchemy import event

from grants.db import db
from tests.journeys.asking import ask, cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy import Connection

    from tests.journeys.addresses import Town
    from tests.journeys.asking import People

WRITES: Final = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
EXCEPTIONS: Final = tomllib.loads(Path(__file__).with_name("without_act.toml").read_text(encoding="utf-8"))
BOOKS: Final = frozenset({"audit_entry", "ledger_entry", *EXCEPTIONS["own_log"]})
MOST_OF_A_KIND: Final = 1
ELSEWHERE: Final = ("/flux", "/donnees", "/api", "/static", "/en/")
TEMPLATED: Final = re.compile(r"\.|<any|image|carte|qr")
TYPED: Final = {
    "email": "lou@example.org",
    "date": "2026-12-01",
    "time": "10:00",
    "number": "1",
    "url": "https://a.example",
}
WORDS: Final = "Des mots assez longs pour être lus par quelqu’un."


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
        self.form: Button | None = None
        self.presses: list[tuple[str, str]] = []
        self.select = ""
        self.radios: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, or note one of its fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form, self.presses, self.radios = Button(urljoin(self.address, given.get("action", ""))), [], set()
        if self.form is not None:
            self._field(self.form, tag, given)

    def _field(self, form: Button, tag: str, given: dict[str, str]) -> None:
        """Note a field, a choice or a button of the form being read."""
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "button" and given.get("type", "submit") == "submit":
            self.presses.append((name, value))
        elif tag == "input" and name:
            self._input(given.get("type", "text"), name, value, ticked="checked" in given)
        elif tag == "textarea":
            self._put(name, "", WORDS)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self._put(self.select, value, value)
        elif tag == "option" and self.select and value:
            form.filled.setdefault(self.select, [value])

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
            if ticked:
                self._put(name, value or "on", value or "on")
            elif kind == "checkbox" or name not in self.form.filled:
                self.form.filled.setdefault(name, []).append(value or "on")
        elif kind != "file":
            self._put(name, value, value or TYPED.get(kind, "Des mots"))

    def _put(self, name: str, value: str, filled: str) -> None:
        assert self.form is not None
        self.form.stands.setdefault(name, []).append(value)
        self.form.filled.setdefault(name, []).append(filled)


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


def buttons(app: Flask, town: Town, asking: People) -> Iterator[tuple[str, str, str, dict[str, list[str]]]]:
    """Give the ways to change something found on every page: the view, the role, the address, what is sent."""
    seen: dict[tuple[str, frozenset[str]], int] = {}
    adapter = app.url_map.bind("localhost")
    for rule, method, roles in cells(app, {"GET"}, opens=True):
        if rule.rule.startswith(ELSEWHERE) or TEMPLATED.search(rule.rule):
            continue
        role = roles[-1] if roles[-1] != "link" else roles[0]
        answer = ask(asking, town, rule, method, role)
        if answer.mimetype != "text/html" or answer.status_code >= 400:
            continue
        page = Forms(answer.request.path)
        page.feed(answer.text)
        for button in page.buttons:
            try:
                view, _values = adapter.match(button.address.partition("?")[0], "POST")
            except Exception:  # noqa: BLE001, S112 - an address of another site
                continue
            for sent in (button.stands, button.filled):
                kind = (view, frozenset(sent))
                seen[kind] = seen.get(kind, 0) + 1
                if seen[kind] <= MOST_OF_A_KIND:
                    yield view, role, button.address, sent
