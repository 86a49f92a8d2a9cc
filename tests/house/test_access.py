"""Every address says who may open it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flask import Flask

from grants.security import EVERYONE, audience_of, open_to
from tests.house.source import modules

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = "static"


def undeclared(app: Flask) -> set[str]:
    """Return the endpoints whose view declares nobody; the site's own files are everybody's."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {FILES}
    return {name for name in endpoints if audience_of(app.view_functions[name]) is None}


def test_every_address_declares_who_may_open_it(application: Flask) -> None:
    assert undeclared(application) == set()


def test_an_undeclared_address_would_be_seen() -> None:
    app = Flask("sample")

    def page() -> str:
        return ""

    def declared(name: str) -> Callable[[], str]:
        def view() -> str:
            return name

        return open_to(EVERYONE)(view)

    app.add_url_rule("/open", "open", declared("open"))
    app.add_url_rule("/forgotten", "forgotten", page)
    assert undeclared(app) == {"forgotten"}


def asks_for_get(text: str) -> list[int]:
    """Return the lines that take whatever is not GET for a writing: HEAD would write, without any token."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Compare)
        and ast.unparse(node.left) == "request.method"
        and any(isinstance(each, ast.Constant) and each.value in {"GET", "HEAD"} for each in node.comparators)
    ]


def test_only_a_post_writes() -> None:
    """Scanners of mails ask for HEAD; a view that asks "is it GET?" would take that for a press of the button."""
    assert {name: lines for name, text in modules() if (lines := asks_for_get(text))} == {}


def test_a_view_that_lets_head_write_would_be_seen() -> None:
    assert asks_for_get('if request.method == "GET":\n    pass\nif request.method != "POST":\n    pass\n') == [1]
