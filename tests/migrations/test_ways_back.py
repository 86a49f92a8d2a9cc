"""The newest steps there and back on real rows, and killed in the middle; all of them: bench/trust/upgrades.py."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from grants.accounts.services import ensure_person, open_session
from grants.db import db
from tests.conftest import SERVER
from tests.migrations.walking import Town, changes, child, shapes
from tests.town import make_call, make_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

pytestmark = pytest.mark.one_database
LOW, HIGH = "0039", "0040"
"""A step that makes tables again to which others point."""


@pytest.fixture
def town(app: Flask, var_folder: Path, tmp_path: Path) -> Iterator[Town]:
    """Return a small town, the step before it and after it."""
    assert not SERVER
    with app.app_context():
        make_project(make_call())
        ensure_person("ana@example.org")
        open_session("ana@example.org", "fr", 30)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    town = Town(tmp_path, "")
    shutil.copy(var_folder / "grants.sqlite3", tmp_path / "above.sqlite3")
    town.walk("above", HIGH, up=False)
    town.copy("above", "below")
    town.walk("below", LOW, up=False)
    yield town
    town.log.close()


def test_a_step_back_and_up_again_changes_no_row(town: Town) -> None:
    above, below = town.picture("above"), town.picture("below")
    assert below.rows["person"]
    assert below.rows["session"]
    assert changes(above, below) == []
    town.copy("below", "struck")
    town.walk("struck", HIGH, up=True)
    again = town.picture("struck")
    assert changes(below, again) == []
    assert shapes(above, again) == []


def half_done(town: Town, *, control: bool) -> list[int]:
    """Kill the step before one of its statements after the other; return where it stood half done."""
    before, after = town.picture("below"), town.picture("above")
    town.copy("below", "struck")
    _, statements = child(town, HIGH, up=True)
    found = []
    for place in range(statements // 4, statements, statements // 4):
        town.copy("below", "struck")
        died, _ = child(town, HIGH, up=True, after=place, control=control)
        assert died
        side = before if town.version("struck") == LOW else after
        seen = town.picture("struck")
        if changes(side, seen) or shapes(side, seen):
            found.append(place)
        elif not control:
            child(town, HIGH, up=True)
            assert shapes(after, town.picture("struck")) == []
    return found


def test_a_step_killed_in_the_middle_is_done_or_not_at_all(town: Town) -> None:
    assert half_done(town, control=False) == []


def test_without_a_transaction_it_would_be_half_done(town: Town) -> None:
    assert half_done(town, control=True)
