"""The power goes at any instant: what was acknowledged is on the disk, and the database opens.

Two hundred cuts of a longer recording, and of PostgreSQL's cluster, are in bench/trust/power_cuts.py.
"""

from __future__ import annotations

import random
import shutil

import pytest

from grants.db import db
from tests.applications.conftest import call  # noqa: F401 - a fixture
from tests.durability.cuts import after_cuts, record
from tests.durability.disk import has_strace

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(not has_strace(), reason="strace records the calls on the disk"),
]
CUTS, FEW = 60, 12


def test_no_cut_of_the_power_takes_back_what_was_acknowledged(app, call, var_folder, tmp_path):  # noqa: F811
    del call
    with app.app_context():
        db.engine.dispose()
    (tmp_path / "var").mkdir()
    shutil.copy(var_folder / "grants.sqlite3", tmp_path / "var")
    shutil.copytree(tmp_path / "var", tmp_path / "before")
    trace = record(tmp_path / "var", tmp_path / "trace", 1, "EXTRA")
    figures = after_cuts(tmp_path, trace, CUTS, random.Random(1))  # noqa: S311 - instants, not secrets
    assert figures["acknowledgements looked for"] > CUTS
    assert (figures["damaged"], figures["lost"]) == (0, 0), figures["examples"]
    deaf = after_cuts(tmp_path, trace, FEW, random.Random(1), deaf=True)  # noqa: S311 - as above
    assert deaf["damaged"] + deaf["lost"] > 0, "control: a disk that ignores syncs loses"
