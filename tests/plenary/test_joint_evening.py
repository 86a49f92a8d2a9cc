"""At the evening a project that several associations carry is theirs all: booklet, programme, tables, who comes."""

from __future__ import annotations

import pytest

from grants.accounts.models import Association
from grants.db import db
from grants.plenary import queries, services
from grants.plenary.queries.calls import projects_of_person
from grants.plenary.queries.people import attendance
from grants.plenary.services.plans import _friends
from grants.projects.models import Project, ProjectPartner
from tests.plenary.evening import a_member, a_project, a_town

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.one_database]
QUICK = {"moves": 1500, "seed": 3, "seconds": 60.0}


@pytest.fixture
def evening():
    """Prepare the evening of a town where « Le Fournil » carries a project with another, and one of its own."""
    call = a_town()
    partner = Association(name="Le Fournil")
    own = a_project(call, "Le pain du quartier", partner)
    joint = db.session.query(Project).filter_by(title="Compost pour tous").one()
    joint.partners.append(ProjectPartner(association_id=partner.id, position=1))
    db.session.flush()
    return services.prepare(call), joint, own


def test_all_who_carry_a_project_are_named_in_the_booklet_and_on_the_slips(evening):
    plenary, joint, _own = evening
    services.build_programme(plenary, **QUICK)
    told = "Association Compost pour tous, Le Fournil"
    content = queries.booklet_content(plenary.call)
    named = {each.title: each.association for each in content.projects}
    assert named["Compost pour tous"] == told
    assert named["Radio des collégiens"] == "Association Radio des collégiens", "the control"
    assert [each.association for each in content.people if each.project_title == joint.title] == [told]


def test_people_of_all_its_associations_are_kept_apart_and_may_say_who_comes(evening):
    plenary, joint, own = evening
    people = list(queries.participants_of(plenary))
    places = {each.project_id: place for place, each in enumerate(people)}
    pair = tuple(sorted((places[joint.id], places[own.id])))
    assert _friends(people, 4) == (pair,)
    member = a_member("fournil@example.org", own.association_id)
    assert [each.id for each in projects_of_person(plenary.call, member)] == [joint.id, own.id]
    theirs = [each for each in people if each.project_id == own.id]
    assert [each.id for each in attendance(theirs, [joint, own]).projects[0]] == [joint.id, own.id]
    joint.partners.clear()
    db.session.flush()
    assert _friends(people, 4) == (), "the control"
    assert [each.id for each in projects_of_person(plenary.call, member)] == [own.id]
    assert attendance(theirs, [joint, own]).unheard == (joint,)
