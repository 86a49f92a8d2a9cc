"""The common cap: its figures are seen before they are kept, with the step staff choose."""

from __future__ import annotations

import json

import pytest

from grants.applications.models import Application
from grants.budget import queries, services
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.errors import RuleError
from tests.budget.test_pages import DESK, clerk, hidden, press, text_of, vote

__all__ = ["clerk"]
CAPPING = f"{DESK}/plafond"


@pytest.fixture
def kept(app):
    """Return a function that reads the last computation: what went in, what came out."""

    def read():
        with app.app_context():
            last = queries.latest_settlement(call_of_year(2026))
            return (last.inputs, last.results) if last else None

    return read


@pytest.fixture
def uneven(app, files):
    """Make the second file ask 1,234.56 €, so that the others' common cap is not round."""
    with app.app_context():
        db.session.get(Application, files[2]).requested_cents = 123_456
        db.session.commit()


@pytest.mark.usefixtures("uneven")
def test_the_figures_are_seen_and_nothing_is_kept(clerk, kept):
    said = text_of(clerk.get(f"{CAPPING}?step=1000"))
    assert "Rien n’est encore gardé" in said
    assert "2 190,00 €" in said
    assert "1 234,56 €" in said
    assert kept() is None


@pytest.mark.usefixtures("uneven")
def test_the_step_is_kept_with_what_went_in(clerk, kept):
    said = text_of(press(clerk, CAPPING, page=f"{CAPPING}?step=1000", step="1000"))
    assert "Le plafond commun est calculé" in said
    inputs, results = kept()
    assert inputs["step"] == 1000
    assert results["awarded"]["2026-0001"] == 219_000
    assert results["awarded"]["2026-0002"] == 123_456
    assert 'value="1000" checked' in clerk.get(DESK).text


def test_a_step_of_one_cent_leaves_the_computation_as_before(clerk, kept):
    press(clerk, CAPPING, page=CAPPING, step="1")
    assert "step" not in kept()[0]


def test_figures_that_moved_since_they_were_seen_are_not_kept(app, clerk, files, kept):
    seen = hidden(clerk.get(f"{CAPPING}?step=100"))
    with app.app_context():
        db.session.get(Application, files[1]).requested_cents = 50_000
        db.session.commit()
    answer = clerk.post(CAPPING, data=seen | {"step": "100"})
    assert answer.status_code == 422
    assert "Rien n’a été gardé" in text_of(answer)
    assert "500,00 €" in text_of(answer)
    assert kept() is None
    clerk.post(CAPPING, data=hidden(answer) | {"step": "100"})
    assert kept()[1]["awarded"]["2026-0001"] == 50_000


def test_what_another_clerk_kept_meanwhile_is_not_replaced_unseen(clerk, signed_in, kept):
    seen = hidden(clerk.get(f"{CAPPING}?step=100"))
    other = signed_in("autre@port-leon.example", "staff")
    press(other, CAPPING, page=f"{CAPPING}?step=1000", step="1000")
    answer = clerk.post(CAPPING, data=seen | {"step": "100"})
    assert answer.status_code == 422
    assert "Gardé avant" in text_of(answer)
    assert kept()[0]["step"] == 1000
    clerk.post(CAPPING, data=hidden(answer) | {"step": "100"})
    assert kept()[0]["step"] == 100


def test_figures_never_seen_are_not_kept(clerk, kept):
    fields = {name: value for name, value in hidden(clerk.get(CAPPING)).items() if name != "seen"}
    assert clerk.post(CAPPING, data=fields | {"step": "1"}).status_code == 422
    assert kept() is None


@pytest.mark.parametrize("step", ["7", "", "dix", "1e9", "-1"])
def test_a_step_that_is_not_offered_is_said(clerk, kept, step):
    answer = clerk.post(CAPPING, data=hidden(clerk.get(CAPPING)) | {"step": step})
    assert answer.status_code == 422
    assert kept() is None
    assert clerk.get(CAPPING, query_string={"step": step}).status_code == 200


def test_after_the_vote_the_desk_says_why_not(clerk, files):
    vote(clerk, files, {1: "2000"})
    assert "le plafond commun ne se recalcule plus" in text_of(clerk.get(CAPPING, follow_redirects=True))


def test_the_service_holds_the_step_too(year):
    year.ask(1, 230_000)
    with pytest.raises(RuleError, match="step_unknown"):
        services.settle(year.call, "command", step=7)


def test_settle_takes_a_step_and_tells_what_stays(app, year):
    for number in range(1, 7):
        year.ask(number, 230_000)
    run = app.test_cli_runner().invoke
    said = run(args=["awards", "settle", "2026", "--step", "1000", "--dry-run"]).output
    assert "ville: 1\u00a0660,00\u00a0€" in said
    assert "5\u00a0040,00\u00a0€ stay on the envelopes" in said
    given = json.loads(run(args=["awards", "settle", "2026", "--step", "100", "--dry-run", "--json"]).output)
    assert given["inputs"]["step"] == 100
    assert set(given["awarded"].values()) == {166_600}
    assert given["left"] == 500_000 + 400
    assert run(args=["awards", "settle", "2026", "--step", "7"]).exit_code == 2
