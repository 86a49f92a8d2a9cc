"""Somebody who walks through the site as a person does: reads a page, fills its form, presses a button.

No script runs: what works here works everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from flask.testing import FlaskClient

MOST_REDIRECTS = 5


@dataclass
class Form:
    """A form of a page: where it goes, its values as they stand, its buttons by their words."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Reads the forms and the links of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.form: Form | None = None
        self.collecting = ""
        self.words = ""
        self.button: tuple[str, str] = ("", "")
        self.link = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.collecting, self.words, self.link = "a", "", given["href"]
        if tag == "form":
            action = urljoin(self.address, given.get("action", self.address))
            self.form = Form(action, given.get("method", "get").lower())
            self.forms.append(self.form)
        if self.form is not None:
            self._control(self.form, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        """Note a field or a button of the form being read."""
        if tag == "input" and given.get("name"):
            kind = given.get("type", "text")
            if kind not in {"checkbox", "radio"} or "checked" in given:
                form.values.append((given["name"], given.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "textarea":
            self.collecting, self.words, self.select = "textarea", "", given["name"]
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given:
            form.values.append((self.select, given.get("value", "")))
        elif tag == "button":
            self.collecting, self.words = "button", ""
            self.button = (given.get("name", ""), given.get("value", ""))

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_endtag(self, tag: str) -> None:
        words = " ".join(self.words.split())
        if tag == "form":
            self.form = None
        if tag != self.collecting:
            return
        if tag == "a":
            self.links.setdefault(words, self.link)
        elif tag == "button" and self.form is not None:
            self.form.buttons[words] = self.button
        elif tag == "textarea" and self.form is not None:
            self.form.values.append((self.select, self.words.removeprefix("\n")))
        self.collecting = ""


class Walker:
    """A person with a browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.address = "/"
        self.text = ""
        self.status = 0

    def open(self, address: str) -> Walker:
        """Open an address and follow where it leads."""
        return self._settle(self.client.get(address), address)

    def follow(self, words: str) -> Walker:
        """Follow the link that bears these words."""
        links = self._read().links
        found = next((target for name, target in links.items() if words in name), None)
        assert found, f"no link “{words}” on {self.address}: {sorted(links)}"
        return self.open(urljoin(self.address, found))

    def press(self, words: str, /, **typed: str | list[str]) -> Walker:
        """Fill the form that has a button with these words, and press it."""
        for form in self._read().forms:
            button = next((value for name, value in form.buttons.items() if words in name), None)
            if button is not None:
                return self._send(form, button, typed)
        buttons = [name for form in self._read().forms for name in form.buttons]
        message = f"no button “{words}” on {self.address}: {buttons}"
        raise AssertionError(message)

    def values(self, words: str) -> dict[str, str]:
        """Return what stands in the fields of the form with that button."""
        form = next(form for form in self._read().forms if any(words in name for name in form.buttons))
        return dict(form.values)

    def _send(self, form: Form, button: tuple[str, str], typed: dict[str, str | list[str]]) -> Walker:
        data = [(name, value) for name, value in form.values if name not in typed]
        for name, value in typed.items():
            data += [(name, each) for each in (value if isinstance(value, list) else [value])]
        if button[0]:
            data.append(button)
        many: dict[str, list[str]] = {}
        for name, value in data:
            many.setdefault(name, []).append(value)
        if form.method == "get":
            return self._settle(self.client.get(form.action, query_string=many), form.action)
        return self._settle(self.client.post(form.action, data=many), form.action)

    def _settle(self, answer: object, address: str) -> Walker:
        for _ in range(MOST_REDIRECTS):
            if answer.status_code not in {302, 303}:  # type: ignore[attr-defined]
                break
            address = urljoin(address, answer.location)  # type: ignore[attr-defined]
            answer = self.client.get(address)
        parts = urlsplit(address)
        self.address = parts.path + (f"?{parts.query}" if parts.query else "")
        self.status = answer.status_code  # type: ignore[attr-defined]
        self.text = answer.get_data(as_text=True)  # type: ignore[attr-defined]
        assert self.status < 500, f"{self.address} broke"
        return self

    def _read(self) -> _Reader:
        reader = _Reader(self.address)
        reader.feed(self.text)
        return reader

    @property
    def words(self) -> str:
        """What a person reads on the page, every run of spaces as one."""
        body = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", self.text)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()
