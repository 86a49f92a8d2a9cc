"""The town's side: who has reported, who has not yet, and letters that leave once."""

from __future__ import annotations

import csv
import io
import threading
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from grants.calls.models import Call
from grants.db import db
from grants.reports.models import ReportReminder
from grants.reports.services import remind_reports, reminders
from tests.conftest import csrf_token
from tests.reports.conftest import STORY, make_voted


@pytest.fixture
def three(app):
    """Return three voted files, the report due in ten days."""
    due = date.today() + timedelta(days=10)  # noqa: DTZ011 - a day of the machine is near enough
    with app.app_context():
        return [
            make_voted(number, email=f"p{number}@example.org", report_by=due, paid=number < 3) for number in (1, 2, 3)
        ]


@pytest.fixture
def clerk(signed_in):
    return signed_in("agent@port-leon.example", "staff")


def post(clerk, page, action, **data):
    token = csrf_token(clerk.get(page).text)
    return clerk.post(action, data={"csrf_token": token} | data)


def remind(app):
    with app.app_context():
        remind_reports()
        db.session.commit()


def reminded(outbox):
    return sorted(mail.recipient for mail in outbox.all() if "bilan de votre projet" in mail.subject)


def test_each_file_is_reminded_once_at_each_time_and_never_after_it_reported(app, three, clerk, outbox):
    remind(app)
    remind(app)
    assert reminded(outbox) == ["p1@example.org", "p2@example.org", "p3@example.org"]
    home = f"/gestion/bilans/{three[0].public_id}"
    assert post(clerk, home, f"{home}/papier", words="").status_code == 422
    assert post(clerk, home, f"{home}/papier", words="Classeur bleu, bureau 12").status_code == 302
    home = f"/gestion/bilans/{three[1].public_id}"
    assert post(clerk, home, f"{home}/dispenser", words="Association dissoute.").status_code == 302
    with app.app_context():
        db.session.query(Call).update({"report_by": date.today()})  # noqa: DTZ011
        db.session.commit()
    remind(app)
    assert reminded(outbox)[-1] == "p3@example.org"
    assert len(reminded(outbox)) == 4
    mail = outbox.last_to("p3@example.org")
    assert three[2].home in mail.text


def test_two_machines_remind_once(app, three, outbox):
    del three
    gate = threading.Barrier(2)

    def machine():
        with app.app_context():
            gate.wait()
            remind_reports()
            db.session.commit()
            db.session.remove()

    machines = [threading.Thread(target=machine) for _ in range(2)]
    for each in machines:
        each.start()
    for each in machines:
        each.join()
    assert len(reminded(outbox)) == 3


def test_without_its_note_a_reminder_would_leave_again(app, three, outbox, monkeypatch):
    del three
    monkeypatch.setattr(reminders, "_note", lambda *_: True)
    remind(app)
    remind(app)
    assert len(reminded(outbox)) == 6


def test_nobody_is_reminded_of_a_year_long_past(app, three, outbox):
    del three
    with app.app_context():
        db.session.query(Call).update({"report_by": date.today() - timedelta(days=400)})  # noqa: DTZ011
        db.session.commit()
    remind(app)
    assert reminded(outbox) == []


def test_the_list_says_who_has_not_reported_and_how_to_reach_them(app, three, clerk):
    remind(app)
    page = clerk.get("/gestion/bilans?annee=2026").text
    assert "0 bilans reçus sur 3 attendus" in page
    assert "1 courrier, le dernier le" in page
    assert 'href="tel:0612345678"' in page
    assert "pas encore payé" in page
    home = f"/gestion/bilans/{three[0].public_id}"
    post(clerk, home, f"{home}/papier", words="Classeur bleu")
    page = clerk.get("/gestion/bilans").text
    assert "1 bilan reçu sur 3 attendus" in page
    assert "Reçu sur papier" in page
    assert "1 bilan reçu sur 3" in clerk.get("/gestion/?annee=2026").text
    assert clerk.get("/gestion/bilans?annee=1999").status_code == 404


def test_the_staff_write_to_all_once_and_to_one(three, clerk, outbox):
    page = clerk.get("/gestion/bilans?annee=2026").text
    key = page.split('name="key"')[1].split('value="')[1].split('"')[0]
    data = {"csrf_token": csrf_token(page), "key": key, "words": "Appelez-moi, nous le ferons ensemble."}
    for _ in range(2):
        assert clerk.post("/gestion/bilans/ecrire?annee=2026", data=data).status_code == 302
    asked = [mail for mail in outbox.all() if "Appelez-moi" in mail.text]
    assert sorted(mail.recipient for mail in asked) == ["p1@example.org", "p2@example.org", "p3@example.org"]
    home = f"/gestion/bilans/{three[0].public_id}"
    assert post(clerk, home, f"{home}/ecrire", key="other", words="Un mot de plus").status_code == 302
    assert "Un mot de plus" in outbox.last_to("p1@example.org").text
    assert post(clerk, home, f"{home}/ecrire", key="x", words=" ").status_code == 422


def test_an_association_exempted_may_still_tell(app, three, clerk, signed_in):
    from tests.reports.conftest import Teller  # noqa: PLC0415 - only here

    home = f"/gestion/bilans/{three[1].public_id}"
    post(clerk, home, f"{home}/dispenser", words="Le carnaval a été annulé.")
    assert "Pas demandé" in clerk.get("/gestion/bilans").text
    teller = Teller(signed_in("p2@example.org"), three[1])
    teller.write(STORY)
    assert teller.send().status_code == 302
    assert "1 bilan reçu sur 3 attendus" in clerk.get("/gestion/bilans").text
    with app.app_context():
        assert db.session.query(ReportReminder).count() == 0


def test_the_table_leaves_as_csv_with_numbers_that_stay_text(app, three, clerk):
    with app.app_context():
        db.session.execute(db.text("UPDATE association SET name = '=1+1' WHERE name = 'Les Voisins 1'"))
        db.session.commit()
    answer = clerk.get("/gestion/bilans.csv?annee=2026")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + len(three)
    assert not rows[1][1].startswith("=")
    assert rows[1][7] == "1500,00"
    book = clerk.get("/gestion/bilans.ods?annee=2026").data
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert cells[1][2] == rows[1][2], "a SIRET stays text"
    assert cells[1][7] == 1500.0


def test_the_desk_is_the_town_s(three, signed_in):
    somebody = signed_in("p1@example.org")
    for address in ("/gestion/bilans", "/gestion/bilans.csv", f"/gestion/bilans/{three[0].public_id}"):
        assert somebody.get(address).status_code in {403, 404}
