"""Two servers of one database, one of them killed while people type: the long form is bench/trust/two_machines.py."""

from __future__ import annotations

from http.client import HTTPException

import pytest

from grants.db import db
from grants.domain.file import mark
from tests.applications.conftest import call  # noqa: F401 - a fixture
from tests.applications.page import fields_of
from tests.applications.pressing import ANSWERS, ask, with_token, written_drafts
from tests.conftest import SERVER
from tests.durability.machine import Server, without_papers

pytestmark = pytest.mark.skipif(not SERVER, reason="two machines share a PostgreSQL")
SAVES = 12
MOMENT = 5
CUT = (OSError, HTTPException)


@pytest.fixture
def servers(app, tmp_path):
    """Serve one database by two servers that share a secret and nothing else."""
    started = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        more = {"GRANTS_SECRET_KEY": "a secret of both", "GRANTS_ENV": "testing", **without_papers(tmp_path / name)}
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        started.append(Server(tmp_path / name, url, more=more))
    for each in started:
        each.start()
    yield started
    for each in started:
        each.kill()


def test_what_one_acknowledged_the_other_has_and_nobody_signs_in_again(app, servers, call):  # noqa: F811 - a fixture
    (draft,), cookie = written_drafts(app, call, 1)
    home = f"/dossiers/{draft[0]}"
    cookie, token = with_token(servers[0].port, cookie)
    kept, seen_down = ANSWERS["what"], 0
    for number in range(SAVES):
        text = f"Version {number} de ce que nous voulons faire."
        form = {"csrf_token": token, "writer": "a" * 22, "only": "what", "marks": f"what:{mark(kept)}", "what": text}
        if number == MOMENT:
            servers[0].kill()
        for server in (servers[number % 2], servers[1]):  # the second is whom a proxy asks next
            try:
                status, _, _ = ask(server.port, "POST", f"{home}/enregistrer", cookie, form)
            except CUT:
                seen_down += 1
                continue
            assert status == 200
            break
        kept = text
        page = ask(servers[1].port, "GET", f"{home}/envie", cookie)
        assert fields_of(page[2])["what"] == kept
    assert seen_down == len([number for number in range(MOMENT, SAVES) if number % 2 == 0])
    with app.app_context():
        db.session.remove()
