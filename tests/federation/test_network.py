"""Another town's projects come into the search and beside ours, with their source; a hostile one changes nothing."""

from __future__ import annotations

import csv
import io
import json

import pytest

from grants.audit import AuditEntry
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.feeds.reach import DAY
from grants.federation import queries
from grants.federation.fetching import Limits
from grants.federation.models import Cousin, Neighbour
from grants.federation.services import looking
from grants.federation.services.keeping import index_cousins
from grants.federation.services.relating import relate_changed
from grants.projects.models import Project
from grants.projects.search import SearchIndex
from grants.projects.services import Story, publish_project
from tests.federation.hostile import GOOD, bomb, hostile_neighbour
from tests.town import make_call, make_project

FEWER = json.dumps({**json.loads(GOOD), "projects": json.loads(GOOD)["projects"][:1]}).encode()


@pytest.fixture(autouse=True)
def little_patience(monkeypatch):
    """Read small files, quickly."""
    monkeypatch.setattr(looking, "LIMITS", Limits(200_000, 0.4, 3))


@pytest.fixture
def neighbour():
    with hostile_neighbour() as hostile:
        yield hostile


@pytest.fixture
def clerk(signed_in):
    return signed_in("agent@port-leon.example", "staff")


def add(clerk, post_form, address):
    """Type an address at the desk; return the page of what was seen there."""
    answer = post_form(clerk, "/gestion/voisins/", {"address": address})
    assert answer.status_code == 302, answer.text
    return answer.location


def link(clerk, post_form, address, name="Cournan"):
    page = add(clerk, post_form, address)
    answer = post_form(clerk, page, {"name": name, "licence": ""})
    assert answer.status_code == 302, answer.text
    return page


def press(clerk, post_form, page, act):
    return post_form(clerk, page, {}, action=f"{page}/{act}", follow_redirects=True)


def one(app):
    with app.app_context():
        neighbour = db.session.query(Neighbour).one()
        db.session.expunge(neighbour)
        return neighbour


def test_an_address_is_looked_at_then_linked_then_found_in_search_and_forgotten(
    app, clerk, client, post_form, neighbour
):
    page = add(clerk, post_form, neighbour.url("/good.json"))
    seen = clerk.get(page).text
    assert "Un verger partagé" in seen
    assert "Licence Ouverte 2.0" in seen
    assert "Un verger partagé" not in client.get("/recherche?q=verger").text, (
        "nothing is public before somebody says yes"
    )
    post_form(clerk, page, {"name": "Ville de Cournan", "licence": "Autre licence"})
    found = client.get("/recherche?q=verger").text
    for words in ("Un verger partagé", "https://cournan.example/projets/verger", "Ville de Cournan", "Licence Ouverte"):
        assert words in found
    assert "Autre licence" not in found, "the source's own words are kept"
    public = client.get("/reseau").text
    assert "Ville de Cournan" in public
    table = list(
        csv.reader(io.StringIO(client.get("/reseau/projets.csv").get_data().decode("utf-8-sig")), delimiter=";")
    )
    assert any("Un verger partagé" in cell for row in table for cell in row)
    record = client.get("/reseau/projets.json").json["elsewhere"][0]
    assert (record["source"]["name"], record["licence"]) == ("Ville de Cournan", "Licence Ouverte 2.0")
    assert press(clerk, post_form, page, "oublier").status_code == 200
    assert "Un verger partagé" not in client.get("/recherche?q=verger").text
    with app.app_context():
        acts = [act for (act,) in db.session.query(AuditEntry.act).order_by(AuditEntry.id)]
    assert acts == ["neighbour_added", "neighbour_linked", "neighbour_read", "neighbour_forgotten"]


def test_a_project_of_ours_shows_its_cousin_with_the_words_in_common(app, clerk, client, post_form, neighbour):
    with app.app_context():
        call = make_call()
        ours = make_project(call, "Un verger pour l’école", hook="Planter des pommiers avec les enfants").slug
        for other in (
            "Repas de rue",
            "Café des langues",
            "Chorale",
            "Vélo-école",
            "Ciné-club",
            "Fresque",
            "Troc",
            "Radio",
        ):
            make_project(call, other, hook=f"{other} avec tout le monde")
        db.session.commit()
    before = client.get(f"/projets/{ours}")
    assert "cousins" not in before.text
    link(clerk, post_form, neighbour.url("/good.json"))
    page = client.get(f"/projets/{ours}", headers={"If-None-Match": before.headers["ETag"]})
    assert page.status_code == 200, "the page kept before is no longer fresh"
    assert "Ailleurs, des projets cousins" in page.text
    assert "pommiers" in page.text[page.text.index("Ailleurs, des projets cousins") :]
    assert "fanfare" not in page.text
    assert "Ailleurs, des projets cousins" not in client.get("/projets/chorale").text


