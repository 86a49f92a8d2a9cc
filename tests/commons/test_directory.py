"""The directory of commons: what reports gave, found by its words, its kind, its licence, with thanks to its makers."""

from __future__ import annotations

import csv
import io

import pytest

from grants.applications.models import Application
from grants.db import db
from grants.domain.commons import Entry, Wanted, chosen, counts
from grants.projects.search import stem
from grants.projects.services import take_off
from grants.reports.models import Report, ReportVersion
from tests.town import make_association, make_call, make_project

ENTRIES = [
    Entry("Le guide de l’écoute", "guide", "CC BY-SA 4.0", ("culture",), 2026),
    Entry("Des plans de composteurs", "plans", "CC0 1.0", ("environnement",), 2025),
    Entry("Les récits d’un quartier", "story", "?", ("culture",), 2025),
]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (Wanted(), [0, 1, 2]),
        (Wanted(text="GUIDES"), [0]),
        (Wanted(text="ecoute guide"), [0]),
        (Wanted(text="compost"), [1]),
        (Wanted(text="recit quartiers"), [2]),
        (Wanted(text="guide compost"), []),
        (Wanted(text="?!😀"), []),
        (Wanted(kind="plans"), [1]),
        (Wanted(theme="culture", year=2025), [2]),
        (Wanted(licence="?"), [2]),
    ],
)
def test_commons_are_found_by_words_and_by_what_they_are(wanted, places):
    assert chosen(ENTRIES, wanted, stem) == places


@pytest.mark.one_database
def test_each_choice_says_what_it_would_show():
    told = counts(ENTRIES, Wanted(theme="culture"), stem)
    assert told["kind"] == {"guide": 1, "story": 1}
    assert told["theme"] == {"culture": 2, "environnement": 1}


def give(project, *gifts, sendings=1, state="sent"):
    """Have a project report what it gives: (title, link, kind, licence); the last sending is the one that counts."""
    file = Application(
        public_id=f"f{project.id}", call=project.call, association=project.association, project=project, answers={}
    )
    project.gave_commons = True
    report = Report(application=file, state=state)
    db.session.add(report)
    db.session.flush()
    answers = {
        f"gift_{row}_{part}": value
        for row, gift in enumerate(gifts, start=1)
        for part, value in zip(("title", "link", "kind", "licence"), gift, strict=True)
    }
    for number in range(1, sendings + 1):
        said = answers if number == sendings else {"gift_1_title": "Ancien titre"}
        db.session.add(ReportVersion(report_id=report.id, number=number, answers=said))
    db.session.flush()


@pytest.fixture
def commons(app):
    """Three reports: one gives two things, one is hidden with its project, one is not sent yet."""
    with app.app_context():
        call, old = make_call(), make_call(2025)
        garden = make_project(call, "Un jardin", make_association("Les Mains vertes"), themes=("environnement",))
        give(
            garden,
            ("Plans d’un composteur", "www.jardin.example/plans", "plans", "CC0 1.0"),
            ("<b>Le guide</b>", "javascript:alert(1)", "guide", "none"),
            sendings=2,
        )
        choir = make_project(old, "Une chorale", make_association("Kan ar Mor"), carried_group="Les voisines")
        give(choir, ("Vingt chants", "https://chants.example/", "pictures", ""))
        gone = make_project(call, "Parti", make_association("Partie"))
        give(gone, ("Chose partie", "", "other", "none"))
        take_off(gone)
        give(make_project(call, "En cours", make_association("Lente")), ("Pas encore", "", "guide", ""), state="draft")
        db.session.commit()


@pytest.mark.usefixtures("commons")
def test_the_directory_thanks_those_who_made_what_is_given(client):
    page = client.get("/communs").text
    assert "3 communs" in page
    assert page.index("Plans d’un composteur") < page.index("Vingt chants")
    assert "Les voisines, avec Kan ar Mor" in page
    assert 'href="https://www.jardin.example/plans"' in page
    assert "https://creativecommons.org/publicdomain/zero/1.0/deed.fr" in page
    for absent in ("Ancien titre", "Chose partie", "Pas encore", "<b>", 'href="javascript'):
        assert absent not in page


@pytest.mark.usefixtures("commons")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=composteurs", "Plans d’un composteur"),
        ("q=mains+vert&genre=plans", "Plans d’un composteur"),
        ("annee=2025", "Vingt chants"),
        ("licence=%3F", "Vingt chants"),
        ("theme=environnement&genre=guide", "Le guide"),
    ],
)
def test_one_thing_is_found_by_several_ways(client, query, shown):
    page = client.get(f"/communs?{query}").text
    assert "1 commun<" in page
    assert shown in page


@pytest.mark.usefixtures("commons")
@pytest.mark.parametrize(
    "query", ["annee=zz", "annee=٢٠٢٦", "genre=x", "licence=x", "theme=%00", "page=-1", "page=9e9"]
)
def test_an_odd_address_shows_everything(client, query):
    answer = client.get(f"/communs?{query}")
    assert answer.status_code == 200
    assert "3 communs" in answer.text


@pytest.mark.usefixtures("commons")
def test_the_directory_leaves_as_on_screen(client):
    written = client.get("/communs.csv?genre=plans").text.lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(written), delimiter=";"))
    assert len(rows) == 2
    assert "Plans d’un composteur" in rows[1]
    told = client.get("/communs.json").json["commons"]
    assert [each["kind"] for each in told] == ["plans", "guide", "pictures"]
    assert told[0]["project"]["url"].endswith("/projets/jardin")
    assert told[0]["licence"] == "CC0 1.0"
    assert told[1]["url"] is None
    assert client.get("/communs.ods").status_code == 200
    assert client.get("/communs.exe").status_code == 404


@pytest.mark.usefixtures("commons")
def test_programs_read_the_directory_page_by_page(client, monkeypatch):
    monkeypatch.setattr("grants.commons.views.directory.PAGE", 2)
    first = client.get("/api/v1/commons?genre=").json
    assert first["parameter"] == "genre"
    first = client.get("/api/v1/commons")
    assert [each["title"] for each in first.json["commons"]] == ["Plans d’un composteur", "<b>Le guide</b>"]
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert f'after={first.json["next"]}>; rel="next"' in first.headers["Link"]
    rest = client.get("/api/v1/commons", query_string={"after": first.json["next"]})
    assert [each["title"] for each in rest.json["commons"]] == ["Vingt chants"]
    assert rest.json["next"] is None
    etag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/v1/commons", headers=etag).status_code == 304
    assert (
        client.get("/api/v1/commons?after=zz").status_code == client.get("/api/v1/commons?theme=É").status_code == 400
    )
    assert [each["year"] for each in client.get("/api/v1/commons?annee=2025").json["commons"]] == [2025]


@pytest.mark.usefixtures("commons")
def test_the_page_of_a_project_tells_what_it_gave(client):
    page = client.get("/projets/jardin").text
    assert "Donné en commun" in page
    assert 'href="/communs"' in page


@pytest.mark.one_database
def test_a_town_without_commons_says_when_they_come(client):
    assert "Les premiers communs" in client.get("/communs").text
