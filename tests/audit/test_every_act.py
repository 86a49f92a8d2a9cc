"""Every change of state writes who, what and when in its own transaction: each button of each page is pressed."""

from __future__ import annotations

import shutil

import pytest
from flask import Flask, g
from sqlalchemy import update

from grants.audit import record
from grants.db import Base, db
from grants.security import STAFF, Door
from grants.workshops.models import Workshop
from tests.audit.watching import EXCEPTIONS, buttons, transactions, without_act
from tests.journeys.addresses import build
from tests.journeys.asking import fill, people

pytestmark = pytest.mark.one_database
LONG = {"plenary.build", "plenary.prints", "accounts.sign_out"}
"""What its own tests press; and what ends the walk."""
FEWEST = 45
"""Views that change something when their buttons are pressed: a walk that reaches fewer proves nothing."""


@pytest.fixture
def town(app, monkeypatch):
    """Return a town with something behind every address."""
    return fill(app, build(app, monkeypatch))


def pressed(app: Flask, town, asking, var_folder, only=None) -> tuple[dict[str, set[str]], set[str]]:
    """Press every button; return what each view changed without an act, and the views that changed anything."""
    at, full = var_folder / "grants.sqlite3", var_folder / "full.sqlite3"
    found = [each for each in buttons(app, town, asking) if each[0] not in LONG and (only is None or each[0] in only)]
    close(app)
    shutil.copy(at, full)
    wrong, changed = {}, set()
    with transactions(app) as done:
        for view, role, address, sent in found:
            done.clear()
            answer = asking.clients[role].post(address, data={**sent, "csrf_token": asking.tokens[role]})
            if done and answer.status_code < 400:
                changed.add(view)
                wrong.setdefault(view, set()).update(without_act(done))
            if done:
                close(app)
                for leftover in var_folder.glob("grants.sqlite3-*"):
                    leftover.unlink()
                shutil.copy(full, at)
    return {view: tables for view, tables in wrong.items() if tables}, changed


def unexplained(wrong: dict[str, set[str]]) -> dict[str, set[str]]:
    """Leave out what stands in the list of exceptions."""
    allowed = {view: set(told["may"]) for view, told in EXCEPTIONS["views"].items()}
    return {view: left for view, tables in wrong.items() if (left := tables - allowed.get(view, set()))}


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_every_button_that_changes_something_writes_an_act_and_a_view_that_does_not_would_be_found(
    app, town, signed_in, var_folder, monkeypatch
):
    asking = people(app, town, signed_in)
    wrong, changed = pressed(app, town, asking, var_folder)
    assert unexplained(wrong) == {}
    assert len(changed) >= FEWEST

    def silent(**_values: object) -> str:
        db.session.execute(update(Workshop).values(title="Sans un mot"))
        db.session.commit()
        return ""

    def torn(**_values: object) -> str:
        db.session.execute(update(Workshop).values(title="Un mot plus tard"))
        db.session.commit()
        record(f"person:{g.person.id}", "workshop_called_off", "workshop:1")
        db.session.commit()
        return ""

    for view in (silent, torn):
        view.door = Door(STAFF)
        monkeypatch.setitem(app.view_functions, "workshops.take_off", view)
        with transactions(app) as done:
            path = "/gestion/ateliers/1/inscrits/1/enlever"
            asking.clients["staff"].post(path, data={"csrf_token": asking.tokens["staff"]})
        assert without_act(done) == {"workshop"}, view.__name__


def test_every_exception_is_a_view_and_says_why(app):
    assert set(EXCEPTIONS["views"]) <= set(app.view_functions)
    for view, told in EXCEPTIONS["views"].items():
        assert len(told["why"]) > 20, view
        assert set(told["may"]) <= set(Base.metadata.tables), view
    assert unexplained({"voices.report": {"voice_report", "voice"}}) == {"voices.report": {"voice"}}
