"""A role may hold for some calls alone, for a part of them, until a day: the rest stays as for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.accounts.models import Person
from grants.accounts.services import ensure_person
from grants.accounts.services.team import Given, give_role
from grants.applications.models import Application
from grants.audit import AuditEntry
from grants.budget.forms.words.acts import act_told
from grants.calls.models import Call
from grants.db import db, now
from grants.demo import services as demo
from grants.domain.errors import RuleError
from grants.security import BUDGET, FILES, call_behind, door_of
from tests.conftest import csrf_token

pytestmark = pytest.mark.one_database

CHIEF, HELPER = "chef@port-leon.example", "aide@port-leon.example"
OWN, OTHER = 2026, 2025


@pytest.fixture
def years(app, monkeypatch):
    """Return the call of each of two years, both with files."""
    monkeypatch.setattr(demo, "SEATING_SECONDS", 0.1)
    for year, stage in ((OWN, "open"), (OTHER, "voted")):
        result = app.test_cli_runner().invoke(
            args=["demo", "load", "--year", str(year), "--projects", "3", "--stage", stage]
        )
        assert result.exit_code == 0, result.output
    with app.app_context():
        return {call.year: call.id for call in db.session.scalars(select(Call).where(Call.imported.is_(False)))}


def give(chief, address, **typed):
    page = chief.get(address)
    assert page.status_code == 200, page.text
    return chief.post(address, data={"csrf_token": csrf_token(page.text), **typed})


def files_of(app, call_id):
    with app.app_context():
        sent = select(Application).where(Application.call_id == call_id, Application.sent_at.is_not(None))
        return [(each.public_id, each.number) for each in db.session.scalars(sent)]


def test_whoever_follows_one_call_sees_its_files_and_of_the_others_what_everybody_sees(app, years, signed_in, outbox):
    chief, helper = signed_in(CHIEF, "admin"), signed_in(HELPER)
    assert helper.get("/gestion/").status_code == 403
    typed = {"email": HELPER, "scope": "member", "parts": f"{years[OWN]}:files", "until": ""}
    assert give(chief, "/gestion/equipe/ajouter", **typed).location == "/gestion/equipe"
    assert "l’appel 2026 seulement" in chief.get("/gestion/equipe").text
    assert "donné ou changé" in outbox.last_to(HELPER).text
    helper = signed_in(HELPER)
    mine, theirs = files_of(app, years[OWN]), files_of(app, years[OTHER])
    desk = helper.get("/gestion/").text
    assert all(number in desk for _, number in mine)
    assert not any(number in desk for _, number in theirs)
    sheet = helper.get("/gestion/dossiers.csv").text
    assert mine[0][1] in sheet
    assert theirs[0][1] not in sheet
    assert [helper.get(f"/gestion/dossiers/{file}").status_code for file, _ in mine[:1] + theirs[:1]] == [200, 403]
    assert helper.get(f"/dossiers/{theirs[0][0]}/deux-pages.pdf").status_code == 404
    for shut in (f"/gestion/?annee={OTHER}", f"/gestion/dossiers.csv?annee={OTHER}", f"/gestion/budget/{OWN}"):
        assert helper.get(shut).status_code == 403, shut
    assert helper.get(f"/gestion/bilans?annee={OTHER}").status_code == 404
    assert helper.get(f"/budget/{OTHER}").status_code == 200
    menu = desk[desk.index('<nav class="desk"') : desk.index("<main")]
    assert "/gestion/bilans" in menu
    assert "/gestion/budget" not in menu
    assert "/gestion/associations" not in menu


def test_what_holds_for_the_whole_town_would_be_seen_as_such(app, years, signed_in):
    clerk = signed_in(HELPER, "staff")
    assert clerk.get(f"/gestion/dossiers/{files_of(app, years[OTHER])[0][0]}").status_code == 200
    assert files_of(app, years[OTHER])[0][1] in clerk.get(f"/gestion/?annee={OTHER}").text


def test_whoever_keeps_a_budget_is_led_to_it_and_pays_no_other_call(app, years, signed_in):
    with app.app_context():
        give_role(ensure_person(HELPER), Given("member", {(years[OTHER], BUDGET): "2025"}), "command")
        db.session.commit()
    keeper = signed_in(HELPER)
    assert keeper.get("/gestion/").location == f"/gestion/budget/{OTHER}"
    assert keeper.get(f"/gestion/budget/{OTHER}").status_code == 200
    token = csrf_token(keeper.get("/mon-espace").text)
    for shut in (f"/gestion/budget/{OWN}/virement", f"/gestion/budget/{OWN}/vote"):
        assert keeper.post(shut, data={"csrf_token": token}).status_code == 403
    assert keeper.post(f"/gestion/budget/{OTHER}/virement", data={"csrf_token": token}).status_code == 422


def test_a_role_that_changes_or_ends_is_met_by_the_next_page_and_told_in_words(app, years, signed_in, time_machine):
    chief = signed_in(CHIEF, "admin")
    with app.app_context():
        number = ensure_person(HELPER).id
        give_role(ensure_person(HELPER), Given("staff", {}), "command")
        db.session.commit()
    helper = signed_in(HELPER, "staff")
    assert helper.get(f"/gestion/?annee={OTHER}").status_code == 200
    until = now() + timedelta(days=2)
    typed = {"scope": "member", "parts": f"{years[OWN]}:files", "until": f"{until:%d/%m/%Y}"}
    assert give(chief, f"/gestion/equipe/{number}", **typed).status_code == 302
    assert [helper.get(f"/gestion/?annee={year}").status_code for year in (OWN, OTHER)] == [200, 403]
    with app.app_context():
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert last.act == "role_given"
        with app.test_request_context():
            assert "dossiers de l’appel\u00a0: 2026" in act_told(last.details)
    time_machine.move_to(until + timedelta(days=1))
    assert signed_in(HELPER).get("/gestion/").status_code == 403
    with app.app_context():
        assert not db.session.scalars(select(Person).where(Person.email == HELPER)).one().works_here


def test_a_role_without_its_object_or_already_past_is_not_given(app, years, signed_in):
    chief = signed_in(CHIEF, "admin")
    for typed, said in (
        ({"scope": "member"}, "Cochez au moins une chose"),
        ({"scope": "staff", "until": "01/02/2020"}, "Ce jour est passé"),
        ({"scope": "staff", "until": "demain"}, "Écrivez une date"),
        ({"scope": "member", "parts": f"{years[OWN]}:caisse"}, "Pour quels appels"),
    ):
        answer = give(chief, "/gestion/equipe/ajouter", email=HELPER, **typed)
        assert answer.status_code == 422
        assert said in answer.text
    with app.app_context():
        assert not ensure_person(HELPER).works_here
        chief_row = ensure_person(CHIEF)
        with pytest.raises(RuleError, match="last_admin"):
            give_role(chief_row, Given("admin", {}, now().date(), now() + timedelta(days=9)), "command")


@pytest.mark.one_database
def test_the_pages_of_before_lead_to_the_one_page(signed_in):
    chief = signed_in(CHIEF, "admin")
    assert [chief.get(f"/gestion/{name}").location for name in ("droits", "protection")] == ["/gestion/equipe"] * 2


@pytest.mark.one_database
@pytest.mark.usefixtures("years")
def test_every_page_of_a_part_says_which_call_it_is_about(app):
    silent = set()
    with app.test_request_context(), app.app_context():
        file = db.session.scalars(select(Application.public_id)).first()
        for rule in app.url_map.iter_rules():
            door = door_of(app.view_functions[rule.endpoint])
            if door and door.parts and not door.listed:
                known = {"year": OWN, "public_id": file}
                places = {name: known[name] for name in known.keys() & rule.arguments}
                if call_behind(rule.endpoint.split(".")[0], places) is None:
                    silent.add(rule.rule)
        assert silent == set()
        assert call_behind("calls", {"year": OWN}) is None
        assert FILES in door_of(app.view_functions["applications.desk_file"]).parts
