"""The years stand side by side, honest about what is not known, and cost the same however many they are."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from grants.accounts.models import Association
from grants.budget.models import Award, Deliberation, PastSeason
from grants.db import db
from grants.domain.chart import columns
from grants.years.queries import spread, sums, years_together
from tests.town import make_association, make_call, make_project

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LAST = 2005, 2026


def live(year: int, house: Association, **changes: object) -> None:
    """Have one association carry a project in a year, voted 1,000 euros."""
    call = make_call(year, **changes)
    project = make_project(call, f"Le jardin de {year}", house, neighbourhoods=("bellevue",), first_time=year == FIRST)
    act = Deliberation(call_id=call.id, number=f"{year}-12", voted_on=date(year, 12, 3))
    db.session.add(act)
    db.session.flush()
    db.session.add(Award(project_id=project.id, deliberation_id=act.id, voted_cents=100_000))


@contextmanager
def questions() -> Iterator[list[str]]:
    """Note what the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def house(app):
    """One year of one association."""
    with app.app_context():
        quay = make_association("Collectif du quai")
        live(LAST, quay)
        db.session.commit()
        return quay.id


def test_twenty_two_years_cost_no_more_questions_than_one(app, house):
    with app.app_context():
        with questions() as one:
            years_together()
            sums()
        for year in range(FIRST, LAST):
            live(year, db.session.get(Association, house))
        db.session.commit()
        with questions() as many:
            rows = years_together()
            received = sums()
    assert [row.year for row in rows] == list(range(LAST, FIRST - 1, -1))
    assert len(many) == len(one) <= 10
    assert received[0].whole == 22 * 100_000
    assert [(each.years, each.associations) for each in spread(received)] == [(22, 1)]


def test_what_a_year_does_not_know_is_a_dash_with_its_reason_never_a_zero(client, app, house):
    with app.app_context():
        live(2017, db.session.get(Association, house), imported=True, scheme="subventions-ville-de-port-leon")
        db.session.add(
            PastSeason(
                territory="port-leon",
                scheme="envie-de-faire",
                year=2010,
                files=41,
                requested_cents=6_790_000,
                actor="person:1",
            )
        )
        db.session.commit()
        past, typed = years_together(2017)[0], years_together(2010)[0]
    assert (past.source, past.projects, past.voted) == ("file", 1, 100_000)
    assert (past.newcomers, past.requested, past.reports, past.encounters, past.lasted) == (None,) * 5
    assert (typed.source, typed.projects, typed.requested, typed.voted) == ("typed", 41, 6_790_000, None)
    page = client.get("/annees/").text
    for words in ("Le fichier repris ne le dit pas.", "Le service n’a noté que", "–\u00a0(1)"):
        assert words in page
    line = next(line for line in client.get("/annees/annees.csv").text.splitlines() if line.startswith("2010"))
    assert ";0;" not in line
    assert client.get("/annees/2010").status_code == 404


def test_our_own_call_tells_a_year_before_a_file_of_past_grants(app, house):
    with app.app_context():
        live(LAST, db.session.get(Association, house), imported=True, scheme="subventions")
        db.session.commit()
        assert [(row.source, row.projects, row.voted) for row in years_together()] == [("call", 1, 100_000)]
        assert sums()[0].whole == 100_000


@pytest.mark.usefixtures("house")
@pytest.mark.one_database
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_of_the_years_open_and_their_tables_leave(client, language):
    for page in ("/annees/", f"/annees/{LAST}", "/annees/associations", "/annees/associations?page=99"):
        assert client.get(language + page).status_code == 200
    for table in ("annees", "associations", f"{LAST}/chiffres"):
        for ending in ("ods", "xlsx", "csv"):
            assert client.get(f"{language}/annees/{table}.{ending}").status_code == 200
    assert client.get("/annees/1999").status_code == 404
    assert f"/annees/{LAST}" in client.get(f"/appels/{LAST}").text


@pytest.mark.one_database
def test_an_empty_town_has_no_year_yet_and_says_so(client):
    assert "Aucune année n’est encore connue ici" in client.get("/annees/").text


@pytest.mark.one_database
def test_a_year_nobody_knows_leaves_a_gap_in_the_picture():
    drawn = columns([("2024", 40), ("2025", None), ("2026", 20)])
    assert [column.amount for column in drawn.columns] == [40, None, 20]
    assert [column.height for column in drawn.columns] == [100.0, 0.0, 50.0]
    assert columns([]).columns == ()
