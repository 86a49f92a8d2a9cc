"""The home of the desk: what waits, the sums of the year, its pictures, its files as chosen and taken away."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest

from grants.accounts.models import Association
from grants.budget import queries, services
from grants.budget.queries import Asked
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.ledger import Kind
from grants.projects.models import ProjectPlace
from tests.budget.conftest import make_year
from tests.budget.test_pages import text_of
from tests.sheets.reading import lines

DESK = "/gestion/budget/2026"


def play(year):
    """Give a year every kind of move: amended, transferred, voted, released, ordered, paid."""
    for number, requested in ((1, 200_000), (2, 150_000), (3, 300_000)):
        year.ask(number, requested, priority=number == 3)
    general, priority = queries.envelopes_of(year.call)
    actor = services.actor_of(year.clerk)
    services.amend(general.id, 100_000, actor, year.note("DM 1", "a"))
    services.amend(general.id, -30_000, actor, year.note("DM 2", "b"))
    services.transfer(general.id, priority.id, 50_000, actor, year.note("virement", "c"))
    db.session.commit()
    year.vote(n1=200_000, n3=230_000)
    services.move_award(Kind.RELEASE, year.award(1).id, 20_000, year.clerk, year.note("moins cher", "d"))
    services.move_award(Kind.PAYMENT_ORDER, year.award(3).id, 230_000, year.clerk, year.note("", "e"))
    services.move_award(Kind.PAYMENT, year.award(3).id, 230_000, year.clerk, year.note("", "f"))
    for number, quarters in ((1, ["bellevue", "centre"]), (3, ["bellevue"])):
        project = year.files[f"2026-{number:04}"].project
        db.session.add_all(ProjectPlace(project_id=project.id, neighbourhood=each) for each in quarters)
    db.session.commit()
    return year


@pytest.fixture
def played(year):
    """Return the year played inside the test's own context."""
    return play(year)


@pytest.fixture
def clerk(app, signed_in):
    """Return somebody at the desk of a played year."""
    with app.app_context():
        play(make_year())
    return signed_in("agent@port-leon.example", "staff")


def test_the_waterfall_ends_at_what_the_envelopes_say_is_available(played):
    moves = queries.credit_moves(played.call)
    assert (moves.opened, moves.amended, moves.transferred) == (1_500_000, 70_000, 0)
    assert (moves.committed, moves.released) == (430_000, 20_000)
    left = sum(each.available for each in queries.figures_of(played.call))
    assert moves.opened + moves.amended + moves.transferred - moves.committed + moves.released == left


def test_a_reversal_undoes_what_it_reverses(played):
    release = next(e for e in queries.all_sought(played.call, queries.Sought()) if e.kind == Kind.RELEASE)
    amendment = next(e for e in queries.all_sought(played.call, queries.Sought()) if e.amount_cents == -30_000)
    actor = services.actor_of(played.clerk)
    services.reverse(release.id, actor, played.note("erreur", "x"))
    services.reverse(amendment.id, actor, played.note("erreur", "y"))
    moves = queries.credit_moves(played.call)
    assert (moves.released, moves.amended) == (0, 100_000)


def test_the_ten_sums_are_those_of_the_files_and_envelopes(played):
    sums = queries.sums_of(queries.desk_of(played.call))
    assert (sums.credits, sums.available) == (1_570_000, 1_160_000)
    assert (sums.requested, sums.capped, sums.proposed) == (650_000, 580_000, 0)
    assert (sums.voted, sums.committed, sums.ordered, sums.paid, sums.repaid) == (430_000, 410_000, 230_000, 230_000, 0)


