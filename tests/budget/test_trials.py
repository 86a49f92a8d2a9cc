"""Fluctuation tests as they are drawn: on the desk, on a projector, on paper. The real year never moves."""

from __future__ import annotations

import re
from io import BytesIO

import pypdf
import pytest

from grants import pdf
from grants.applications.models import Application
from grants.budget import deck, queries, services
from grants.budget.trial_lines import few_lines, lines_of
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.cards import Change
from grants.domain.trials import after, outcome
from grants.settings import SettingsError

pytestmark = pytest.mark.one_database

TRIALS = "/gestion/budget/2026/epreuves"


@pytest.fixture
def clerk(files, signed_in):
    assert files
    return signed_in("agent@port-leon.example", "staff")


def plain(answer, status=200):
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text).replace("\u00a0", " "))


def ledger(app):
    """Read all that the money says, from outside."""
    with app.app_context():
        call = call_of_year(2026)
        return (
            queries.ledger_head(),
            [str(each) for each in queries.figures_of(call)],
            db.session.query(Application).count(),
        )


def test_every_card_is_worked_out_in_both_languages_and_nothing_is_written(app, clerk):
    before = ledger(app)
    assert len(deck.cards()) >= 12
    for card in deck.cards():
        page = clerk.get(TRIALS, query_string={"carte": card.key})
        assert card.title.fr in page.text
        assert "Avant et après" in page.text
        assert card.title.en
        assert card.words.en
        assert card.question.en
    assert deck.cards()[0].title.en in clerk.get("/en" + TRIALS, query_string={"carte": deck.cards()[0].key}).text
    assert ledger(app) == before


def test_a_card_shows_the_year_before_and_after_side_by_side(clerk):
    page = plain(clerk.get(f"{TRIALS}?carte=trente-pour-cent"))
    assert "Crédits 15 000,00 € 10 500,00 € \N{MINUS SIGN}4 500,00 €" in page
    assert "Plafond commun 2 000,00 €" in page
    assert "Payé en 2027" in page
    assert "+63 jours" in plain(clerk.get(f"{TRIALS}?carte=conseil-en-retard"))


def test_before_the_card_stands_what_the_town_settled(app, clerk):
    with app.app_context():
        call = call_of_year(2026)
        settled = services.settle(call, "test", step=1_000)
        db.session.commit()
        before = outcome(queries.plan_of(call)[0])
    assert before.awarded == settled.total
    assert {before.smallest, before.largest} <= set(settled.results["awarded"].values())
    assert plain(clerk.get(f"{TRIALS}?carte=annee-ordinaire")).count(" – ") >= 10


def test_drawing_leads_through_the_whole_deck_before_a_card_comes_again(clerk):
    first = clerk.get(f"{TRIALS}/tirer?vue=projecteur")
    assert first.status_code == 302
    address, seen = first.location, []
    for _ in deck.cards():
        page = clerk.get(address)
        assert page.status_code == 200
        assert clerk.get(address).text == page.text, "an address shared shows the same card"
        seen.append(re.search(r"<h1>(.*?)</h1>", page.text)[1])
        address = re.search(r'class="draw"\s+href="([^"]+)"', page.text)[1].replace("&amp;", "&")
    assert len(set(seen)) == len(deck.cards())
    assert "tirage=1" in address
    assert "/epreuves?" in clerk.get(f"{TRIALS}/tirer").location


def test_the_projector_begins_without_a_card_and_an_odd_address_breaks_nothing(clerk):
    assert "Tirer une carte" in clerk.get(f"{TRIALS}/projecteur").text
    for odd in ("paquet=x&tirage=y", "paquet=-3&tirage=-1", "paquet=99999999999999999999&tirage=99999999999999999"):
        assert clerk.get(f"{TRIALS}/projecteur?{odd}").status_code == 200
        assert clerk.get(f"{TRIALS}?{odd}").status_code == 200
    assert clerk.get(f"{TRIALS}?carte=nulle-part").status_code == 404


def test_one_composes_a_test_and_shares_its_address(clerk):
    page = plain(clerk.get(f"{TRIALS}?dossiers=12&credits=-10&retard=2&absents=50&reversement=300,50"))
    assert "Dossiers 6 12 +6" in page
    assert "Crédits 15 000,00 € 13 500,00 €" in page
    assert "+14 jours" in page
    table = clerk.get(f"{TRIALS}.csv?dossiers=12").text
    assert '"Dossiers";"6";"12"' in table
    assert clerk.get(f"{TRIALS}.ods?carte=cofinanceur").status_code == 200
    assert clerk.get(f"{TRIALS}.xlsx").status_code == 200


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("dossiers=beaucoup", "Écrivez un nombre entier"),
        ("dossiers=-2", "Écrivez un nombre de dossiers entre 0 et 500"),
        ("credits=-101", "Écrivez un pourcentage entre -100 et 300"),
        ("retard=60", "Écrivez un nombre de semaines entre 0 et 52"),
        ("absents=100", "Écrivez un pourcentage d’absents entre 0 et 95"),
        ("reversement=mille", "somme"),
    ],
)
def test_what_cannot_be_worked_out_is_told_and_stays_typed(clerk, asked, sentence):
    answer = clerk.get(f"{TRIALS}?{asked}&dossiers=7" if "dossiers" not in asked else f"{TRIALS}?{asked}")
    assert sentence in plain(answer, 422)
    assert f'value="{asked.partition("=")[2]}"' in answer.text


