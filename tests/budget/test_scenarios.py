"""Scenarios at the desk: compared with the year, kept, never mistaken for it, and nothing real moves."""

from __future__ import annotations

import pytest
from python_calamine import CalamineWorkbook

from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.budget import queries, services
from grants.budget.models import LedgerEntry, Scenario, Settlement
from grants.budget.services import ScenarioDraft
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.money import MINUS
from grants.domain.scenario import Change
from tests.budget.test_capping import CAPPING
from tests.budget.test_pages import DESK, clerk, hidden, press, text_of, vote

pytestmark = pytest.mark.one_database

__all__ = ["clerk"]
PAGE = f"{DESK}/scenarios"
NEW = f"{PAGE}/nouveau"
PLAIN = {"name": "Un", "step": "", "source": "", "target": ""}


def keep(client, name, page=NEW, **fields):
    typed = PLAIN | {"name": name} | fields
    return client.post(page, data=hidden(client.get(page)) | typed, follow_redirects=True)


@pytest.fixture
def kept(app):
    """Return a function that reads the scenarios: name, version, change."""

    def read():
        with app.app_context():
            return [(each.name, each.version, each.change) for each in queries.scenarios_of(call_of_year(2026))]

    return read


def test_a_scenario_stands_beside_the_year(clerk, kept):
    said = text_of(keep(clerk, "Plafond bas", cap="1500", floor="1400"))
    assert "Le scénario est gardé" in said
    assert "L’année telle qu’elle est" in said
    assert "Scénario : Plafond bas" in said
    assert "2 000,00 €" in said
    assert "1 500,00 €" in said
    assert "1 400,00 € : tient" in said
    assert "-500,00 €" in said.replace(MINUS, "-")
    assert kept() == [("Plafond bas", 1, {"cap": 150_000, "floor": 140_000})]


def test_every_kind_of_change_is_kept_and_shown_again(clerk, kept, app):
    with app.app_context():
        general, earmarked = (each.key for each in queries.envelopes_of(call_of_year(2026)))
    fields = {f"amend_{general}": "- 1 000", f"amend_{earmarked}": "+500,50", "files": "-2", "step": "100"}
    keep(clerk, "Tout", **fields, source=general, target=earmarked, moved="12,34")
    change = {
        "step": 100, "files": -2, "amendments": {general: -100_000, earmarked: 50_050},
        "transfer": [general, earmarked, 1_234],
    }  # fmt: skip
    assert kept() == [("Tout", 1, change)]
    page = clerk.get(f"{PAGE}/1").text.replace("\u00a0", " ")
    for typed in (f"{MINUS}1 000,00", "+500,50", f"{MINUS}2", "12,34"):
        assert f'value="{typed}"' in page
    keep(clerk, "Tout", page=f"{PAGE}/1", **fields | {"files": "10"}, source=general, target=earmarked, moved="12,34")
    assert kept() == [("Tout", 2, change | {"files": 10})]


def test_nothing_real_moves(app, clerk, files):
    def real():
        with app.app_context():
            call = call_of_year(2026)
            return (
                queries.figures_of(call), queries.files_of(call), db.session.query(LedgerEntry).count(),
                db.session.query(Settlement).count(),
            )  # fmt: skip

    assert files
    before = real()
    keep(clerk, "Un", cap="100")
    keep(clerk, "Un peu", page=f"{PAGE}/1", cap="200")
    clerk.get(PAGE)
    press(clerk, f"{PAGE}/1/retirer", page=NEW, version="2")
    assert real() == before


@pytest.mark.parametrize("page", [PAGE, NEW, f"{PAGE}/1"])
def test_no_page_can_be_mistaken_for_the_real_thing(clerk, page):
    keep(clerk, "Un", cap="100")
    shown = clerk.get(page)
    assert "<title>" in shown.text
    title = shown.text.split("<title>")[1].split("</title>")[0]
    assert "scénario" in title.lower()
    assert 'class="unreal-banner"' in shown.text
    assert 'class="unreal-mark"' in shown.text
    assert "Rien ici n’est réel" in text_of(shown)
    acts = [part.split('"')[0] for part in shown.text.split('action="')[1:]]
    assert all("/scenarios" in act or act in {"/deconnexion", "/recherche"} for act in acts), acts


