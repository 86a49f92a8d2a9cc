"""Every version of a project's page stays readable, and anybody sees what changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from grants.db import db
from grants.domain.differences import GONE, NEW, SAME, Change, Piece, changes, difference
from grants.projects.models import Project
from grants.projects.services import Story, publish_project
from grants.voices.models import Hand, Voice
from tests.town import make_association, make_call

pytestmark = pytest.mark.one_database
WORDS = st.text(st.sampled_from("aé b\n,’"), max_size=60)


@given(WORDS, WORDS)
def test_differences_give_both_texts_back(before, after):
    pieces = difference(before, after)
    assert "".join(piece.words for piece in pieces if piece.kind != NEW) == before
    assert "".join(piece.words for piece in pieces if piece.kind != GONE) == after
    assert all(piece.words for piece in pieces)


def test_what_changed_is_told_by_whole_words():
    pieces = difference("Un jardin partagé le samedi.", "Un jardin ouvert à tous le samedi.")
    assert pieces == (
        Piece(SAME, "Un jardin "),
        Piece(GONE, "partagé"),
        Piece(NEW, "ouvert à tous"),
        Piece(SAME, " le samedi."),
    )


def test_a_very_long_text_is_compared_by_lines_and_a_monstrous_one_as_a_whole():
    long = "".join(f"ligne {number}\n" for number in range(3_000))
    assert difference(long, long + "fin\n")[-1] == Piece(NEW, "fin\n")
    lines = "\n" * 5_000
    one, other = "a" + lines.replace("\n", "a\n"), "b" + lines.replace("\n", "b\n")
    assert [piece.kind for piece in difference(one, other)] == [GONE, NEW]


def test_parts_that_came_and_went_say_so():
    came, went = changes({"when": "hier"}, {"where": "ici"})
    assert came.key == "where"
    assert came.added
    assert went == Change("when", (Piece(GONE, "hier"),))
    assert went.removed


@pytest.fixture
def told_twice(app):
    """A project whose page was told three times, the second time with other words and another quarter."""
    with app.app_context():
        call, quay = make_call(), make_association("Collectif du quai")
        first = Story(title="Un jardin", what="Un jardin partagé.", neighbourhoods=("bellevue",), licence="none")
        project = publish_project(call, quay, first, author="Collectif du quai")
        second = Story(
            title="Un jardin",
            what="Un jardin <b>ouvert</b>.",
            neighbourhoods=("bellevue", "centre"),
            needs=(("room", "une remise"),),
            more=({"key": "k", "label": {"fr": "Et après ?"}, "text": {"fr": "On continue"}, "link": ""},),
        )
        publish_project(call, quay, second, author="Ana du quai", project=project)
        db.session.commit()


@pytest.mark.usefixtures("told_twice")
def test_versions_are_listed_with_who_when_and_what_changed(client):
    page = client.get("/projets/jardin/versions").text
    assert page.index("Version 2") < page.index("Version 1")
    assert "Ana du quai" in page
    changed = re.search(r"A changé.*?</p>", page, re.DOTALL)[0]
    for part in ("Ce que nous voulons faire", "Quartiers", "Nous cherchons", "Et après ?", "Licence du texte"):
        assert part in changed
    assert "Titre" not in changed


@pytest.mark.usefixtures("told_twice")
def test_differences_are_words_and_marks_not_colours_alone(client):
    page = client.get("/projets/jardin/versions/2/differences").text
    assert re.search(r"<del>.*\(enlevé.*\[. .*partagé.*.\].*</del>", page)
    assert re.search(r"<ins>.*\(ajouté.*\[\+ .*&lt;b&gt;ouvert&lt;/b&gt;.*\+\].*</ins>", page)
    assert "Une salle\xa0: une remise" in page
    back = client.get("/projets/jardin/versions/1/differences?avec=2").text
    assert "De la version 2 à la version 1" in back


@pytest.mark.usefixtures("told_twice")
def test_a_version_is_read_whole_as_it_was(client):
    page = client.get("/projets/jardin/versions/1").text
    assert "Un jardin partagé." in page
    assert "une remise" not in page
    assert "Tous droits réservés" in page


@pytest.mark.usefixtures("told_twice")
@pytest.mark.parametrize(
    "address",
    ["versions/3", "versions/0", "versions/1/differences", "versions/2/differences?avec=9", "versions/99999999999"],
)
def test_versions_that_are_not_there_say_so(client, address):
    assert client.get(f"/projets/jardin/{address}").status_code == 404


@pytest.mark.usefixtures("told_twice")
@pytest.mark.parametrize("typed", ["x", "-1", "٢", "1" * 40])
def test_an_odd_comparison_compares_with_the_version_before(client, typed):
    answer = client.get("/projets/jardin/versions/2/differences", query_string={"avec": typed})
    assert answer.status_code == 200
    assert "De la version 1 à la version 2" in answer.text


@pytest.mark.usefixtures("told_twice")
def test_a_correction_that_was_hidden_shows_its_reason_and_never_its_text(client, app):
    with app.app_context():
        project = db.session.scalar(select(Project))
        call, quay = project.call, project.association
        publish_project(call, quay, Story(title="Achetez ici", what="Vandale"), author="x", project=project)
        publish_project(call, quay, Story(title="Un jardin", what="Un jardin ouvert."), project=project)
        hand = Hand(key="k")
        db.session.add(hand)
        db.session.flush()
        hidden = {"state": "hidden", "hidden_why": "Publicité", "revision": 3}
        db.session.add(Voice(once="o", kind="correction", project_id=project.id, hand_id=hand.id, words="", **hidden))
        db.session.commit()
    pages = [f"/projets/jardin/versions{more}" for more in ("", "/3", "/4", "/4/differences")]
    texts = [client.get(page).text for page in pages]
    assert "Publicité" in texts[0]
    assert "Publicité" in texts[1]
    assert "De la version 2 à la version 4" in texts[3]
    assert not any(words in text for text in texts for words in ("Achetez", "Vandale"))
    assert client.get("/projets/jardin/versions/3/differences").status_code == 404