def test_a_project_published_or_changed_after_the_reading_finds_its_cousins_too(
    app, clerk, client, post_form, neighbour
):
    with app.app_context():
        call = make_call()
        for other in ("Repas de rue", "Café des langues", "Chorale", "Vélo-école", "Ciné-club", "Fresque", "Troc"):
            make_project(call, other, hook=f"{other} avec tout le monde")
        db.session.commit()
    link(clerk, post_form, neighbour.url("/good.json"))
    with app.app_context():
        call = db.session.query(Call).one()
        make_project(call, "Un verger pour l’école", hook="Planter des pommiers avec les enfants")
        db.session.commit()
    assert "Ailleurs, des projets cousins" not in client.get("/projets/verger-pour-l-ecole").text
    with app.app_context():
        assert compared() == 1
    assert "Ailleurs, des projets cousins" in client.get("/projets/verger-pour-l-ecole").text
    with app.app_context():
        verger = db.session.query(Project).filter_by(slug="verger-pour-l-ecole").one()
        story = Story(title="Un tricot géant", hook="Couvrir un banc de laine")
        publish_project(verger.call, verger.association, story, author="ana", project=verger)
        db.session.commit()
        assert compared() == 1
        assert compared() == 0
    assert "Ailleurs, des projets cousins" not in client.get("/projets/verger-pour-l-ecole").text


def compared():
    """Take the look of each minute; return how many neighbours were compared with ours."""
    numbers = queries.unrelated()
    for _part in relate_changed():
        db.session.commit()
    db.session.commit()
    return len(numbers)


def test_only_what_changed_is_asked_for_and_a_quiet_reading_changes_nothing_public(app, clerk, post_form, neighbour):
    neighbour.put("/marked.json", GOOD, ETag='"one"')
    page = link(clerk, post_form, neighbour.url("/marked.json"))
    with app.app_context():
        acts = db.session.query(AuditEntry).count()
    press(clerk, post_form, page, "relire")
    assert neighbour.asked[-1][1]["If-None-Match"] == '"one"'
    with app.app_context():
        assert db.session.query(AuditEntry).count() == acts + 1, "only that somebody asked"
        assert db.session.query(Cousin).count() == 2


def test_a_neighbour_that_gives_less_keeps_what_it_gave_and_it_is_said(app, clerk, client, post_form, neighbour):
    page = link(clerk, post_form, neighbour.url("/good.json"))
    neighbour.put("/good.json", FEWER)
    assert "n’est plus montré par la source" in press(clerk, post_form, page, "relire").text
    assert "La fanfare du port" in client.get("/recherche?q=fanfare").text
    assert one(app).missing == 1
    with app.app_context():
        db.session.query(Cousin).filter_by(title="La fanfare du port").one().seen_at = now() - 400 * DAY
        db.session.commit()
    press(clerk, post_form, page, "relire")
    assert "La fanfare du port" not in client.get("/recherche?q=fanfare").text


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("broken", (500, {}, b"")),
        ("not_there", (404, {}, b"")),
        ("busy", (429, {"Retry-After": "864000"}, b"")),
        ("feed_doctype", (200, {}, b"<!DOCTYPE a [<!ENTITY b 'c'>]><feed/>")),
        ("too_large", (200, {"Content-Encoding": "gzip"}, bomb(300_000))),
        ("feed_page", (200, {}, b"<html>")),
        ("address_within", (302, {"Location": "http://169.254.169.254/"}, b"")),
    ],
)
def test_a_neighbour_that_fails_keeps_its_projects_and_is_left_in_peace_for_a_while(  # noqa: PLR0913, PLR0917
    app, clerk, client, post_form, neighbour, code, answer
):
    page = link(clerk, post_form, neighbour.url("/good.json"))
    neighbour.answers["/good.json"] = answer
    assert "ne répond pas" in press(clerk, post_form, page, "relire").text
    press(clerk, post_form, page, "relire")
    failing = one(app)
    assert (failing.trouble, failing.failures) == (code, 2)
    waits = failing.next_fetch - now()
    assert 3 * DAY < waits < 11 * DAY
    assert waits > 9 * DAY or code != "busy", "who asks for ten days has them"
    assert "Un verger partagé" in client.get("/recherche?q=verger").text
    neighbour.put("/good.json", GOOD)
    press(clerk, post_form, page, "relire")
    assert (one(app).trouble, one(app).failures) == ("", 0)


def test_one_that_says_it_is_gone_is_no_longer_read(app, clerk, post_form, neighbour):
    page = link(clerk, post_form, neighbour.url("/good.json"))
    neighbour.put("/good.json", status=410)
    assert "n’existe plus" in press(clerk, post_form, page, "relire").text
    with app.app_context():
        assert list(queries.due(now() + 90 * DAY)) == []