WRONG = [
    ({"cap": "beaucoup"}, "Écrivez une somme"),
    ({"cap": "0"}, "au-dessus de zéro"),
    ({"cap": "-5"}, "négati"),
    ({"files": "dix"}, "nombre entier de dossiers"),
    ({"files": "1.5"}, "nombre entier de dossiers"),
    ({"files": "501"}, "500 dossiers au plus"),
    ({"files": "-6"}, "retirez-en 5 au plus"),
    ({"floor": "x"}, "Écrivez une somme"),
    ({"floor": "2400"}, "2 300,00 €"),
    ({"moved": "12"}, "choisissez les deux"),
    ({"source": "lune", "moved": "12"}, "N'est pas un choix valide"),
    ({"step": "7"}, "N'est pas un choix valide"),
    ({"amend_ville": "-999999"}, "il n’y a que 10 000,00 € à partager"),
    ({"amend_ville": "plein"}, "Écrivez une somme"),
    ({}, "Changez au moins une chose"),
    ({"name": ""}, "Donnez un nom"),
    ({"name": "x" * 81, "cap": "5"}, "80"),
    ({"source": "contrat-de-ville", "target": "ville", "moved": "5"}, "sont réservés"),
    ({"source": "ville", "target": "ville", "moved": "5"}, "deux enveloppes différentes"),
]


@pytest.mark.parametrize(("fields", "sentence"), WRONG)
def test_bad_input_is_said_and_nothing_typed_is_lost(clerk, kept, fields, sentence):
    typed = {"name": "Un essai"} | fields
    answer = keep(clerk, **typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer), text_of(answer)[1500:3000]
    for name, value in typed.items():
        if name not in {"step", "source", "target"}:
            assert f'value="{value}"' in answer.text or not value
    assert kept() == []


def test_the_form_is_kept_once(clerk, kept):
    fields = hidden(clerk.get(NEW)) | PLAIN | {"cap": "100"}
    clerk.post(NEW, data=fields)
    assert "C’était déjà fait" in text_of(clerk.post(NEW, data=fields, follow_redirects=True))
    assert len(kept()) == 1


def test_two_scenarios_never_have_one_name(clerk, kept):
    keep(clerk, "Un", cap="100")
    answer = keep(clerk, " Un ", cap="200")
    assert "Un autre scénario s’appelle déjà « Un »" in text_of(answer)
    keep(clerk, "Deux", cap="200")
    answer = keep(clerk, "Un", page=f"{PAGE}/2", cap="200")
    assert "Un autre scénario s’appelle déjà" in text_of(answer)
    assert [name for name, _, _ in kept()] == ["Un", "Deux"]


def test_two_clerks_see_both_versions(clerk, kept, signed_in):
    keep(clerk, "Un", cap="100")
    other = signed_in("autre@port-leon.example", "staff")
    mine = hidden(clerk.get(f"{PAGE}/1")) | PLAIN | {"cap": "300"}
    keep(other, "Un", page=f"{PAGE}/1", cap="200")
    answer = clerk.post(f"{PAGE}/1", data=mine)
    said = text_of(answer)
    assert answer.status_code == 422
    assert "Quelqu’un a changé ce scénario" in said
    assert "La version de autre@port-leon.example" in said
    assert "200,00 €" in said
    assert 'value="300"' in answer.text
    assert kept() == [("Un", 2, {"cap": 20_000})]
    again = clerk.post(f"{PAGE}/1", data=hidden(answer) | PLAIN | {"cap": "300"})
    assert again.status_code == 302
    assert kept() == [("Un", 3, {"cap": 30_000})]


