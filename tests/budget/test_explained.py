"""The year's sharing for everybody: nobody named before the vote, and a replay that a bare Python runs."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from zipfile import ZipFile

import pytest

from grants.applications.models import Application
from grants.budget import services
from grants.budget.queries import explained_of, latest_settlement
from grants.calls.queries import call_of_year
from grants.db import db
from tests.budget.test_capping import CAPPING
from tests.budget.test_pages import clerk, press, text_of, vote

pytestmark = pytest.mark.one_database

__all__ = ["clerk"]
PAGE = "/budget/2026/partage"


@pytest.fixture
def many(app, files):
    """Put three of the six files in priority areas, and have the second ask 1,234.56 €."""
    with app.app_context():
        for number in (4, 5):
            db.session.get(Application, files[number]).priority_area = True
        db.session.get(Application, files[2]).requested_cents = 123_456
        db.session.commit()
    return files


@pytest.fixture
def short(app, many, clerk):
    """Take money away until it is short, compute the common cap with a step, and return the files."""
    with app.app_context():
        call = call_of_year(2026)
        general, earmarked = services.open_envelopes(call, "command")
        services.amend(general.id, -500_000, "command", services.Note(reason="Budget"))
        services.amend(earmarked.id, -100_001, "command", services.Note(reason="Budget"))
        db.session.commit()
    press(clerk, CAPPING, page=f"{CAPPING}?step=1", step="1")
    return many


def unpacked(answer, folder):
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    with ZipFile(io.BytesIO(answer.data)) as archive:
        archive.extractall(folder)
        return sorted(archive.namelist())


def run(folder):
    """Run the program as a reader would: no library, no environment, nothing of the house."""
    command = [sys.executable, "-I", "-S", "rejouer.py"]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, encoding="utf-8", check=False)  # noqa: S603


def vote_all(clerk, files):
    return vote(clerk, files, dict.fromkeys(files, "432,10"))


def test_before_the_vote_sums_only(client, short, tmp_path):
    assert short
    said = text_of(client.get(PAGE))
    assert "Le conseil n’a pas encore voté" in said
    assert "1 234,56 €" in said
    assert "Projet 1" not in said
    assert "Les Amis" not in said
    assert "2026-000" not in client.get(PAGE).text
    assert client.get(f"{PAGE}.json").status_code == 404
    assert unpacked(client.get(f"{PAGE}.zip"), tmp_path) == ["LISEZMOI.txt", "partage.json", "rejouer.py"]
    given = json.loads((tmp_path / "partage.json").read_text())
    assert [each["key"] for each in given["inputs"]["requests"]] == ["1", "2", "3", "4", "5", "6"]
    assert "2026-000" not in (tmp_path / "partage.json").read_text()
    assert run(tmp_path).returncode == 0


def test_too_few_files_alike_show_no_sum_before_the_vote(clerk, client, files):
    assert files
    press(clerk, CAPPING, page=CAPPING, step="1")
    said = text_of(client.get(PAGE))
    assert "trop peu de projets partagent les mêmes crédits" in said
    assert "2 300,00 €" not in said
    assert client.get(f"{PAGE}.zip").status_code == 404


def test_files_that_still_wait_for_their_vote_keep_everybody_unnamed(clerk, client, short, tmp_path):
    vote(clerk, short, {1: "432,10"})
    said = text_of(client.get(PAGE))
    assert "n’a pas encore voté tous ces projets" in said
    assert "Projet 1" not in said
    assert client.get(f"{PAGE}.json").status_code == 404
    unpacked(client.get(f"{PAGE}.zip"), tmp_path)
    assert "2026-000" not in (tmp_path / "partage.json").read_text()


def test_after_the_vote_project_by_project(clerk, client, short):
    vote_all(clerk, short)
    said = text_of(client.get(PAGE))
    assert "Projet 1 · Les Amis n° 1" in said
    assert "432,10 €" in said
    assert client.get(f"{PAGE}.json").json["named"] is True
    assert "Refaire le calcul du plafond commun, et le comparer" in said


@pytest.mark.parametrize("step", [1, 100, 1000])
def test_the_replay_says_identical_and_finds_a_changed_figure(clerk, client, short, tmp_path, step):
    press(clerk, CAPPING, page=f"{CAPPING}?step={step}", step=str(step))
    vote_all(clerk, short)
    unpacked(client.get(f"{PAGE}.zip"), tmp_path)
    told = run(tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Identique" in told.stdout
    assert "Identical" in told.stdout
    path = tmp_path / "partage.json"
    published = json.loads(path.read_text())
    published["results"]["awarded"]["2026-0003"] += 1
    path.write_text(json.dumps(published))
    told = run(tmp_path)
    assert told.returncode == 1
    assert "Identique" not in told.stdout
    assert "2026-0003" in told.stdout


@pytest.mark.parametrize("part", ["requested", "envelope", "cap", "common_caps", "drawn", "foreign"])
def test_the_replay_names_any_figure_that_is_changed(clerk, client, short, tmp_path, part):
    vote_all(clerk, short)
    unpacked(client.get(f"{PAGE}.zip"), tmp_path)
    path = tmp_path / "partage.json"
    published = json.loads(path.read_text())
    inputs, results = published["inputs"], published["results"]
    change = {
        "requested": lambda: inputs["requests"][1].update(requested=90_000),
        "envelope": lambda: inputs["envelopes"].update(
            {name: cents - 1 for name, cents in inputs["envelopes"].items()}
        ),
        "cap": lambda: inputs.update(cap=100_000),
        "common_caps": lambda: results["common_caps"][0].update(cents=results["common_caps"][0]["cents"] - 5),
        "drawn": lambda: results["drawn"][0].update(cents=results["drawn"][0]["cents"] - 1),
        "foreign": lambda: results["drawn"][0].update(envelope="lune"),
    }
    change[part]()
    path.write_text(json.dumps(published))
    told = run(tmp_path)
    assert told.returncode == 1, told.stdout + told.stderr
    assert "Différence / Difference" in told.stdout


def test_the_page_waits_for_the_day_of_the_computation(client, files):
    assert files
    assert "Le calcul se fait le 20 octobre 2026" in text_of(client.get(PAGE))
    assert client.get(f"{PAGE}.zip").status_code == 404
    assert client.get("/budget/1850/partage").status_code == 404


def test_the_figures_told_add_up(app, short):
    assert short
    with app.app_context():
        call = call_of_year(2026)
        told = explained_of(call)
        results = latest_settlement(call).results
        assert told.awarded == sum(results["awarded"].values())
        assert told.awarded == sum(purse.drawn for purse in told.purses)
        assert told.credits - told.awarded == sum(purse.left for purse in told.purses)
        general, earmarked = told.purses
        assert earmarked.reserved
        assert earmarked.files == 3
        assert general.files == 6
        assert told.short
        assert not told.named


def test_the_summary_leads_to_the_page(client, short):
    assert short
    assert f'href="{PAGE}"' in client.get("/budget/2026").text
