"""A town with something behind every address and a browser for each role, built once a run and copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bench.trust.bare import signs_in
from grants.db import db
from grants.mail import deliver
from tests.journeys.addresses import build
from tests.journeys.asking import fill, people
from tests.journeys.behind import equip, settle_in, stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from tests.journeys.addresses import Town
    from tests.journeys.asking import People


@pytest.fixture(scope="session")
def furnished(application: Flask, var_folder: Path) -> Iterator[tuple[Town, People, Callable[[], None]]]:
    """Build the town; return it with its people, and what gives the database its content of the beginning back."""
    at, full = var_folder / "grants.sqlite3", var_folder / "furnished.sqlite3"

    def close() -> None:
        with application.app_context():
            db.session.remove()
            db.engine.dispose()
        for leftover in var_folder.glob("grants.sqlite3-*"):
            leftover.unlink()

    def give_back() -> None:
        close()
        shutil.copy(full, at)

    close()
    shutil.copy(var_folder / "empty.sqlite3", at)
    with pytest.MonkeyPatch.context() as patch:
        equip(application, patch)
        town = stand(application, fill(application, build(application, patch)))
        asking = settle_in(application, people(application, town, signs_in(application)))
        with application.app_context():
            deliver()  # else each act of a test would send them all again
            db.session.commit()
    close()
    shutil.copy(at, full)
    yield town, asking, give_back
    for folder in ("backups", "prints"):
        shutil.rmtree(var_folder / folder, ignore_errors=True)


@pytest.fixture
def put_back(app: Flask, furnished: tuple[Town, People, Callable[[], None]]) -> Callable[[], None]:
    """Return what gives the database its content of the beginning back."""
    del app
    return furnished[2]


@pytest.fixture
def furnished_town(app, furnished, put_back, monkeypatch) -> Town:
    """Return a town with something behind every address."""
    equip(app, monkeypatch)
    put_back()
    return furnished[0]


@pytest.fixture
def asking(furnished_town, furnished) -> People:
    """Return a browser for each role."""
    del furnished_town
    return furnished[1].again()
