"""A stranger finds a project by what it does, however they write it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from grants.db import db
from grants.projects.corrections import looked_for_too, understood
from grants.projects.models import Project
from grants.projects.queries import Filters, cards, chosen, facets, public_project
from grants.projects.services import index_all, note_commons, take_off
from grants.territories.queries import territory
from tests.town import make_association, make_call, make_project

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def town(context):  # noqa: ARG001 - stands inside the application
    call = make_call()
    quay = make_association("Collectif de l’Œuvre c’hoari")
    make_project(
        call,
        "L’atelier de réparation des vélos",
        quay,
        what="On répare ensemble. Les bénévoles aînés apprennent aux enfants.",
        neighbourhoods=("bellevue",),
        themes=("environnement",),
        needs=(("room", "une salle chauffée le samedi"),),
    )
    make_project(call, "Un jardin partagé à la Rive droite", neighbourhoods=("recouvrance",), themes=("environnement",))
    make_project(call, "Chorale des écoles", what="Chanter, c’est la santé !", themes=("culture",))
    return call


def titles(typed, **filters):
    return [card.title for card in cards(Filters(text=typed, **filters), 1)]


@pytest.mark.parametrize(
    "typed",
    [
        "vélo",
        "velo",
        "VÉLOS",
        "vélos réparation",
        "reparations",
        "réparer",
        "l'atelier",
        "l’ateliers de vélo",
        "répa",
        "d'aînés",
        "aine",
        "œuvre",
        "oeuvre",
        "choari",
        "c'hoari",
        "bellevue velo",
        "salle chauffee",
    ],
)
def test_accents_plurals_elisions_prefixes_and_names_find_the_workshop(typed):
    assert "L’atelier de réparation des vélos" in titles(typed)


def test_a_word_of_the_title_comes_before_the_same_in_the_text(town):
    make_project(town, "Fête du quai", what="Il y aura un jardin, un jardin et un jardin.")
    assert titles("jardin")[0] == "Un jardin partagé à la Rive droite"


def test_all_words_are_asked():
    assert titles("jardin vélo") == []


@pytest.mark.parametrize(
    "typed",
    [
        '"* AND (',
        "NEAR(a b)",
        "title:vélo",
        "' OR 1=1 --",
        "%_\\",
        "\x00",
        "a\x00b",
        "🎉",
        "مرحبا",
        "!&|:*<->",
        "vélo" * 2500,
        "é " * 5000,
        "-vélo",
        "^vélo*",
        "   ",
        "ﷺ",
        "१२३",
    ],
)
def test_no_search_breaks_the_index(typed):
    assert isinstance(titles(typed), list)
    assert facets(Filters(text=typed)).total >= 0


def test_a_search_without_any_word_finds_nothing():
    assert titles("!?…") == []


def test_counts_follow_the_search_and_the_other_filters():
    counted = facets(Filters(theme="environnement"))
    assert counted.total == 2
    assert counted.themes == {"environnement": 2, "culture": 1}
    assert counted.neighbourhoods == {"bellevue": 1, "recouvrance": 1}
    assert counted.years == {2026: 2}
    assert facets(Filters(text="jardin")).themes == {"environnement": 1}


def test_a_project_taken_off_is_no_longer_found():
    project = public_project("chorale-des-ecoles")
    take_off(project)
    assert titles("chorale") == []
    assert public_project("chorale-des-ecoles") is None


def test_the_whole_index_can_be_made_again():
    assert index_all() == 3
    assert len(titles("vélo")) == 1


def test_a_search_by_kind_of_need():
    assert titles("", kind="room") == ["L’atelier de réparation des vélos"]


def test_each_facet_counts_what_it_would_show_and_filters_what_it_says(town):
    quay = make_association("Le Quai")
    given = make_project(town, "Un film du port", quay, needs=(("room", "une salle"), ("skill", "un monteur")))
    note_commons(given, given=True)
    counted = facets(Filters())
    assert (counted.kinds, counted.commons, counted.total) == ({"room": 2, "skill": 1}, 1, 4)
    assert counted.associations[quay.id] == ("Le Quai", 1)
    assert facets(Filters(kind="skill")).kinds == {"room": 2, "skill": 1}
    assert titles("", association=quay.id) == titles("", commons=True) == titles("film", commons=True) == [given.title]
    note_commons(given, given=False)
    assert titles("", commons=True) == []


def test_a_priority_area_is_that_of_the_day_its_call_closed():
    before = make_call(2014)
    place = next(place for place in territory("port-leon").neighbourhoods if place.priority)
    make_project(before, "Trop tôt", neighbourhoods=(place.key,))
    make_project(make_call(2025), "À temps", neighbourhoods=(place.key,))
    found = titles("", priority=True)
    assert "À temps" in found
    assert ("Trop tôt" in found) == (place.status_on(before.closes_on) == "qpv")
    assert facets(Filters()).priority == len(found)


def test_the_order_is_the_one_asked_for():
    by_title = titles("", sort="titre")
    assert by_title == ["L’atelier de réparation des vélos", "Chorale des écoles", "Un jardin partagé à la Rive droite"]
    assert titles("", sort="anciens") == list(reversed(titles("", sort="recents")))
    assert titles("des", sort="titre") == [title for title in by_title if title in titles("des")]


def test_any_selection_of_projects_keeps_what_the_reader_asked():
    rows = db.session.scalars(chosen(select(Project.title), Filters(theme="environnement", text="vélo")))
    assert rows.all() == ["L’atelier de réparation des vélos"]


@pytest.mark.parametrize(
    "typed", ["jradin", "jarddin", "jarin", "jadrin partagé", "jardan", "reparasion velo", "choralle"]
)
def test_a_slip_of_the_keyboard_finds_the_word_that_was_meant(typed):
    meant = understood(Filters(text=typed))
    assert meant.instead
    assert titles(meant.filters.text)
    assert titles(typed) == []
    assert not understood(Filters(text=typed, exact=True)).instead


@pytest.mark.parametrize("typed", ["jardin", "jard", "xyz", "zzzzzzzzzz", "atelier jardin", "!?", "a" * 400])
def test_nothing_is_changed_without_need_or_reason(typed):
    assert understood(Filters(text=typed)).instead == ()


def test_words_that_say_the_same_are_found_and_told(town):
    make_project(town, "Grande braderie du port", what="On vend et on donne.")
    assert "L’atelier de réparation des vélos" in titles("bicyclettes")
    assert titles("bicyclette", exact=True) == []
    assert titles("vide-greniers") == titles("vide grenier du port") == ["Grande braderie du port"]
    assert looked_for_too(Filters(text="bicyclette")) == ("vélo",)
    assert looked_for_too(Filters(text="bicyclette", exact=True)) == looked_for_too(Filters(text="xyz")) == ()


def test_a_slip_is_understood_wherever_the_list_goes(client):
    for page in ("/carte", "/flux/projets.atom", "/projets.json", "/projets.csv", "/api/v1/projects"):
        told = client.get(page, query_string={"q": "jradin"}).get_data(as_text=True)
        assert "Un jardin partagé" in told, page
        assert "Chorale" not in told, page
        assert "Un jardin partagé" not in client.get(page, query_string={"q": "jradin", "exact": "1"}).text, page
    listed = client.get("/projets/?q=bicyclette").text
    assert "Nous avons aussi cherché" in listed
    assert "<mark>vélos</mark>" in listed


def test_counts_made_here_for_few_words_are_those_the_database_makes_for_many(monkeypatch):
    note_commons(db.session.scalars(select(Project)).first(), given=True)
    asked = [
        Filters(text="jardin"),
        Filters(text="des", exact=True),
        Filters(text="des", theme="environnement", exact=True),
        Filters(text="des", theme="culture", neighbourhood="bellevue", year=2026),
        Filters(text="les", kind="room", association=1, commons=True, priority=True),
        Filters(text="introuvable"),
    ]
    here = [facets(each) for each in asked]
    monkeypatch.setattr("grants.projects.facets.FEW", -1)
    assert [facets(each) for each in asked] == here
