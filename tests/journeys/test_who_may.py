"""Who may what: every address, by every method, as every role, held to the table; and reading changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grants.audit import record
from grants.db import db
from grants.security import EVERYONE, Door
from tests.journeys.asking import People, ask, cells, changed, fault, kept, read

if TYPE_CHECKING:
    from flask import Flask

    from tests.journeys.addresses import Town

pytestmark = pytest.mark.one_database

LONG = {"plenary.build"}
"""What its own tests press."""


@pytest.fixture
def town(furnished_town) -> Town:
    """Return a town with something behind every address."""
    return furnished_town


def refused(app: Flask, town: Town, asking: People) -> list[str]:
    """Ask as each role all that is not open to it, by HEAD as one of them in turn; say what the table did not."""
    asked = (
        (rule, method, each, role)
        for turn, (rule, method, roles) in enumerate(cells(app, {"GET", "POST"}, opens=False))
        for role in roles
        for each in (("GET", "HEAD") if method == "GET" and role == roles[turn % len(roles)] else (method,))
    )
    found = (fault(ask(asking, town, rule, each, role), rule, method, role) for rule, method, each, role in asked)
    return [each for each in found if each]


def test_a_door_that_is_not_yours_stays_shut_and_nothing_changes_behind_it(app, town, asking):
    before = kept(app)
    assert refused(app, town, asking) == []
    assert changed(app, before) == set()


def test_whoever_reads_changes_nothing_and_finds_nothing_of_others(app, town, asking):
    before = kept(app)
    assert read(asking, town, app, lambda roles: [roles[0]]) == []
    assert changed(app, before) == set()


def test_what_is_yours_to_do_is_open_to_you(app, town, asking, put_back):
    for rule, method, roles in cells(app, {"POST"}, opens=True):
        if rule.endpoint not in LONG:
            answer = ask(asking, town, rule, method, roles[0])
            assert fault(answer, rule, method, roles[0]) is None
            put_back()


def test_a_door_left_open_a_word_let_out_and_a_page_that_writes_would_be_seen(app, town, asking, monkeypatch):
    def leaking() -> str:
        record("nobody", "read", "home")
        db.session.commit()
        return town.writer

    leaking.door = Door(EVERYONE)
    monkeypatch.setattr(app.view_functions["applications.desk"], "door", Door(EVERYONE))
    monkeypatch.setitem(app.view_functions, "commons.home", leaking)
    before = kept(app)
    open_door = next(each for each in cells(app, {"GET"}, opens=False) if each[0].endpoint == "applications.desk")
    assert fault(ask(asking, town, open_door[0], "GET", "nobody"), open_door[0], "GET", "nobody")
    home = [each for each in cells(app, {"GET"}, opens=True) if each[0].endpoint == "commons.home"]
    monkeypatch.setattr("tests.journeys.asking.cells", lambda *_, **__: home)
    assert read(asking, town, app, lambda roles: roles[:1]) == [f"nobody reads “{town.writer}” at /"]
    assert changed(app, before) == {"audit_entry"}
