"""The archive of everything is made once for what it holds; the page tells the weight and the lines of each file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from grants.accounts.models import Association
from grants.budget.models import Award
from grants.db import db
from grants.opendata import kept
from grants.opendata.marks import last_change, mark
from grants.territories import queries as territories
from tests.opendata.test_open_files import SIRETS, vote
from tests.town import make_association, make_call, make_project

pytestmark = pytest.mark.one_database


@pytest.fixture
def town(app):
    """A town with one voted project."""
    with app.app_context():
        call = make_call()
        vote(call, [make_project(call, "Un jardin", make_association("Les Mains vertes", siret=SIRETS[0]))])
        db.session.commit()


def made_again(monkeypatch):
    """Count how often the files are made."""
    times = []
    files = kept.open_files
    monkeypatch.setattr(kept, "open_files", lambda: times.append(1) or files())
    return times


@pytest.mark.usefixtures("town")
def test_the_archive_is_made_once_until_what_it_holds_changes(client, app, monkeypatch):
    times = made_again(monkeypatch)
    first = client.get("/donnees/tout.zip")
    assert client.get("/donnees/tout.zip").data == first.data
    same = client.get("/donnees/tout.zip", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data, len(times)) == (304, b"", 1)
    with app.app_context():
        db.session.scalars(select(Association)).one().name = "Les Mains sales"
        db.session.commit()
    other = client.get("/donnees/tout.zip", headers={"If-None-Match": first.headers["ETag"]})
    assert (other.status_code, len(times)) == (200, 2)
    inside = zipfile.ZipFile(io.BytesIO(other.data))
    assert "Les Mains sales" in inside.read("projects.json").decode()


@pytest.mark.usefixtures("town")
def test_anything_that_the_files_hold_changes_the_mark(app):
    with app.app_context():
        seen = [mark()]
        for change in (
            lambda: setattr(db.session.scalars(select(Association)).one(), "siret", SIRETS[3]),
            lambda: setattr(db.session.scalars(select(Award)).one(), "voted_cents", 900_00),
            lambda: make_project(make_call(2025), "Une chorale"),
        ):
            change()
            db.session.flush()
            seen.append(mark())
        assert len(set(seen)) == len(seen)
        assert mark() == mark()


@pytest.mark.usefixtures("town")
def test_the_last_change_is_not_that_of_projects_alone(app):
    with app.app_context():
        call = make_call(2024)
        call.updated_at = datetime(2100, 1, 1, tzinfo=UTC)
        db.session.flush()
        assert last_change() == call.updated_at


@pytest.mark.usefixtures("town")
def test_the_page_tells_weight_lines_day_and_a_sample_of_each_file(client):
    page = client.get("/donnees/").text
    assert "1 ligne sous l’en-tête" in page
    assert "octets" in page
    assert page.count("<details>") == 7
    assert "BEGIN:VCALENDAR" in page
    assert "&#34;title&#34;: &#34;Un jardin&#34;" in page


@pytest.mark.usefixtures("town")
def test_a_town_that_chose_the_odbl_says_so_everywhere(client, monkeypatch):
    plain = territories._build  # noqa: SLF001 - the town as its file would say it
    monkeypatch.setattr(territories, "_build", lambda key, raw: replace(plain(key, raw), licence="ODbL"))
    territories.territory.cache_clear()
    try:
        odbl = "https://opendatacommons.org/licenses/odbl/1-0/"
        for path in ("/donnees/", "/api/v1/", "/api/v1/projects", "/api/v1/commons", "/communs.json", "/projets.json"):
            assert odbl in client.get(path).text, path
        for path in ("/donnees/360giving.json", "/donnees/projects.json", "/donnees/projects.geojson"):
            assert odbl in client.get(path).text, path
        assert client.get("/api/v1/openapi.json").json["info"]["license"] == {"name": "ODbL", "url": odbl}
        assert "<rights>ODbL</rights>" in client.get("/flux/projets.atom").text
        whole = zipfile.ZipFile(io.BytesIO(client.get("/donnees/tout.zip").data))
        assert json.loads(whole.read("manifest.json"))["licence"] == {"name": "ODbL", "url": odbl}
        assert "ODbL" in client.get("/").text
        assert "etalab" not in client.get("/donnees/").text
    finally:
        territories.territory.cache_clear()
