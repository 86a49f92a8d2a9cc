"""Every change of state writes who, what and when in its own transaction: each button of each page is pressed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from flask import g
from sqlalchemy import update

from grants.audit import record
from grants.db import Base, db
from grants.security import STAFF, Door
from grants.workshops.models import Workshop
from tests.audit.presses import late, put_more, without_button
from tests.audit.watching import EXCEPTIONS, Finder, pages, transactions, without_act
from tests.conftest import csrf_token
from tests.journeys.addresses import build
from tests.journeys.asking import fill, people
from tests.journeys.doors import doors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.audit.watching import Press
    from tests.journeys.asking import People

pytestmark = pytest.mark.one_database
NOT_PRESSED = {view for each in EXCEPTIONS["not_pressed"] for view in each["views"]}
FEWEST = 140
"""Views that change something when they are pressed: a walk that reaches fewer proves nothing."""
MOST_LEFT = 48
"""Views nobody presses here: the list may only grow shorter."""


@pytest.fixture
def town(app, monkeypatch):
    """Return a town with something behind every address."""
    return fill(app, build(app, monkeypatch))


class Desk:
    """Presses one thing after another, the town put back as it stood each time something changed."""

    def __init__(self, app: Flask, asking: People, folder: Path) -> None:
        self.app, self.asking = app, asking
        self.at, self.full, self.now = (folder / f"{name}.sqlite3" for name in ("grants", "full", "stands"))
        self.wrong: dict[str, set[str]] = {}
        self.changed: set[str] = set()

    def keep(self, *kept: Path) -> None:
        """Keep the town as it stands."""
        close(self.app)
        for each in kept:
            shutil.copy(self.at, each)

    def put_back(self, kept: Path) -> None:
        """Put the town back as it was kept."""
        close(self.app)
        for leftover in self.at.parent.glob("grants.sqlite3-*"):
            leftover.unlink()
        shutil.copy(kept, self.at)

    def stand(self, before: Callable[[], None]) -> None:
        """Have the town stand otherwise, from what it was at first."""
        self.put_back(self.full)
        with self.app.app_context():
            before()
            db.session.commit()
        self.keep(self.now)

    def press(self, found: Iterable[Press]) -> None:
        """Press each, as it stands, then with its fields filled when nothing came of it."""
        with transactions(self.app) as done:
            for each in found:
                for sent in each.sent if each.view not in EXCEPTIONS["long"] else ():
                    done.clear()
                    client, token = self._browser(each.role)
                    answer = client.post(each.address, data={**sent, "csrf_token": token})
                    wrote = bool(done) and answer.status_code < 400
                    if wrote:
                        self.wrong.setdefault(each.view, set()).update(without_act(done))
                        self.changed.add(each.view)
                    if done:
                        self.put_back(self.now)
                    if wrote:
                        break

    def _browser(self, role: str) -> tuple[FlaskClient, str]:
        """Return the browser of a role; whoever holds a link opens another one each time."""
        if role != "link":
            return self.asking.clients[role], self.asking.tokens[role]
        client = self.app.test_client()
        return client, csrf_token(client.get("/connexion").text)


def pressed(app: Flask, town, asking: People, folder: Path) -> Desk:
    """Press every button, then what has none, then what is offered when the town stands otherwise."""
    desk, finder = Desk(app, asking, folder), Finder(app, asking)
    with app.app_context():
        more = put_more(town)
        db.session.commit()
        own = list(without_button(town, more))
        others = list(late(town))
    found = [press for role, answer in pages(app, town, asking) for press in finder.on(role, answer)]
    found += [*finder.at(more.pages), *finder.beyond(), *own]
    desk.keep(desk.full, desk.now)
    desk.press(found)
    for each in others:
        desk.stand(each.before)
        desk.press([*Finder(app, asking).at(each.pages), *each.presses])
    desk.put_back(desk.full)
    return desk


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
    desk = pressed(app, town, asking, var_folder)
    every = {rule.endpoint for rule, method in doors_of(app) if method == "POST"}
    assert (unexplained(desk.wrong), every - desk.changed - NOT_PRESSED) == ({}, set())
    assert len(desk.changed) >= FEWEST

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
    assert set(EXCEPTIONS["views"]) | NOT_PRESSED <= set(app.view_functions)
    assert all(len(each["why"]) > 20 for each in EXCEPTIONS["not_pressed"])
    assert len(NOT_PRESSED) <= MOST_LEFT
    for view, told in EXCEPTIONS["views"].items():
        assert len(told["why"]) > 20, view
        assert set(told["may"]) <= set(Base.metadata.tables), view
    assert unexplained({"voices.report": {"voice_report", "voice"}}) == {"voices.report": {"voice"}}
