"""A project carried by several associations is said once at the desk, and told so wherever its award is."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import func, select

from grants.accounts.models import Association
from grants.audit import AuditEntry
from grants.budget.models import Award, Deliberation, LedgerEntry
from grants.db import db
from grants.demo.content import siret_of
from grants.projects.models import Project
from tests.audit.watching import transactions, without_act
from tests.conftest import csrf_token
from tests.scdl_validator import errors_of

PAGE = "/gestion/budget/2026/dossiers/2026-0001/associations"
NEW = siret_of(77)


@pytest.fixture
def clerk(files, signed_in):
    """Return a browser of the staff, before the council votes for the first file."""
    assert files
    return signed_in("agent@port-leon.example", "staff")


def send(client, **typed):
    token = csrf_token(client.get(PAGE).text)
    return client.post(PAGE, data={"csrf_token": token, "once": "x" * 22, **typed}, follow_redirects=True)


def vote(app, files, cents=100_001):
    with app.app_context():
        project = db.session.scalars(select(Project).where(Project.slug == "projet-1")).one()
        act = Deliberation(call_id=project.call_id, number="2026-118", voted_on=project.call.council_on)
        db.session.add(act)
        db.session.flush()
        db.session.add(Award(project_id=project.id, application_id=files[1], deliberation_id=act.id, voted_cents=cents))
        db.session.commit()


def ids(app):
    """Return the numbers of the associations that carry the first project, and how many acts and lines are kept."""
    with app.app_context():
        project = db.session.scalars(select(Project).where(Project.slug == "projet-1")).one()
        carriers = [project.association_id, *(each.association_id for each in project.partners)]
        acts = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "project_shared")).all()
        return carriers, len(acts), db.session.scalar(select(func.count()).select_from(LedgerEntry))


def rows(client, address):
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


def test_a_joint_project_is_told_with_its_parts_wherever_its_award_is(app, files, clerk, client):
    lines = ids(app)[2]
    assert "Ajouter une association" in clerk.get(PAGE).text
    assert "déjà connue" in send(clerk, name="Les Amis n° 2").text
    send(clerk, name="Le Fournil", number=NEW)
    carriers, acts, _lines = ids(app)
    assert (len(carriers), acts) == (3, 2)
    assert "Les parts s’écrivent quand le conseil a voté." in send(clerk, parts="1").text
    vote(app, files)
    page = clerk.get(PAGE).text
    assert page.count("333,34") + page.count("333,33") == 6

    typed = {f"part_{number}": sum_ for number, sum_ in zip(carriers, ("500", "300,01", "200"), strict=True)}
    wrong = send(clerk, parts="1", **{**typed, f"part_{carriers[2]}": "199,99"})
    assert wrong.status_code == 422
    assert "Elles doivent être égales." in wrong.text
    assert "199,99" in wrong.text
    assert "Les parts sont enregistrées." in send(clerk, parts="1", **typed).text
    assert ids(app) == (carriers, 3, lines)
    assert "Associations qui portent un projet" in clerk.get("/gestion/journal").text

    assert "Avec : Les Amis n° 2, Le Fournil" in client.get("/projets/projet-1").text.replace("\u00a0", " ")
    text = client.get("/donnees/subventions.csv").text
    assert errors_of(text) == []
    told = [
        (row["nomBeneficiaire"], row["montant"], row["pourcentageSubvention"])
        for row in rows(client, "/donnees/subventions.csv")
    ]
    assert told == [
        ("Les Amis n° 1", "1000.01", "0.50"),
        ("Les Amis n° 2", "1000.01", "0.30"),
        ("Le Fournil", "1000.01", "0.20"),
    ]
    gathered = [row["montantAccorde"] for row in rows(client, "/donnees/subventions-etat.csv")]
    assert gathered == ["500.00", "300.01", "200.00"]
    given = client.get("/donnees/360giving.json").json["grants"][0]
    assert [each["name"] for each in given["recipientOrganization"]] == [each[0] for each in told]
    record = next(each for each in client.get("/donnees/projects.json").json["projects"] if each["slug"] == "projet-1")
    assert "Les Amis n° 2, Le Fournil" in client.get("/projets.csv").text
    assert [each["name"] for each in record["partners"]] == ["Les Amis n° 2", "Le Fournil"]
    assert record["awards"][0]["parts_cents"] == [50_000, 30_001, 20_000]


def test_who_is_taken_off_leaves_equal_parts_and_what_is_wrong_is_said(app, files, clerk):
    assert "vérifiez-le" in send(clerk, name="Le Fournil", number="123").text
    assert "écrivez aussi son nom" in send(clerk, number=NEW).text
    assert "écrivez aussi son SIRET" in send(clerk, name="Personne").text
    assert "porte déjà ce projet" in send(clerk, name="Les Amis n° 1").text
    send(clerk, number=siret_of(2))
    vote(app, files)
    carriers, acts, lines = ids(app)
    first, second = carriers
    send(clerk, parts="1", **{f"part_{first}": "1 000", f"part_{second}": "0,01"})
    send(clerk, name="Les Amis n° 3")
    changed = send(clerk, parts="1", **{f"part_{first}": "1 000", f"part_{second}": "0,01"})
    assert changed.status_code == 422
    with transactions(app) as done:
        send(clerk, off=str(second))
    assert done
    assert without_act(done) == set()
    assert ids(app)[0][0] == first
    assert len(ids(app)[0]) == 2
    assert ids(app)[1:] == (acts + 3, lines)
    assert "500,01" in clerk.get(PAGE).text
    with app.app_context():
        assert db.session.scalar(select(Association.id).where(Association.siret == NEW)) is None
