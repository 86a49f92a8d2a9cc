"""A person reads, takes away and asks; an administrator gives and erases."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from sqlalchemy import select

from grants.accounts.models import Person
from grants.audit import AuditEntry
from grants.db import db
from grants.privacy.held import held
from grants.privacy.queries import trace
from tests.journeys.addresses import build
from tests.journeys.walker import Walker
from tests.privacy.planting import ADDRESS, NAME, PHONE, plant

pytestmark = pytest.mark.one_database


def archive_of(client) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(client.get("/mon-espace/mes-donnees.zip").data))


def test_all_that_is_held_of_somebody_is_in_what_they_take_away(app, monkeypatch, signed_in):
    """Round trip with the declaration: each column that is theirs, planted with unheard-of words, is in the archive."""
    town = build(app, monkeypatch)
    with app.app_context():
        plant(town.writer)
        db.session.commit()
        mine = {name for name, keys in trace(ADDRESS).rows.items() if keys}
    client = signed_in(ADDRESS)
    archive = archive_of(client)
    rows = json.loads(archive.read("donnees.json"))
    assert mine <= set(rows)
    text = archive.read("donnees.json").decode() + " ".join(archive.namelist())
    page = archive.read("lisez-moi.html").decode()
    assert NAME in page
    assert PHONE in page
    for name in mine:
        for column in held()[name].of("theirs"):
            if column in {"content", "address_key", "id_token"}:
                continue
            assert all(column in row for row in rows[name]), f"{name}.{column}"
    assert "zqxcarrier_requestrole" in text
    assert b"%PDF-1.4 a paper" in b"".join(archive.read(name) for name in archive.namelist())
    assert list(csv.reader(io.StringIO(archive.read("tableaux/person.csv").decode("utf-8-sig"))))[1][1] == ADDRESS
    assert "token" not in {key for lines in rows.values() for line in lines for key in line}


def test_somebody_asks_and_an_administrator_erases(app, signed_in):
    theirs = Walker(signed_in("lou@example.org")).open("/mon-espace").follow("Mes données")
    assert "Cochez la case" in theirs.press("Demander l’effacement").words
    assert "Vous avez demandé l’effacement" in theirs.press("Demander l’effacement", sure="on").words
    chief = Walker(signed_in("chef@port-leon.example", "admin")).open("/gestion/personnes").follow("lou@example.org")
    assert "une seconde fois" in chief.press("Effacer pour toujours", again="autre@example.org").words
    assert "C’est effacé" in chief.press("Effacer pour toujours", again="lou@example.org").words
    assert "Personne n’attend de réponse" in chief.words
    assert theirs.open("/mon-espace/mes-donnees").address.startswith("/connexion")
    with app.app_context():
        acts = db.session.scalars(select(AuditEntry.act)).all()
        assert {"erasure_asked", "person_erased"} <= set(acts)
        assert not db.session.scalars(select(Person).filter_by(email="lou@example.org")).all()
