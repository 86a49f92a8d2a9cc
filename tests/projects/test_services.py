"""A project keeps its address for ever and each version of its words."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from grants.db import db
from grants.domain.slugs import slug_of
from grants.projects.models import Revision
from grants.projects.queries import Filters, around, cards, facets, public_project
from grants.projects.services import Story, publish_project, told
from tests.town import make_association, make_call, make_project

pytestmark = pytest.mark.usefixtures("context")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’Œuvre du quai", "oeuvre-du-quai"),
        ("La fête à Bellevue : c’est nous !", "fete-a-bellevue-c-est-nous"),
        ("🎉", ""),
        ("مرحبا", ""),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 500, "x" * 60),
        ("Le", "le"),
    ],
)
def test_an_address_is_made_of_plain_words(title, slug):
    assert slug_of(title) == slug


def test_the_address_stays_when_the_title_changes():
    project = make_project(make_call())
    publish_project(project.call, project.association, Story(title="Autre titre"), project=project)
    assert project.slug == "jardin-pour-tous"
    assert project.title == "Autre titre"


def test_three_projects_of_one_title_have_three_addresses():
    call = make_call()
    slugs = [make_project(call).slug for _ in range(3)]
    assert slugs == ["jardin-pour-tous", "jardin-pour-tous-2026", "jardin-pour-tous-2026-2"]


def test_a_title_without_letters_still_has_an_address():
    call = make_call()
    assert [make_project(call, "🎉").slug for _ in range(2)] == ["projet-2026", "projet-2026-2026"]


def test_each_change_keeps_a_revision_and_the_same_words_do_not():
    project = make_project(make_call(), hook="Un", needs=(("room", "une salle"), ("room", "une salle")))
    story = told(project)
    before = project.updated_at
    publish_project(project.call, project.association, story, project=project)
    assert project.updated_at == before
    changed = Story(title=project.title, hook="Deux", needs=(("skill", "un menuisier"), ("room", "une salle")))
    publish_project(project.call, project.association, changed, author="ben", project=project)
    revisions = db.session.scalars(select(Revision).order_by(Revision.number)).all()
    assert [(one.number, one.author, one.content["hook"]) for one in revisions] == [
        (1, "ana", "Un"),
        (2, "ben", "Deux"),
    ]
    assert [need.sentence for need in project.needs] == ["un menuisier", "une salle"]


def test_neighbours_share_quarters_or_themes_and_say_which():
    call = make_call()
    project = make_project(call, "Un", neighbourhoods=("bellevue",), themes=("mer", "culture"))
    make_project(call, "Deux", neighbourhoods=("bellevue",), themes=("mer",))
    make_project(call, "Trois", themes=("culture",))
    make_project(call, "Loin", themes=("sante",))
    make_project(make_call(2025), "Ancien", themes=("mer",))
    _sisters, found = around(project)
    assert [one.card.title for one in found] == ["Deux", "Trois"]
    assert (found[0].neighbourhoods, found[0].themes) == (("bellevue",), ("mer",))


def test_sisters_are_the_same_association_s_other_projects():
    quay = make_association("Le Quai")
    old = make_project(make_call(2025), "Hier", quay)
    new = make_project(make_call(2026), "Demain", quay)
    assert [card.title for card in around(new)[0]] == [old.title]


def queries_of(act):
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


def test_lists_and_pages_cost_the_same_queries_however_many_projects():
    call = make_call()
    slug = make_project(call, "Jardin zéro", themes=("mer",), neighbourhoods=("centre",)).slug
    make_project(call, "Jardin voisin", themes=("mer",), neighbourhoods=("centre",))

    def read():
        db.session.expire_all()
        filters = Filters(text="jardin", theme="mer")
        project = public_project(slug)
        return cards(filters, 1), facets(filters), around(project)

    few = queries_of(read)
    for number in range(30):
        make_project(call, f"Jardin {number}", themes=("mer",), neighbourhoods=("centre",))
    db.session.commit()
    assert queries_of(read) == few
