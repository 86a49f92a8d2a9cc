"""The record of a vote: read again before it is kept, one act or many, two clerks at once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.budget import services
from grants.budget.forms import act_field, amount_field
from grants.budget.models import Award, Deliberation
from grants.budget.services import Mandate, Stake, Vote
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.acts import series
from grants.domain.errors import RuleError
from tests.budget.test_pages import DESK, carried, confirm, hidden, text_of

VOTE = f"{DESK}/vote"


@pytest.fixture
def clerk(files, signed_in):
    assert files
    return signed_in("agent@port-leon.example", "staff")


@pytest.fixture
def acts(app):
    """Return a function that reads what is recorded: number of the act → awards by file, and who took no part."""

    def read():
        with app.app_context():
            found = {act.number: ({}, act.apart) for act in db.session.query(Deliberation).order_by(Deliberation.id)}
            for award in db.session.query(Award):
                found[award.deliberation.number][0][award.application.number] = award.voted_cents
            return found

    return read


def seat(app, *ties):
    with app.app_context():
        call = call_of_year(2026)
        clerk = ensure_person("agent@port-leon.example")
        for name, association in ties:
            member = services.add_councillor(Mandate(name, call.opens_on), clerk)
            if association:
                services.add_interest(member, Stake(association, "trésorière"), clerk)
        db.session.commit()


def said(answer):
    return re.sub(r"\s+", " ", text_of(answer))


def typed(client, files, amounts, where=VOTE, **more):
    fields = hidden(client.get(where)) | {"number": "2026-118", "voted_on": "20/11/2026"} | more
    return fields | {amount_field(files[number]): text for number, text in amounts.items()}


def test_what_differs_is_read_before_anything_is_recorded(app, clerk, files, acts):
    with app.app_context():
        services.settle(call_of_year(2026), "command")
        db.session.commit()
    fields = typed(clerk, files, {1: "1500", 2: "2000", 6: "2300"}, votes_for="30", votes_against="2", abstentions="")
    read = clerk.post(VOTE, data=fields)
    words = said(read)
    assert read.status_code == 200
    assert "Rien n’est encore enregistré" in words
    assert "Les Amis n° 1 2026-0001 2 000,00 € 1 500,00 € \N{MINUS SIGN}500,00 €" in words
    assert "5 800,00 € votés en tout" in words or "votés en tout 5 800,00 €" in words
    assert "3 dossiers restent en attente d’un vote" in words
    assert "10 000,00 € 3 500,00 € 6 500,00 €" in words
    assert acts() == {}
    assert "enregistrée" in said(confirm(clerk, read))
    assert acts() == {"2026-118": ({"2026-0001": 150_000, "2026-0002": 200_000, "2026-0006": 230_000}, [])}
    assert "30 pour, 2 contre, 0 abstentions" in said(clerk.get("/budget/2026"))


def test_one_may_go_back_and_correct_with_everything_typed(clerk, files, acts):
    read = clerk.post(VOTE, data=typed(clerk, files, {1: "1 234,5"}, votes_for="17"))
    back = clerk.post(VOTE, data=carried(read) | {"step": "back"})
    assert back.status_code == 200
    assert 'value="1 234,5"' in back.text
    assert 'value="17"' in back.text
    assert acts() == {}


def test_interested_councillors_are_ticked_named_and_missed(app, clerk, files, acts):
    seat(app, ("Anne Le Goff", "Les Amis n° 1"), ("Yann Riou", ""))
    page = clerk.get(VOTE)
    assert re.search(r'value="1" checked', page.text)
    assert not re.search(r'value="2" checked', page.text)
    read = clerk.post(VOTE, data=typed(clerk, files, {1: "100"}))
    assert "Anne Le Goff (trésorière, Les Amis n° 1) est noté comme intéressé" in said(read)
    read = clerk.post(VOTE, data=typed(clerk, files, {1: "100"}, apart=["1", "99", "x"]))
    assert "est noté comme intéressé" not in said(read)
    confirm(clerk, read)
    assert acts() == {"2026-118": ({"2026-0001": 10_000}, ["Anne Le Goff"])}
    assert "N’ont pas pris part au vote : Anne Le Goff." in said(clerk.get("/budget/2026"))


def test_one_act_per_association_in_one_go(app, clerk, files, acts):
    seat(app, ("Anne Le Goff", "Les Amis n° 2"))
    where = f"{VOTE}?actes=chacun"
    fields = typed(clerk, files, {1: "100", 2: "200", 3: "300"}, where) | {act_field(files[3]): "HORS-SERIE"}
    read = clerk.post(where, data=fields)
    assert "3 délibérations" in said(clerk.post(where, data=carried(read), follow_redirects=True))
    assert acts() == {
        "2026-118": ({"2026-0001": 10_000}, []),
        "2026-119": ({"2026-0002": 20_000}, ["Anne Le Goff"]),
        "HORS-SERIE": ({"2026-0003": 30_000}, []),
    }


def test_acts_in_one_go_are_all_recorded_or_none(clerk, files, acts):
    where = f"{VOTE}?actes=chacun"
    answer = clerk.post(where, data=typed(clerk, files, dict.fromkeys(range(1, 6), "2300"), where))
    assert answer.status_code == 422
    assert "11 500,00 € dépasse les crédits : au plus 10 000,00 €" in said(answer)
    assert answer.text.count('value="2300"') == 5
    assert acts() == {}


def test_the_second_clerk_sees_both_versions(clerk, files, acts, signed_in):
    other = signed_in("autre@port-leon.example", "staff")
    mine = clerk.post(VOTE, data=typed(clerk, files, {1: "1000", 2: "500"}, number="B-2"))
    confirm(other, other.post(VOTE, data=typed(other, files, {1: "2000"}, number="A-1")))
    answer = confirm(clerk, mine)
    assert answer.status_code == 422
    words = said(answer)
    assert "Enregistré par autre@port-leon.example : 2 000,00 €, délibération n° A-1." in words
    assert 'value="1000"' in answer.text
    assert 'value="500"' in answer.text
    assert list(acts()) == ["A-1"]
    fields = hidden(answer) | {"number": "B-2", "voted_on": "20/11/2026", amount_field(files[2]): "500"}
    assert "enregistrée" in said(confirm(clerk, clerk.post(VOTE, data=fields)))
    assert acts()["B-2"] == ({"2026-0002": 50_000}, [])


def test_figures_that_moved_are_read_again(clerk, files, acts, signed_in):
    other = signed_in("autre@port-leon.example", "staff")
    mine = clerk.post(VOTE, data=typed(clerk, files, {1: "1000"}, number="B-2"))
    confirm(other, other.post(VOTE, data=typed(other, files, {2: "2000"}, number="A-1")))
    answer = confirm(clerk, mine)
    assert answer.status_code == 422
    assert "Les chiffres viennent de changer" in said(answer)
    assert "8 000,00 € 1 000,00 € 7 000,00 €" in said(answer)
    assert list(acts()) == ["A-1"]
    assert "enregistrée" in said(confirm(clerk, answer))


def test_an_award_to_a_withdrawn_project_is_turned_away_with_the_figure(app, clerk, files, acts):
    read = clerk.post(VOTE, data=typed(clerk, files, {1: "1000", 2: "500"}))
    with app.app_context():
        db.session.get(Application, files[1]).state = "withdrawn"
        db.session.commit()
    for answer in (confirm(clerk, read), clerk.post(VOTE, data=typed(clerk, files, {1: "1000", 2: "500"}))):
        assert answer.status_code == 422
        assert "2026-0001 est retiré : il ne peut pas recevoir les 1 000,00 €" in said(answer)
        assert 'value="1000"' in answer.text
        assert 'value="500"' in answer.text
    assert acts() == {}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"votes_for": "-1"}, "Écrivez un nombre de voix"),
        ({"votes_for": "²"}, "Écrivez un nombre de voix"),
        ({"abstentions": "9" * 5000}, "Écrivez un nombre de voix"),
        ({"seen": "0" * 16, "step": "record"}, "Les chiffres viennent de changer"),
        ({"step": "record"}, "Les chiffres viennent de changer"),
        ({"amount_999999": "5"}, "n’existe pas dans cet appel"),
    ],
)
def test_bad_input_around_the_amounts(clerk, files, acts, more, sentence):
    answer = clerk.post(VOTE, data=typed(clerk, files, {1: "100"}, **more))
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert acts() == {}


def test_two_acts_of_one_go_cannot_share_a_number(year):
    first, second = year.ask(1, 10_000), year.ask(2, 10_000)
    day = year.call.opens_on
    with pytest.raises(RuleError, match="act_exists"):
        services.record_votes(
            year.call, [Vote("A", day, {first.id: 1_000}), Vote(" A ", day, {second.id: 1_000})], year.clerk
        )


@given(st.text(max_size=20), st.integers(0, 50))
@pytest.mark.one_database
def test_a_series_never_repeats_itself(first, count):
    numbers = series(first, count)
    assert len(set(numbers)) == len(numbers) == count
    assert numbers[:1] == [first][:count]
    assert series("2026-099", 3) == ["2026-099", "2026-100", "2026-101"]
