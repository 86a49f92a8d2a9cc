"""What helps while one writes: the budget that adds up, lines of past years, advice, the republican commitment."""

from __future__ import annotations

import re

import pytest

from grants.applications.forms.advice import ADVICE
from grants.applications.forms.commitment import COMMITMENTS
from grants.db import db
from grants.domain.file import Balance, keep_in_step
from grants.projects.examples import earlier_lines
from tests.town import make_association, make_call, make_project

pytestmark = pytest.mark.one_database

NAMES = frozenset({"Cet appel", "This call"})


def step(stored, **typed):
    return keep_in_step(stored, typed, "Cet appel", NAMES)


def row(label="", amount="", requested=""):
    return {"product_1_label": label, "product_1_amount": amount, "requested": requested}


@pytest.mark.parametrize(
    ("stored", "typed", "kept"),
    [
        (row(), row(requested="1500"), ("Cet appel", "1500")),
        (row("Cet appel", "1500", "1500"), row("Cet appel", "1500", "2000"), ("Cet appel", "2000")),
        (row("This call", "1500", "1500"), row("This call", "1500", "2000"), ("This call", "2000")),
        (row("Cet appel", "1500", "1500"), row("Cet appel", "1500", ""), ("", "")),
        (row("Cet appel", "1400", "1500"), row("Cet appel", "1400", "2000"), ("Cet appel", "1400")),
        (row("Nos fonds", "1500", "1500"), row("Nos fonds", "1500", "2000"), ("Nos fonds", "1500")),
        (row("Cet appel", "1500", "1500"), row("", "", "1500"), ("", "")),
        (row("Cet appel", "1500", "1500"), row("Cet appel", "900", "2000"), ("Cet appel", "900")),
    ],
)
def test_the_line_of_this_call_follows_the_sum_asked_until_somebody_edits_it(stored, typed, kept):
    changes = step(stored, **typed)
    assert (changes["product_1_label"], changes["product_1_amount"]) == kept


def test_a_page_without_the_budget_changes_nothing_of_it():
    assert step(row("Cet appel", "1500", "1500"), requested="2000") == {"requested": "2000"}


@pytest.mark.parametrize(
    ("charges", "products", "state"), [(0, 0, "empty"), (500, 500, "even"), (500, 300, "short"), (300, 500, "over")]
)
def test_the_budget_says_how_its_sides_stand(charges, products, state):
    balance = Balance(charges, products)
    assert (balance.state, balance.difference) == (state, abs(charges - products))


def said_of_the_budget(writer):
    page = writer.open("budget").text.replace("\u00a0", " ")
    totals = re.findall(r'data-total="\w+">([^<]+)<', page)
    return totals, re.search(r'class="balance".*?>([^<]*)</p>', page, re.DOTALL)[1]


def test_without_script_the_budget_adds_itself_up_at_each_save(writer):
    assert said_of_the_budget(writer)[0] == ["0,00 €", "0,00 €"]
    writer.write("budget", {"requested": "1 500", "charge_1_label": "Bois", "charge_1_amount": "1620"})
    totals, words = said_of_the_budget(writer)
    assert totals == ["1 620,00 €", "1 500,00 €"]
    assert words.startswith("Il manque 120,00 € de recettes")
    writer.write("budget", {"requested": "1620"})
    assert said_of_the_budget(writer)[1] == "Le budget est équilibré : 1 620,00 € de chaque côté."
    writer.write("budget", {"requested": "9 000"})
    page = writer.open("budget").text.replace("\u00a0", " ")
    assert "2 300,00 € au plus par projet." in page
    assert "le plafond s’appliquera" in page


def past_year(year, **words):
    call = make_call(year, **{k: words.pop(k) for k in ("territory",) if k in words})
    make_project(call, f"Projet {year}", make_association(f"Asso {year} {words}"[:60]), **words)
    return call


def test_examples_are_real_lines_of_past_years_near_first_and_always_the_same(context):
    del context
    past_year(2023, needs=(("room", "Une salle le mercredi après-midi"),), themes=("culture",))
    past_year(2024, needs=tuple(("skill", f"Quelqu’un qui sait coudre ({n})") for n in range(5)), themes=("mer",))
    past_year(2025, needs=(("room", "Une salle ailleurs, loin d’ici"),), territory="poitiers", themes=("culture",))
    call = make_call(2026)
    make_project(call, "Cette année", make_association("Nous"), needs=(("room", "Une salle de cette année"),))
    db.session.flush()
    lines = earlier_lines(call, "need", ["culture"])
    assert len(lines) == 3
    assert lines[0] == ("room", "Une salle le mercredi après-midi")
    assert all("coudre" in sentence for _, sentence in lines[1:])
    assert lines == earlier_lines(call, "need", ["culture"])
    assert earlier_lines(call, "offer", ["culture"]) == []


def test_the_form_shows_lines_of_past_years_where_one_writes_one_s_own(writer, app):
    assert "Des exemples des années passées" not in writer.open("ensemble").text
    with app.app_context():
        past_year(2024, needs=(("room", "Une salle pour vingt <b>couturières</b>"),))
        db.session.commit()
    page = writer.open("ensemble").text
    assert "Des exemples des années passées" in page
    assert "Une salle pour vingt &lt;b&gt;couturières" in page


def test_advice_stands_at_its_field_and_all_together_on_a_page_for_everybody(writer, client):
    page = client.get("/aide/ecrire").text
    for key, advice in ADVICE.items():
        assert f'id="{key}"' in page
        assert str(advice.good)[:30].replace("\u00a0", " ") in page.replace("\u00a0", " ")
    assert writer.open("envie").text.count("Conseil d’écriture") == 5
    assert writer.open("ensemble").text.count("Conseil d’écriture") == 3


def test_the_seven_commitments_are_shown_whole_in_the_form_and_on_their_page(writer, client):
    for page in (writer.open("ensemble").text, client.get("/contrat-engagement-republicain").text):
        for each in COMMITMENTS:
            assert each.title in page
            for line in each.text.strip().split("\n\n"):
                assert " ".join(line.split("\n")) in page
    english = client.get("/en/contrat-engagement-republicain").text
    assert "To respect the laws of the Republic." in english
    assert 'lang="fr"' in english
