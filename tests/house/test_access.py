"""Every address says who may open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from grants.security import EVERYONE, audience_of, open_to

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
