"""Writing a report: everything is kept, nothing is overwritten unseen, and nobody else reads it."""

from __future__ import annotations

import pytest

from grants.accounts.services import ensure_person
from grants.budget import services as budget
from grants.budget.services import Note
from grants.calls.models import Call
from grants.db import db
from grants.domain.report import MOST_PHOTOGRAPHS
from grants.files import StoredFile
from tests.applications.page import fields_of
from tests.conftest import csrf_token
from tests.reports.conftest import STORY, Teller, make_voted, snapshot

pytestmark = pytest.mark.one_database


def test_opening_the_page_writes_nothing_and_every_button_saves(app, teller, stored):
    page = teller.page()
    assert "Bois" in page
    assert "1\xa0000,00\xa0€" in page, "the planned sum stands beside its line"
    with app.app_context():
        assert db.session.execute(db.text("SELECT count(*) FROM report")).scalar() == 0
    assert teller.write(STORY).status_code == 302
    report, _, _ = stored()
    assert {key: report.answers[key] for key in STORY} == STORY
    assert report.answers["licence"] == "CC BY-SA 4.0", "shared as the application was"
    again = fields_of(teller.page())
    assert {key: again[key] for key in STORY} == STORY


def test_a_script_saves_field_by_field_and_is_told_what_is_odd(teller, stored):
    page = teller.page()
    marks = dict(pair.split(":") for pair in fields_of(page)["marks"].split())

    def save(writer, **typed):
        data = {"csrf_token": csrf_token(page), "writer": writer, "only": " ".join(typed)} | typed
        data["marks"] = " ".join(f"{key}:{marks[key]}" for key in typed)
        return teller.client.post(f"{teller.voted.home}/enregistrer", data=data)

    news = save("one", happened="Un banc.", people="beaucoup").get_json()
    assert news["clashes"] == []
    assert "nombre entier" in news["remarks"]["people"]
    assert stored()[0].answers["happened"] == "Un banc."
    assert save("one", happened="Un banc!").get_json()["clashes"] == [], "its own text, though the answer was lost"
    clash = save("two", happened="Deux bancs.").get_json()
    assert clash["clashes"][0]["theirs"] == "Un banc!"
    assert stored()[0].answers["happened"] == "Un banc!", "what was saved first stays"
    shown = teller.page()
    assert "Deux bancs." in shown, "and the other text is shown"
    teller.client.post(f"{teller.voted.home}/mis-de-cote/1", data={"csrf_token": csrf_token(shown), "use": "yes"})
    assert stored()[0].answers["happened"] == "Deux bancs."


def test_two_windows_never_overwrite_each_other(teller, stored):
    first, second = teller.page(), teller.page()
    teller.write({"happened": "La première fenêtre"}, page=first)
    answer = teller.write({"happened": "La seconde fenêtre", "worth": "Oui"}, page=second)
    assert answer.status_code == 409
    assert "La première fenêtre" in answer.text
    assert "La seconde fenêtre" in answer.text
    answers = stored()[0].answers
    assert (answers["happened"], answers["worth"]) == ("La première fenêtre", "Oui")
    teller.write(page=answer.text)
    assert stored()[0].answers["happened"] == "La seconde fenêtre", "her own choice, once she saw both"


def test_photographs_lose_their_place_and_are_added_ordered_and_removed(app, teller, stored):
    teller.add(snapshot(), snapshot((900, 1200), "gold"))
    _, photographs, _ = stored()
    first, second = (each.id for each in photographs)
    page = teller.page()
    for each in photographs:
        with app.app_context():
            name = db.session.get(StoredFile, each.large_id).public_id
        answer = teller.client.get(f"{teller.voted.home}/photos/{name}.jpg")
        assert answer.mimetype == "image/jpeg"
        assert b"Exif" not in answer.data
        assert b"SecretPhone" not in answer.data
    teller.write({f"photo_{second}_alt": "Deux bancs"}, then=f"up:{second}")
    assert [each.id for each in stored()[1]] == [second, first]
    assert stored()[0].answers[f"photo_{second}_alt"] == "Deux bancs", "every button saves the texts first"
    teller.write(then=f"remove:{second}")
    report, photographs, _ = stored()
    assert [each.id for each in photographs] == [first]
    assert f"photo_{second}_alt" not in report.answers
    with app.app_context():
        assert db.session.query(StoredFile).count() == 2, "the files are gone, not only hidden"
    assert page


def test_a_file_that_is_no_photograph_hinders_no_other_and_six_are_enough(teller, stored):
    answer = teller.add(b"<html>no</html>", snapshot((40, 30)), b"")
    assert answer.status_code == 302
    assert "JPEG, PNG ou WebP" in teller.page()
    assert len(stored()[1]) == 1
    teller.add(*[snapshot((40, 30))] * MOST_PHOTOGRAPHS)
    assert "Six photos au plus" in teller.page()
    assert len(stored()[1]) == MOST_PHOTOGRAPHS


@pytest.mark.parametrize("path", ["", "/relire", "/envoye", ".pdf"])
def test_a_report_belongs_to_its_association_and_the_town(voted, teller, signed_in, client, path):
    teller.write(STORY)
    assert signed_in("somebody@example.org").get(voted.home + path).status_code == 404
    assert client.get(voted.home + path).status_code in {302, 401}


def test_there_is_no_report_before_the_vote(app, signed_in):
    with app.app_context():
        early = make_voted()
        db.session.execute(db.text("UPDATE application SET state = 'receivable'"))
        db.session.commit()
    assert signed_in().get(early.home).status_code == 404


def test_a_voted_file_may_report_before_it_is_paid_and_is_paid_all_the_same(app, signed_in, stored):
    with app.app_context():
        early = make_voted(paid=False)
    teller = Teller(signed_in(), early)
    teller.write(STORY)
    assert teller.send().status_code == 302
    assert stored()[0].application.state == "reported"
    with app.app_context():
        call, clerk = db.session.query(Call).one(), ensure_person("agent@port-leon.example")
        budget.order_payments(call, clerk, Note())
        assert budget.record_payments(call, clerk, Note()) == 150_000
        db.session.commit()
    assert stored()[0].application.state == "reported"