def test_before_the_first_file_last_year_stands_in(app, signed_in):
    for year, stage in ((2025, "voted"), (2026, "draft")):
        loaded = app.test_cli_runner().invoke(
            args=["demo", "load", "--year", str(year), "--stage", stage, "--projects", "3"]
        )
        assert loaded.exit_code == 0, loaded.output
    clerk = signed_in("agent@port-leon.example", "staff")
    assert "l’épreuve prend ceux de 2025" in plain(clerk.get(TRIALS))
    assert "l’épreuve commence avec zéro dossier" not in plain(clerk.get(TRIALS))


def test_with_no_file_at_all_one_composes_a_number_of_them(app, signed_in):
    loaded = app.test_cli_runner().invoke(
        args=["demo", "load", "--year", "2026", "--stage", "draft", "--projects", "1"]
    )
    assert loaded.exit_code == 0, loaded.output
    clerk = signed_in("agent@port-leon.example", "staff")
    assert "l’épreuve commence avec zéro dossier" in plain(clerk.get(TRIALS))
    assert "Dossiers 0 40 +40" in plain(clerk.get(f"{TRIALS}?dossiers=40"))
    assert clerk.get(f"{TRIALS}/projecteur?paquet=1&tirage=1").status_code == 200


def test_the_deck_prints_on_a4_with_every_card_tagged(clerk):
    answer = clerk.get(f"{TRIALS}/cartes.pdf")
    assert answer.mimetype == "application/pdf"
    read = pypdf.PdfReader(BytesIO(answer.data))
    assert len(read.pages) == -(-len(deck.cards()) // 9)
    assert [round(float(each) / 72 * 25.4) for each in read.pages[0].mediabox[2:]] == [210, 297]
    words = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert [
        card.key for card in deck.cards() if card.question.fr.replace("\u00a0", " ") not in words.replace("\u00a0", " ")
    ] == []
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in answer.data or "pdfuaid" in str(read.xmp_metadata.rdf_root.toxml())


def test_a_machine_that_cannot_print_says_so(clerk, monkeypatch):
    def without_pango(*_given, **_named):
        raise pdf.PdfUnavailable

    monkeypatch.setattr(pdf, "render", without_pango)
    assert clerk.get(f"{TRIALS}/cartes.pdf").status_code == 503


def test_a_room_reads_the_cap_first_then_what_changes(app, files):
    assert files
    with app.test_request_context():
        plan, _ = queries.plan_of(call_of_year(2026))
        before = outcome(plan)
        few = few_lines(lines_of(before, outcome(after(plan, Change(council_weeks=9)))))
        assert [line.key for line in few[:3]] == ["cap", "council", "paid"]
        assert len(few) == 5
        same = lines_of(before, before)
        assert [line.key for line in same if line.changed or line.gap] == []


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", "'cards' is missing"),
        ("[[cards]]\nkey='a'", "'change' is missing"),
        ("[[cards]]\nkey='a'\nchange={nothing=1}", "nothing"),
        ("[[cards]]\nkey='a'\nchange={council_weeks=99}", "changes too much"),
        ("cards = [", "config/cards.toml"),
    ],
)
def test_a_deck_that_cannot_be_read_names_its_fault(tmp_path, monkeypatch, written, fault):
    (tmp_path / "cards.toml").write_text(written, encoding="utf-8")
    monkeypatch.setattr(deck, "FILE", tmp_path / "cards.toml")
    deck.cards.cache_clear()
    try:
        with pytest.raises(SettingsError, match=fault):
            deck.cards()
    finally:
        deck.cards.cache_clear()


def test_two_cards_of_one_name_are_told(tmp_path, monkeypatch):
    texts = "".join(f"{part}='x'\n{part}_en='x'\n" for part in ("title", "words", "question"))
    (tmp_path / "cards.toml").write_text(f"[[cards]]\nkey='a'\nchange={{}}\n{texts}" * 2, encoding="utf-8")
    monkeypatch.setattr(deck, "FILE", tmp_path / "cards.toml")
    deck.cards.cache_clear()
    try:
        with pytest.raises(SettingsError, match="same key"):
            deck.cards()
    finally:
        deck.cards.cache_clear()