def test_euros_by_quarter_make_the_sum_of_the_votes(played):
    desk = queries.desk_of(played.call)
    sums = queries.sums_by_place(desk.places, queries.told_amounts(desk))
    assert sums == {"bellevue": 330_000, "centre": 100_000, "": 0}
    amounts, where = queries.voted_by_project(played.call)
    assert queries.sums_by_place(where, amounts) == {"bellevue": 330_000, "centre": 100_000}


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (Asked(), [1, 2, 3]),
        (Asked(step="waiting"), [2]),
        (Asked(step="to_order"), [1]),
        (Asked(step="paid"), [3]),
        (Asked(place="prioritaires"), [3]),
        (Asked(place="ailleurs"), [1, 2]),
        (Asked(place="centre"), [1]),
        (Asked(place="bellevue", step="paid"), [3]),
        (Asked(envelope="ville"), [1]),
        (Asked(text="PRÒJET 0002"), [2]),
        (Asked(text="2026-0003 amis"), [3]),
        (Asked(text="rien de tel"), []),
    ],
)
def test_a_clerk_sees_the_files_chosen(played, asked, numbers):
    assert [int(file.number[-4:]) for file in queries.desk_of(played.call).matching(asked)] == numbers


def test_the_desk_shows_sums_pictures_and_files(clerk):
    page = clerk.get(DESK)
    said = re.sub(r"\s+", " ", text_of(page))
    for words in (
        "Ce qui vous attend",
        "15 700,00 € crédits ouverts",
        "Budget voté",
        "Les aides votées, sous le plafond",
    ):
        assert words.replace(" crédits", "") in said or words in said
    assert page.text.count('role="img"') == 5, "waterfall, histogram, map, and a gauge for each envelope"
    assert "1 dossier attend le vote du conseil" in said
    assert "Voté et pas encore mandaté : 1 800,00 €." in said


def test_choices_stay_in_the_form_and_in_what_is_taken_away(clerk):
    page = clerk.get(f"{DESK}?etat=paid&q=amis&lieu=nowhere&enveloppe=%00").text
    assert "1 dossier sur 3" in page
    assert '<option value="paid" selected>' in page
    assert f'href="{DESK}/dossiers.ods?etat=paid&amp;q=amis"' in page
    none = clerk.get(f"{DESK}?q=zzz").text
    assert "Aucun dossier ne correspond" in none


def test_the_files_leave_as_filtered_with_their_siret(clerk, app):
    with app.app_context():
        db.session.query(Association).filter_by(name="Les Amis n° 3").one().siret = "00012345600012"
        db.session.commit()
    book = clerk.get(f"{DESK}/dossiers.ods?etat=paid").data
    (row,) = lines(book)
    assert (row["SIRET"], row["Quartiers"], row["Plafonné"], row["Payé"]) == ("00012345600012", "Bellevue", 2300, 2300)
    rows = csv.reader(io.StringIO(clerk.get(f"{DESK}/dossiers.csv").data.decode("utf-8-sig")), delimiter=";")
    assert [line[0] for line in rows][1:] == ["2026-0001", "2026-0002", "2026-0003"]
    assert clerk.get(f"{DESK}/dossiers.pdf").status_code == 404


def test_the_desk_says_what_is_late_first(app, clerk):
    with app.app_context():
        call = call_of_year(2026)
        call.council_on = date.today() - timedelta(days=3)  # noqa: DTZ011 - a day of the machine is near enough
        db.session.commit()
    page = clerk.get(DESK).text
    assert "Il siégeait le" in page
    assert page.index("Il siégeait le") < page.index("pas encore mandaté")


@pytest.mark.usefixtures("clerk")
def test_everybody_sees_the_pictures_after_the_vote(client):
    page = client.get("/budget/2026").text
    assert "Les euros par quartier" in page
    assert "Les aides votées, sous le plafond" in page


def test_nobody_sees_awards_nor_quarters_before_the_vote(app, client, files):
    assert files
    with app.app_context():
        services.settle(call_of_year(2026), "command")
        db.session.commit()
    page = client.get("/budget/2026").text
    assert "Budget voté" in page
    assert "Les euros par quartier" not in page
    assert "Les aides" not in page