def test_a_scenario_removed_meanwhile_can_be_kept_anew(clerk, kept):
    keep(clerk, "Un", cap="100")
    mine = hidden(clerk.get(f"{PAGE}/1")) | PLAIN | {"cap": "300"}
    assert "Le scénario est retiré" in text_of(press(clerk, f"{PAGE}/1/retirer", page=NEW, version="1"))
    answer = clerk.post(f"{PAGE}/1", data=mine)
    assert "Quelqu’un a retiré ce scénario" in text_of(answer)
    assert f'action="{NEW}"' in answer.text
    clerk.post(NEW, data=hidden(answer) | PLAIN | {"cap": "300"})
    assert kept() == [("Un", 1, {"cap": 30_000})]
    assert clerk.get(f"{PAGE}/99").status_code == 404


def test_what_somebody_changed_is_not_removed_unseen(clerk, kept):
    keep(clerk, "Un", cap="100")
    page = hidden(clerk.get(NEW))
    keep(clerk, "Un", page=f"{PAGE}/1", cap="200")
    said = text_of(clerk.post(f"{PAGE}/1/retirer", data=page | {"version": "1"}, follow_redirects=True))
    assert "Quelqu’un a changé ce scénario" in said
    assert len(kept()) == 1
    press(clerk, f"{PAGE}/1/retirer", page=NEW, version="2")
    assert "déjà fait" in text_of(press(clerk, f"{PAGE}/1/retirer", page=NEW, version="2"))
    assert kept() == []


def test_a_copy_starts_from_the_first(clerk, kept):
    keep(clerk, "Un", cap="100", files="3")
    page = clerk.get(f"{NEW}?copie=1")
    assert 'value="Copie de Un"' in page.text
    assert 'value="+3"' in page.text
    keep(clerk, "Deux", page=f"{NEW}?copie=1", cap="150", files="3")
    assert [name for name, _, _ in kept()] == ["Un", "Deux"]


def test_up_to_four_are_compared(clerk):
    for turn in range(1, 6):
        keep(clerk, f"Numéro {turn}", cap=str(turn * 100))
    said = text_of(clerk.get(PAGE))
    assert "Scénario : Numéro 1" not in said
    assert "Scénario : Numéro 5" in said
    assert "plus de quatre scénarios" not in said
    assert "plus de quatre scénarios" in text_of(clerk.get(f"{PAGE}?s=1&s=2&s=3&s=4&s=5"))
    said = text_of(clerk.get(f"{PAGE}?s=1&s=5&s=999&s=x"))
    assert "Scénario : Numéro 1" in said
    assert "Scénario : Numéro 2" not in said


def test_files_that_changed_since_are_told(app, clerk, files):
    keep(clerk, "Un", cap="1500")
    assert "ont changé depuis que" not in text_of(clerk.get(PAGE))
    with app.app_context():
        db.session.get(Application, files[1]).requested_cents = 50_000
        db.session.commit()
    said = text_of(clerk.get(PAGE))
    assert "ont changé depuis que « Un » a été gardé" in said
    assert "500,00 €" in said


def test_a_scenario_the_year_no_longer_bears_is_told(app, clerk, files):
    assert files
    keep(clerk, "Un", amend_ville="-9000")
    with app.app_context():
        general = queries.envelopes_of(call_of_year(2026))[0]
        services.amend(general.id, -500_000, "command", services.Note(reason="Budget"))
        db.session.commit()
    said = text_of(clerk.get(PAGE))
    assert "ne s’applique plus à l’année telle qu’elle est" in said
    assert "il n’y a que 5 000,00 € à partager" in said


def test_after_the_vote_scenarios_start_from_the_common_cap(clerk, files):
    press(clerk, CAPPING, page=CAPPING, step="1")
    vote(clerk, files, {1: "2000"})
    said = text_of(keep(clerk, "Trop tard", cap="1500"))
    assert "les scénarios repartent des chiffres qui ont servi au plafond commun" in said
    assert "Scénario : Trop tard" in said


