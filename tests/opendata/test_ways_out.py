"""Each way out of the data: the State's columns, the filters, the feeds, the cards for other sites, the archive."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator
from stdnum import luhn

from grants.db import db
from grants.domain import scdl, state_file
from grants.opendata.models import PublishedCount
from grants.opendata.openapi import description
from grants.voices.models import Hand, Voice
from tests.giving_rules import GRANT, PACKAGE
from tests.opendata.test_open_files import ATOM, SIRETS, vote
from tests.scdl_validator import errors_of
from tests.town import make_association, make_call, make_project

XHTML = "<script>alert(1)</script>"
HOSTILE = f'=cmd|"/c calc"!A1 {XHTML} \x07 ]]> \r\nATTACH:http://evil.example'


@pytest.fixture
def town(app):
    """Return nothing: two voted projects of two themes, one of them with hostile words."""
    with app.app_context():
        call = make_call()
        projects = [
            make_project(call, "Jardin", make_association("Asso", siret=SIRETS[0]), themes=("environnement",)),
            make_project(call, HOSTILE, make_association(HOSTILE, siret=SIRETS[3]), hook=HOSTILE, themes=("culture",)),
        ]
        vote(call, projects)
        db.session.commit()


def generated(number, chance):
    """Give voted grants as a town might: joint ones, equal ones, wide RNA, damaged SIRET, hostile words."""
    words = [
        "Fête de quartier",
        "Jardin partagé",
        "=1+1",
        "@SUM(A1)",
        "-2+3",
        "x" * 300,
        "Récit\r\nde vie",
        'dit "ici"; là',
    ]
    for place in range(number):
        recipients = []
        for _recipient in range(chance.choice([1, 1, 1, 1, 2, 3, 7])):
            base = f"{chance.randrange(10**8):08d}"
            siren = base + luhn.calc_check_digit(base)
            siret = siren + "0001" + luhn.calc_check_digit(siren + "0001")
            kept = chance.choice([siret, siret, siret, "", "12345678901234", "4.5e13"])
            rna = chance.choice(["", "W291000123", "W2A1000123", "W9C1234567"])
            recipients.append(scdl.Recipient(chance.choice(words), kept, rna, chance.randrange(1, 10**6)))
        day = date(2004, 12, 1) + timedelta(days=chance.randrange(8000))
        cash, kind = chance.choice([(0, 5_000), (120_050, 0), (230_000, 9_999), (1, 0)])
        told = chance.choice(words)
        yield scdl.VotedGrant(
            f"{place}", "Ville", "21290999800008", day, "2026-1", told, cash, kind, tuple(recipients), day, day
        )


@pytest.mark.one_database
def test_ten_thousand_generated_awards_have_no_fault_and_split_joint_projects():
    grants = list(generated(10_000, random.Random(6)))  # noqa: S311 - a draw that can be made again
    lines = list(scdl.lines(grants))
    assert errors_of("".join(scdl.csv_text(lines))) == []
    without = scdl.left_out(grants)
    assert len(lines) + len(without) == sum(len(grant.recipients) for grant in grants)
    assert len(set(lines)) == len(lines) > 10_000


@pytest.mark.usefixtures("town")
def test_the_state_s_file_has_forty_columns_and_one_line_per_recipient(client):
    answer = client.get("/donnees/subventions-etat.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(state_file.COLUMNS) == len(set(state_file.COLUMNS)) == 40
    assert [tuple(row) for row in rows] == [state_file.COLUMNS] * 2
    assert rows[0]["idEtablissementBeneficiaire"] == SIRETS[0]
    assert rows[0]["montantAccorde"] == rows[0]["montantTotal"] == "1200.50"
    assert rows[1]["objet"].startswith("'=")


@pytest.mark.usefixtures("town")
def test_filters_mean_the_same_in_the_list_the_api_the_table_the_map_and_the_feed(client):
    query = "?theme=environnement"
    assert [each["title"] for each in client.get(f"/api/v1/projects{query}").json["projects"]] == ["Jardin"]
    assert [each["title"] for each in client.get(f"/projets.json{query}").json["projects"]] == ["Jardin"]
    assert len(client.get(f"/donnees/projects.geojson{query}").json["features"]) == 1
    table = client.get(f"/projets.csv{query}").text.splitlines()
    assert len(table) == 2
    assert "Jardin" in table[1]
    feed = ET.fromstring(client.get(f"/flux/projets.atom{query}").data)  # noqa: S314 - our own feed
    assert feed.findtext(f"{ATOM}title").endswith("– Environnement et alimentation")
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == ["Jardin"]
    own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == [f"http://localhost/flux/projets.atom{query}"]


def test_a_feed_of_many_pages_is_valid_and_its_entries_keep_their_ids(client, app):
    with app.app_context():
        call, crowd = make_call(), make_association()
        for number in range(60):
            make_project(call, f"Projet {number}", crowd)
        db.session.commit()
    seen, address = [], "/flux/projets.atom"
    while address:
        feed = ET.fromstring(client.get(address).data)  # noqa: S314 - our own feed
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert len(links) == len(feed.findall(f"{ATOM}link"))
        seen += [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        for moment in feed.iter(f"{ATOM}updated"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", moment.text)
        address = links.get("next", "").removeprefix("http://localhost")
    assert len(set(seen)) == len(seen) == 60
    assert all(re.fullmatch(r"tag:localhost,\d{4}-\d\d-\d\d:projet:\d+", each) for each in seen)


@pytest.mark.usefixtures("town")
def test_the_calendar_of_a_year_has_stable_ids_and_folded_lines(client):
    answer = client.get("/appels/2026/agenda.ics")
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert len({str(event["uid"]) for event in events}) == len(events) > 5
    assert answer.data == client.get("/appels/2026/agenda.ics").data
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75
    assert client.get("/appels/1999/agenda.ics").status_code == 404


@pytest.mark.usefixtures("town")
def test_other_sites_may_read_ask_first_and_hear_that_nothing_changed(client):
    for path in (
        "/api/v1/projects",
        "/api/v1/projects/1",
        "/api/v1/associations",
        "/api/v1/calls",
        "/donnees/tout.zip",
    ):
        asked = client.options(path)
        assert asked.headers["Access-Control-Allow-Origin"] == "*", path
        assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
        first = client.get(path)
        assert first.status_code == 200, path
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304, path
        assert client.head(path).status_code == 200
    lost = client.get("/api/v1/projects/999")
    assert (lost.status_code, lost.headers["Access-Control-Allow-Origin"]) == (404, "*")


@pytest.mark.usefixtures("town")
def test_every_answer_of_the_api_is_the_one_described(client):
    told = description("http://localhost/api/v1", "L", "http://localhost/l")
    answers = {"/projects": "", "/projects/{id}": "", "/associations": "", "/words": "", "/commons": "", "/calls": ""}
    slug = client.get("/api/v1/projects").json["projects"][0]["slug"]
    for path in answers:
        wanted = told["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**wanted, "components": told["components"]}
        answer = client.get("/api/v1" + path.replace("{id}", slug))
        Draft202012Validator(whole).validate(answer.json)


@pytest.mark.usefixtures("town")
def test_a_project_s_card_on_another_site_is_words_and_one_link(client):
    slug = client.get("/api/v1/projects?theme=culture").json["projects"][0]["slug"]
    told = client.get(f"/oembed?url=http://localhost/projets/{slug}&maxwidth=300").json
    assert (told["type"], told["version"], told["width"]) == ("rich", "1.0", 300)
    assert "<script" not in told["html"]
    assert "&lt;script&gt;" in told["html"]
    written = client.get(f"/oembed?url=http://localhost/projets/{slug}&format=xml")
    assert ET.fromstring(written.data).findtext("html") is not None  # noqa: S314 - our own answer
    for url in ("http://evil.example/projets/jardin", "http://[", "javascript:alert(1)", "http://localhost/projets/x"):
        assert client.get("/oembed", query_string={"url": url}).status_code == 404
    assert client.get("/oembed?format=yaml").status_code == 501
    assert "/oembed?url=" in client.get(f"/projets/{slug}").text
    assert client.get("/donnees/embarquer").status_code == 200


@pytest.mark.usefixtures("town")
def test_everything_at_once_carries_its_licence_and_its_checksums(client):
    with zipfile.ZipFile(io.BytesIO(client.get("/donnees/tout.zip").data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert {each["name"] for each in manifest["files"]} | {"manifest.json"} == set(archive.namelist())
    assert manifest["licence"]["name"] == "Licence Ouverte 2.0"


@pytest.mark.usefixtures("town")
def test_a_file_shorter_than_it_was_says_by_how_much_and_why(client, app):
    with app.app_context():
        counts = (("2026-01-01", 10, 0), ("2026-02-01", 7, 2))
        for day, records, left_out in counts:
            count = {"day": date.fromisoformat(day), "records": records, "left_out": left_out}
            db.session.add(PublishedCount(name="subventions.csv", **count))
        db.session.commit()
    page = re.sub(r"\s+", " ", client.get("/en/donnees/").text)
    assert "3 lines fewer than on 1 January 2026" in page
    assert "2 recipients no longer have a number that the schema accepts and 1 grant was taken back" in page


@pytest.mark.usefixtures("town")
def test_360giving_keeps_the_rules_of_its_schema(client):
    package = client.get("/donnees/360giving.json").json
    Draft202012Validator(PACKAGE).validate(package)
    assert len(package["grants"]) == 2
    for broken in ({"amountAwarded": "1200"}, {"awardDate": "2026-13-03"}, {"dateModified": "2026-12-03"}):
        assert not Draft202012Validator(GRANT).is_valid({**package["grants"][0], **broken})


@pytest.mark.usefixtures("town")
def test_shown_words_leave_without_their_contact_and_held_ones_do_not(client, app):
    with app.app_context():
        hand = Hand(key="k", name="Ana")
        db.session.add(hand)
        db.session.flush()
        said = {"project_id": 1, "hand_id": hand.id, "contact": "ana@example.org", "name": "Ana"}
        for place, (kind, state) in enumerate((("comment", "shown"), ("news", "held"), ("help", "shown"))):
            words = f"{HOSTILE} {state} {kind}"
            db.session.add(Voice(once=str(place), kind=kind, words=words, state=state, **said))
        db.session.commit()
    leaving = ("/api/v1/words", "/flux/paroles.atom", "/paroles.csv")
    answers = [client.get(address).text for address in leaving]
    for text in answers:
        assert "shown comment" in text
        assert "held" not in text
        assert "shown help" not in text
        assert "ana@example.org" not in text
    assert len(ET.fromstring(answers[1]).findall(f"{ATOM}entry")) == 1  # noqa: S314 - our own feed
