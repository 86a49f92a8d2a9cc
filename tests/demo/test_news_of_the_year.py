"""The demonstration's pages are alive: news with pictures, and versions that differ."""

from __future__ import annotations

from types import SimpleNamespace

from sqlalchemy import select

from grants.accounts.services import ensure_person
from grants.commons.queries import news_of, revisions
from grants.commons.versions import versions_of
from grants.db import db
from grants.demo.news import remember_first_words, tell_the_year
from grants.projects.models import Project
from tests.town import make_association, make_call, make_project


def test_projects_of_the_demonstration_have_news_and_an_earlier_version(app):
    with app.test_request_context():
        call, quay = make_call(2024), make_association("Collectif du quai")
        words = "On répare. On apprend. On prête."
        project = make_project(
            call, "L’atelier", quay, what=words, needs=(("room", "une salle"), ("other", "du temps"))
        )
        file = SimpleNamespace(
            project=project, project_id=project.id, person=ensure_person("a@example.org"), association=quay, call=call
        )
        remember_first_words([file])
        tell_the_year([file])
        db.session.commit()
        news = news_of(project.id, 9)
        assert [each.title for each in news][-1] == "La première séance a fait salle comble"
        assert news[-1].photographs[0].alternative
        last = versions_of(project, revisions(project.id), {})[-1]
        assert {name for name, _ in last.changes} >= {"Ce que nous voulons faire", "Nous cherchons"}
        assert db.session.scalar(select(Project.what)) == words