@pytest.mark.parametrize("ending", ["ods", "xlsx", "csv"])
def test_the_comparison_leaves_as_a_table(clerk, tmp_path, ending):
    keep(clerk, "Plafond bas", cap="1500")
    answer = clerk.get(f"{PAGE}/comparaison.{ending}?s=1")
    assert answer.status_code == 200
    if ending == "csv":
        assert "Scénario « Plafond bas »" in answer.data.decode("utf-8-sig").replace("\u00a0", " ")
        return
    path = tmp_path / f"t.{ending}"
    path.write_bytes(answer.data)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert any("Plafond bas" in str(cell) for row in rows for cell in row)
    line = next(row for row in rows if "2026-0001" in row)
    assert line[-2:] == [1500, -500]


def test_the_figures_leave_too(clerk, tmp_path):
    keep(clerk, "Plafond bas", cap="1500", floor="1500")
    path = tmp_path / "t.xlsx"
    path.write_bytes(clerk.get(f"{PAGE}/comparaison.xlsx?s=1&tableau=chiffres").data)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    heads = next(row for row in rows if "Proposé en tout" in row)
    year, tried = (dict(zip(heads, row, strict=True)) for row in rows[rows.index(heads) + 1 :])
    assert (year["Plafond par projet"], tried["Plafond par projet"]) == (2300, 1500)
    assert (year["Proposé en tout"], tried["Proposé en tout"]) == (12_300, 9_000)
    assert (year["Servis en entier"], tried["Dossiers en dessous"], tried["Il manque"]) == (1, 0, 0)


def test_without_files_there_is_nothing_to_try(app, db_session, year):
    assert db_session
    draft = ScenarioDraft("Un", Change(cap=5))
    with pytest.raises(RuleError, match="scenario_no_files"):
        services.keep_scenario(year.call, draft, year.clerk)
    with pytest.raises(RuleError, match="scenario_name_missing"):
        services.keep_scenario(year.call, ScenarioDraft("  ", Change(cap=5)), year.clerk)
    with pytest.raises(RuleError, match="scenario_name_long"):
        services.keep_scenario(year.call, ScenarioDraft("x" * 81, Change(cap=5)), year.clerk)
    assert app.test_client().get(PAGE).status_code == 302


def test_one_name_even_when_both_looked_before_either_wrote(year, monkeypatch):
    year.ask(1, 230_000)
    draft = ScenarioDraft("Un", Change(cap=5))
    services.keep_scenario(year.call, draft, year.clerk)
    other = services.keep_scenario(year.call, ScenarioDraft("Deux", Change(cap=5)), year.clerk)
    db.session.commit()
    person = ensure_person("autre@port-leon.example")
    monkeypatch.setattr(
        "grants.budget.services.scenarios._checked",
        lambda *_: ("Un", {"change": {"cap": 5}, "inputs": {}, "results": {}}),
    )
    with pytest.raises(RuleError, match="scenario_name_taken"):
        services.keep_scenario(year.call, draft, person)
    with pytest.raises(RuleError, match="scenario_name_taken"):
        services.change_scenario(year.call, other.id, draft, person, 1)
    assert db.session.query(Scenario).count() == 2


def test_a_form_pressed_twice_in_one_instant_is_kept_once(year, monkeypatch):
    year.ask(1, 230_000)
    draft = ScenarioDraft("Un", Change(cap=5))
    services.keep_scenario(year.call, draft, year.clerk, once="clé")
    db.session.commit()
    seen = iter([False, True])
    monkeypatch.setattr("grants.budget.services.scenarios._done", lambda _: next(seen))
    monkeypatch.setattr(
        "grants.budget.services.scenarios._checked",
        lambda *_: ("Un", {"change": {"cap": 5}, "inputs": {}, "results": {}}),
    )
    assert services.keep_scenario(year.call, draft, year.clerk, once="clé") is None
    assert db.session.query(Scenario).count() == 1
