"""Every address by every method stands in the table of who may what, and the page written from it is up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from grants.security import EVERYONE, audience_of
from tests.journeys import doors

if TYPE_CHECKING:
    import pytest

AGAIN = "say in tests/journeys/who_may.toml behind which door it is, then run: python -m tests.journeys.doors"


def test_every_address_stands_in_the_table(application: Flask) -> None:
    assert doors.unknown(application) == set(), AGAIN


def test_the_page_says_what_the_table_says(application: Flask) -> None:
    assert doors.PAGE.read_text("utf-8") == doors.page(application), "run: python -m tests.journeys.doors"


def test_a_door_of_the_table_is_never_wider_than_what_its_view_declares(application: Flask) -> None:
    wider = {
        f"{method} {rule.rule}"
        for rule, method in doors.doors_of(application)
        if audience_of(application.view_functions[rule.endpoint]) != EVERYONE
        and doors.expected(rule.endpoint, method)["nobody"] == "opens"
    }
    assert wider == set()


def test_a_forgotten_address_a_lost_line_and_an_old_page_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Flask("sample")
    app.add_url_rule("/forgotten", "forgotten", lambda: "", methods=["POST"])
    monkeypatch.setattr(doors, "TABLE", {**doors.TABLE, "addresses": {"lost": {"GET": "everybody"}}})
    assert doors.unknown(app) == {"POST forgotten", "GET lost"}
    app = Flask("other")
    app.add_url_rule("/", "lost", lambda: "")
    assert "| `/` | everybody | |" in doors.page(app)