def test_each_morning_reads_those_whose_day_has_come(app, clerk, post_form, neighbour):
    link(clerk, post_form, neighbour.url("/good.json"))
    paused = link(clerk, post_form, neighbour.put("/other.json", GOOD), "Autre")
    press(clerk, post_form, paused, "pause")

    def morning():
        neighbour.asked.clear()
        with app.app_context():
            app.extensions["jobs"].run_daily()
        return neighbour.paths()

    assert morning() == [], "both were read a moment ago"
    with app.app_context():
        db.session.query(Neighbour).update({"next_fetch": now()})
        db.session.commit()
    assert morning() == ["/good.json"]


def test_the_pages_of_a_site_like_ours_are_enough_to_find_its_projects(clerk, post_form, neighbour):
    neighbour.put("/", b"<!doctype html><title>Accueil</title>")
    neighbour.put("/donnees/projects.json", GOOD)
    assert "Un verger partagé" in clerk.get(add(clerk, post_form, neighbour.url("/"))).text


def test_the_pages_of_an_api_are_read_to_the_last(clerk, client, post_form, neighbour):
    first, second = json.loads(GOOD), json.loads(GOOD)
    first["projects"], second["projects"] = first["projects"][:1], second["projects"][1:]
    neighbour.put("/api/v1/projects", json.dumps({**first, "next": 1}).encode())
    neighbour.put("/api/v1/projects?after=1", json.dumps({**second, "next": None}).encode())
    link(clerk, post_form, neighbour.url("/api/v1/projects"))
    assert "La fanfare du port" in client.get("/recherche?q=fanfare").text


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ftp://a.example",
        "javascript:alert(1)",
        "a" * 3000,
        "http://a.example:22",
        "http://x:y@a.example",
        "é è",
        "\0",
    ],
)
def test_an_address_that_is_none_comes_back_with_a_sentence(clerk, post_form, typed):
    answer = post_form(clerk, "/gestion/voisins/", {"address": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_the_same_address_twice_is_said(clerk, post_form, neighbour):
    add(clerk, post_form, neighbour.url("/good.json"))
    assert "déjà dans la liste" in post_form(clerk, "/gestion/voisins/", {"address": neighbour.url("/good.json")}).text


def test_what_cannot_be_read_is_said_and_cannot_be_linked(app, clerk, post_form, neighbour):
    page = add(clerk, post_form, neighbour.url("/nothing.json"))
    assert "Il n’y a rien à cette adresse" in clerk.get(page).text
    with app.app_context():
        assert db.session.query(Cousin).count() == 0
    neighbour.put("/nothing.json", GOOD)
    assert "Un verger partagé" in press(clerk, post_form, page, "relire").text


def test_hostile_words_of_elsewhere_are_harmless_everywhere(clerk, client, post_form, neighbour):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> =cmd|'/c calc'!A1 jardin"
    projects = [{"id": evil, "title": evil, "hook": evil, "url": "javascript:alert(1)", "association": {"name": evil}}]
    neighbour.put("/evil.json", json.dumps({"licence": evil, "publisher": evil, "projects": projects}).encode())
    link(clerk, post_form, neighbour.url("/evil.json"), "Ailleurs")
    for address in ("/recherche?q=jardin", "/reseau", "/gestion/voisins/", "/reseau/projets.csv"):
        text = clerk.get(address).text
        assert "<img" not in text
        assert "alert(1)</script>" not in text
        assert "javascript:" not in text
    assert "jardin" in client.get("/recherche?q=jardin").text


def test_every_page_of_the_desk_is_for_staff(client, signed_in):
    for address in ("/gestion/voisins/", "/gestion/voisins/1", "/gestion/voisins.csv"):
        assert client.get(address).status_code in {302, 401, 403}
        assert signed_in().get(address).status_code in {302, 403}


def test_a_search_costs_one_query_more_however_many_projects(app, clerk, client, post_form, neighbour):
    many = [{**json.loads(GOOD)["projects"][0], "id": each} for each in range(60)]
    neighbour.put("/many.json", json.dumps({"projects": many}).encode())
    link(clerk, post_form, neighbour.url("/many.json"))
    assert client.get("/recherche?q=verger").text.count("Un verger partagé") == 30
    with app.app_context():
        assert len(queries.matching("pommiers", 6)) == 6
        assert queries.matching('" OR * NEAR( 🙂', 6) == []
        assert queries.matching("x" * 10_000, 6) == []


def test_a_backup_put_back_finds_the_projects_of_elsewhere(app, clerk, post_form, neighbour):
    link(clerk, post_form, neighbour.url("/good.json"))
    with app.app_context():
        numbers = [number for (number,) in db.session.query(Cousin.id)]
        SearchIndex("cousin").drop(numbers)
        assert queries.matching("pommiers", 6) == []
        index_cousins()
        assert [each.title for each in queries.matching("pommiers", 6)] == ["Un verger partagé"]
