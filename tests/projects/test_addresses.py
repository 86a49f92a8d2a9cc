"""Addresses given many at once: each its own, whatever the number of projects with one title."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from grants.db import db
from grants.projects.addresses import free_addresses
from grants.projects.models import Project, ProjectFacets
from grants.projects.services import Fresh, Story, publish_new
from tests.town import make_association, make_call

pytestmark = pytest.mark.one_database


def test_projects_of_one_title_each_have_an_address_of_their_own(app):
    with app.app_context():
        call, association = make_call(), make_association("Les Lilas")
        for _ in range(3):
            publish_new([Fresh(call, association, Story(title="Fête")) for _ in range(130)])
        slugs = db.session.scalars(select(Project.slug)).all()
        assert len(set(slugs)) == len(slugs) == 390
        assert free_addresses([("Fête", call.year)]) == [f"fete-{call.year}-390"]
        assert db.session.scalar(select(func.count()).select_from(ProjectFacets)) == 390
