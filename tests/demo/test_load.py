"""The demonstration year: believable, the same each time, true to each stage."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import func, select

from grants.applications.models import Application, CarrierRequest, FileWriter, Message, PaperForm
from grants.applications.queries import terms_of
from grants.budget.models import Award, Scenario
from grants.calls.models import Call
from grants.db import db, now
from grants.demo.content import answers_of, iban_of, projects, siret_of
from grants.domain.file import Weight, check
from grants.domain.identifiers import iban, siret
from grants.mail import OutboxMail
from grants.plenary.models import Programme
from grants.projects.models import Project
from grants.reports.models import Report

STATES = {
    "draft": {"draft": 6},
    "open": {"receivable": 4, "draft": 2},
    "closed": {"receivable": 6},
    "voted": {"voted": 6},
    "reported": {"reported": 5, "paid": 1},
}


def load(app, *options: str):
    return app.test_cli_runner().invoke(args=["demo", "load", *options])


@pytest.mark.parametrize("stage", STATES)
def test_every_file_stands_where_its_stage_says(app, stage):
    result = load(app, "--stage", stage, "--projects", "6")
    assert result.exit_code == 0, result.output
    with app.app_context():
        assert Counter(db.session.scalars(select(Application.state))) == STATES[stage]
        assert db.session.query(OutboxMail).count() == 0, "invented people get no mail"
        assert (db.session.query(Programme).count() > 0) == (stage == "reported")
        assert db.session.query(Scenario).count() == (0 if stage in {"draft", "open"} else 3)


def test_a_year_that_is_over_shows_reports_letters_and_people_as_life_has_them(app):
    assert load(app, "--stage", "reported", "--projects", "10").exit_code == 0
    with app.app_context():
        reports = db.session.query(Report).all()
        assert Counter(each.state for each in reports) == {"sent": 7, "paper": 2}, "one has not told yet"
        told = [each for each in reports if each.state == "sent"]
        assert all(
            each.answers["happened"] and each.received_at.date() <= each.application.call.report_by for each in told
        )
        assert any(each.answers.get("gift_1_title") for each in told)
        assert sum(len(each.photographs) for each in told) == 2
        assert [form.way for form in db.session.query(PaperForm)] == ["paper"]
        assert all(each.answer == "yes" for each in db.session.query(CarrierRequest)), "before the vote"
        assert {each.side for each in db.session.query(Message)} == {"town", "applicant"}
        assert all(each.read_at for each in db.session.query(Message)), "a year that is over is read"
        assert max(each.at for each in db.session.query(Message)) <= now()
        shared = (
            db.session.query(FileWriter.application_id).group_by(FileWriter.application_id).having(func.count() > 1)
        )
        assert shared.count() == 2
        page = app.test_client().get(f"/projets/{told[0].application.project.slug}").get_data(as_text=True)
        assert told[0].answers["worth"][:30] in page


def test_the_same_seed_tells_the_same_year_and_another_seed_another(app):
    def story() -> list[tuple[str, str, int]]:
        with app.app_context():
            rows = db.session.execute(
                select(Project.slug, Application.number, Award.voted_cents)
                .join(Application, Application.project_id == Project.id)
                .join(Award, Award.project_id == Project.id)
                .join(Call, Call.id == Project.call_id)
                .order_by(Call.year, Application.serial)
            )
            return [(row[0].removesuffix("-2"), row[1][4:], row[2]) for row in rows]

    load(app, "--year", "2024", "--stage", "voted", "--projects", "6")
    first = story()
    assert len(first) == 6
    load(app, "--year", "2025", "--stage", "voted", "--projects", "6", "--seed", "7")
    assert story()[6:] != first


def test_a_year_already_there_is_left_alone_and_said_so(app):
    assert load(app, "--stage", "draft", "--projects", "1").exit_code == 0
    again = load(app, "--stage", "draft", "--projects", "1")
    assert again.exit_code == 1
    assert "already" in again.output
    assert load(app, "--if-empty").output == ""


def test_the_projects_are_as_varied_as_life(app):
    del app
    written = projects()
    assert len(written) == 48
    assert sum("carried_by" in each for each in written) >= 2
    assert any(len(each["association"]) > 90 for each in written)
    assert sum("’" in each["association"] for each in written) >= 8
    assert any(not each["requested"] and each.get("in_kind") for each in written)
    assert len({each["title"] for each in written}) == 48


def test_every_file_of_the_demonstration_is_complete(app):
    load(app, "--stage", "draft", "--projects", "1")
    with app.app_context():
        call = db.session.query(Call).one()
        for place, project in enumerate(projects()):
            problems = check(answers_of(place, project, call.opens_on), terms_of(call))
            assert [each for each in problems if each.weight is not Weight.WARNING] == [], project["title"]


def test_invented_numbers_are_well_formed_and_nobody_s():
    for place in range(200):
        assert siret(siret_of(place)).startswith("999")
        assert iban(iban_of(place)).startswith("FR")


def test_a_call_for_commons_stands_beside_the_years_call_when_asked(app):
    result = load(app, "--year", "2026", "--stage", "open", "--projects", "3", "--communs")
    assert result.exit_code == 0, result.output
    with app.app_context():
        files = db.session.scalars(
            select(Application).join(Call).where(Call.scheme == "communs").order_by(Application.id)
        ).all()
        assert [(each.state, each.number) for each in files] == [
            ("receivable", "2026-C-0001"), ("receivable", "2026-C-0002"), ("draft", None),
        ]  # fmt: skip
        assert db.session.query(OutboxMail).count() == 0
        assert app.test_client().get(f"/projets/{files[0].project.slug}").status_code == 200
