"""What leaves the house is valid, complete, and readable by other people's tools."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date, time
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

from grants.accounts.models import Association
from grants.budget.models import Award, Deliberation
from grants.db import db
from grants.opendata.openapi import PROJECT
from grants.plenary.models import Plenary
from tests.scdl_validator import errors_of
from tests.town import make_association, make_call, make_project

ATOM = "{http://www.w3.org/2005/Atom}"
SIRETS = ["38047555800058", "", "45032466000000", "78247179100015"]


def vote(call, projects, number="2026-12-114", cents=120_050, in_kind=0):
    act = Deliberation(call_id=call.id, number=number, voted_on=call.council_on)
    db.session.add(act)
    db.session.flush()
    for project in projects:
        db.session.add(Award(project_id=project.id, deliberation_id=act.id, voted_cents=cents, in_kind_cents=in_kind))


@pytest.fixture
def town(app):
    """Return nothing: four voted projects (one without any number), one not yet voted."""
    with app.app_context():
        call = make_call()
        voted = [
            make_project(
                call,
                title,
                make_association(f"Asso {place}", siret=siret or None, rna="W291000123" if place == 2 else None),
                hook="Ensemble",
                what="=1+1 et un long récit",
                neighbourhoods=("bellevue",),
                themes=("culture",),
            )
            for place, (title, siret) in enumerate(
                zip(["Jardin", "=SOMME(A1)", "Sans SIRET valide", "Avec <b> & \x07"], SIRETS, strict=True)
            )
        ]
        vote(call, voted, in_kind=5_000)
        make_project(call, "En attente", licence="none", what="Texte réservé")
        make_project(make_call(2025), "Même nom")
        db.session.commit()


@pytest.mark.usefixtures("town")
def test_the_national_file_is_valid_and_holds_every_vote_that_can_be_told(client):
    answer = client.get("/donnees/subventions.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    text = answer.data.decode()
    assert errors_of(text) == []
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["objet"] for row in rows] == ["Jardin", "Sans SIRET valide", "Avec <b> &"]
    assert rows[0]["montant"] == "1250.50"
    assert rows[0]["nature"] == "aide en numéraire;aide en nature"
    assert "Asso 1" in client.get("/donnees/").text


def test_past_grants_are_ours_to_publish_only_when_our_town_gave_them(client, app):
    with app.app_context():
        dates = {"imported": True, "territory": "poitiers"}
        for scheme, name in (("subventions-ville-de-poitiers", "Ours"), ("subventions-roques", "Theirs")):
            call = make_call(2017, scheme=scheme, **dates)
            project = make_project(call, name, make_association(name, siret=SIRETS[0]))
            vote(call, [project], number="2017-1")
        db.session.commit()
    assert errors_of(client.get("/donnees/subventions.csv?historique=1").text) == []
    assert "Ours" in client.get("/donnees/subventions.csv?historique=1").text
    assert "Theirs" not in client.get("/donnees/subventions.csv?historique=1").text
    assert "Ours" not in client.get("/donnees/subventions.csv").text
    with app.app_context():
        for association in db.session.query(Association):
            association.siret = None
        db.session.commit()
    assert "1 subvention n’y est pas" in client.get("/donnees/").text


def test_what_a_damaged_number_keeps_out_of_the_national_file_stands_whole_in_another(client, app):
    damaged = ("45032466000000.0", "45032466100000.0", "")
    with app.app_context():
        call = make_call(2017, scheme="subventions-ville-de-poitiers", imported=True, territory="poitiers")
        numbered = make_project(call, "Entier", make_association("Entière", siret=SIRETS[0]))
        others = [
            make_project(call, f"Abîmé {at}", make_association(f"A{at}", siret_given=g)) for at, g in enumerate(damaged)
        ]
        vote(call, [numbered, *others], number="2017-1")
        db.session.commit()
    national = list(csv.DictReader(io.StringIO(client.get("/donnees/subventions.csv?historique=1").text)))
    rest = list(csv.DictReader(io.StringIO(client.get("/donnees/subventions-a-completer.csv").text)))
    assert {row["objet"] for row in national} == {"Entier"}
    assert [row["objet"] for row in rest] == ["Abîmé 0", "Abîmé 1", "Abîmé 2"]
    assert [row["sirenBeneficiaire"] for row in rest] == ["450324660", "", ""], "a wrong check digit proves nothing"
    assert {row["idBeneficiaire"] for row in rest} == {""}, "lost digits are never invented"
    assert list(rest[0])[:-1] == list(national[0])
    assert "subventions-a-completer.csv" in client.get("/donnees/").text
    assert "450324660" not in client.get("/donnees/subventions.csv?historique=1").text


@pytest.mark.usefixtures("town")
def test_the_360giving_package_has_its_required_fields(client):
    package = client.get("/donnees/360giving.json").json
    assert len(package["grants"]) == 4
    for grant in package["grants"]:
        for field in ("id", "title", "description", "currency", "amountAwarded", "awardDate"):
            assert grant[field]
        assert grant["recipientOrganization"][0]["id"]
        assert grant["url"].startswith("http://localhost/projets/")
    assert len({grant["id"] for grant in package["grants"]}) == 4


@pytest.mark.usefixtures("town")
def test_projects_leave_as_json_without_the_words_their_authors_reserved(client):
    found = {each["title"]: each for each in client.get("/donnees/projects.json").json["projects"]}
    assert found["En attente"]["what"] == ""
    assert found["En attente"]["awards"] == []
    assert found["Jardin"]["what"]
    assert found["Jardin"]["awards"][0]["voted_cents"] == 120_050


@pytest.mark.usefixtures("town")
def test_geojson_places_projects_at_their_quarters_longitude_first(client):
    features = client.get("/donnees/projects.geojson").json["features"]
    assert features[0]["geometry"] == {"type": "MultiPoint", "coordinates": [[-4.472, 48.414]]}
    assert features[-1]["geometry"] is None


@pytest.mark.usefixtures("town")
def test_the_feed_is_valid_atom(client):
    answer = client.get("/flux/projets.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.data)  # noqa: S314 - our own feed
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(ATOM + name)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 6
    for entry in entries:
        for name in ("id", "title", "updated"):
            assert entry.findtext(ATOM + name)
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 6


def test_the_calendar_has_whole_days_and_the_plenary_at_its_hour(client, app):
    with app.app_context():
        call = make_call()
        db.session.add(
            Plenary(call_id=call.id, held_on=date(2027, 1, 30), starts_at=time(13, 45), place="Salle, du « quai »")
        )
        db.session.commit()
    calendar = Calendar.from_ical(client.get("/agenda.ics").data)
    events = {str(event["uid"]).split("-")[1].split("@")[0]: event for event in calendar.walk("VEVENT")}
    assert events["council"]["dtstart"].dt == date(2026, 12, 3)
    assert events["filing"]["dtend"].dt == date(2026, 9, 16)
    assert events["plenary"]["dtstart"].dt.isoformat() == "2027-01-30T13:45:00+01:00"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]


def test_every_file_opens_in_an_empty_town(client):
    for path in (
        "/donnees/",
        "/donnees/subventions.csv",
        "/donnees/360giving.json",
        "/donnees/projects.json",
        "/donnees/projects.geojson",
        "/flux/projets.atom",
        "/agenda.ics",
        "/api/v1/",
        "/api/v1/openapi.json",
        "/api/v1/projects",
    ):
        assert client.get(path).status_code == 200, path


def test_the_api_gives_fifty_at_a_time_and_each_once(client, app):
    with app.app_context():
        call = make_call()
        crowd = make_association()
        for number in range(107):
            make_project(call, f"Projet {number}", crowd)
        db.session.commit()
    seen, query = [], ""
    for _page in range(5):
        page = client.get(f"/api/v1/projects{query}").json
        seen += [project["id"] for project in page["projects"]]
        query = f"?after={page['next']}"
        if page["next"] is None:
            break
    assert len(seen) == len(set(seen)) == 107


@pytest.mark.usefixtures("town")
def test_the_api_answers_what_its_description_says(client):
    Draft202012Validator.check_schema(PROJECT)
    answer = client.get("/api/v1/projects?annee=2026")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    for project in answer.json["projects"]:
        Draft202012Validator(PROJECT).validate(project)
    again = client.get("/api/v1/projects?annee=2026", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "query", ["after=abc", "after=-1", "after=cDk5OTk5OTk5OTk5", "annee=٢٠٢٦", "annee=1", "after=", "theme=A%20B", "q="]
)
def test_the_api_tells_what_parameter_is_wrong(client, query):
    answer = client.get(f"/api/v1/projects?{query}")
    assert answer.status_code == 400
    assert answer.json["parameter"] == query.split("=")[0]


@pytest.mark.usefixtures("town")
def test_the_export_writes_every_file_and_a_manifest_that_is_true(app, tmp_path):
    result = app.test_cli_runner().invoke(args=["opendata", "export", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    names = ["subventions.csv", "360giving.json", "projects.json", "projects.geojson", "projets.atom"]
    names += ["subventions-etat.csv", "agenda.ics"]
    assert [each["name"] for each in manifest["files"]] == names
    for each in manifest["files"]:
        content = (tmp_path / "out" / each["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each["sha256"]
    assert errors_of((tmp_path / "out" / "subventions.csv").read_bytes().decode()) == []
    assert manifest["licence"]["name"] == "Licence Ouverte 2.0"
    assert manifest["left_out_of_subventions"] == [
        {"number": manifest["left_out_of_subventions"][0]["number"], "recipient": "Asso 1"}
    ]


@pytest.mark.usefixtures("town")
def test_an_export_shorter_than_the_last_says_so(app, tmp_path):
    run = app.test_cli_runner()
    run.invoke(args=["opendata", "export", str(tmp_path)])
    with app.app_context():
        for association in db.session.query(Association).filter_by(name="Asso 0"):
            association.siret = None
        db.session.commit()
    assert "subventions.csv held 3 records before" in run.invoke(args=["opendata", "export", str(tmp_path)]).stderr


def test_an_export_to_nowhere_ends_with_one_line(app):
    result = app.test_cli_runner().invoke(args=["opendata", "export", "/proc/nowhere"])
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
