"""Printing from the desk: asked for, made behind, found again, given to whom it is for."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from grants.audit import AuditEntry
from grants.db import db, now
from grants.plenary import queries, services
from grants.plenary.models import Printed
from grants.plenary.prints.catalogue import PRINTS
from grants.plenary.services import printing
from tests.plenary.evening import YEAR, a_town

pytestmark = pytest.mark.one_database

PUBLIC = f"/pleniere/{YEAR}"
PRINTED = f"/gestion/pleniere/{YEAR}/impressions"
OUT = f"/gestion/pleniere/{YEAR}/imprimer"


@pytest.fixture
def evening(app):
    """Return the number of a published evening."""
    with app.app_context():
        plenary = services.prepare(a_town())
        services.add_guest(plenary, "Awena la voisine")
        services.publish(services.build_programme(plenary, seconds=0.2, seed=1))
        db.session.commit()
        return plenary.id


@pytest.fixture
def staff(signed_in):
    return signed_in("staff@example.org", "staff")


def test_staff_ask_and_download_and_everybody_reads_the_booklet(app, client, evening, staff, post_form):
    assert client.get(f"{PUBLIC}/livret-a5.pdf").status_code == 404
    assert "Télécharger" not in staff.get(PRINTED).text
    assert staff.get(f"{OUT}/a5.pdf").location.endswith("/impressions")
    for kind in ("a5", "plan"):
        assert post_form(staff, PRINTED, {"kind": kind}).status_code == 302
        assert staff.get(f"{OUT}/{kind}.pdf", buffered=True).data.startswith(b"%PDF")
    page = staff.get(PRINTED).text
    assert page.count("Télécharger") == 2
    assert "À refaire" not in page
    assert "Le livret (PDF)" in client.get(PUBLIC).text
    assert b"Awena" not in client.get(f"{PUBLIC}/livret-a5.pdf", buffered=True).data
    for never in (f"{PUBLIC}/livret-plan.pdf", f"{PUBLIC}/livret-badges.pdf", PRINTED, f"{OUT}/plan.pdf"):
        assert client.get(never).status_code in {302, 404}
    for odd in ("affiche.zip", "soiree.pdf", "a6.pdf", "%00.pdf", "soiree-sans-reseau.pdf"):
        assert staff.get(f"{OUT}/{odd}").status_code == 404
    with app.app_context():
        acts = db.session.query(AuditEntry).filter_by(act="prints_asked").order_by(AuditEntry.id)
        assert [act.details for act in acts] == [{"kinds": ["a5"]}, {"kinds": ["plan"]}]
        plenary = db.session.get(queries.plenary_of_year(YEAR).__class__, evening)
        queries.projects_of(plenary.call)[0].what = "Un texte tout neuf."
        db.session.commit()
    assert staff.get(PRINTED).text.count("À refaire") == 2


@pytest.mark.usefixtures("evening")
def test_an_odd_print_is_said_and_each_has_its_words_in_both_languages(staff, post_form):
    for kind in ("", "a6", "\x00", "a" * 10_000):
        answer = post_form(staff, PRINTED, {"kind": kind})
        assert answer.status_code == 422
        assert "Choisissez l’un des imprimés" in answer.text
    french, english = staff.get(PRINTED).text, staff.get(f"/en{PRINTED}").text
    assert french.count("<h3>") == english.count("<h3>") == len(PRINTS)
    assert "Table signs" in english


def test_everything_is_asked_with_the_bundle_and_a_stopped_press_goes_on(app, evening, staff, var_folder):
    with app.app_context():
        plenary = queries.plenary_of_year(YEAR)
        printing.ask(plenary, [printing.BUNDLE])
        db.session.commit()
        work = printing.print_asked(evening, "https://town.example", str(var_folder))
        for _part in range(2):
            next(work)
            db.session.commit()
        work.close()
        progress = queries.progress_of(queries.prints_of(plenary).values())
        assert (progress.made, progress.asked, progress.stuck) == (1, len(printing.KINDS), False)
        assert "1 sur 13" in staff.get(PRINTED).text
        for row in queries.prints_of(plenary).values():
            row.asked_at -= timedelta(hours=1)
            row.made_at = row.made_at and row.asked_at + timedelta(seconds=1)
            if row.kind not in {"affiche", "plan", printing.BUNDLE}:
                db.session.delete(row)
        db.session.commit()
    assert "L’impression s’est arrêtée" in staff.get(PRINTED).text
    with app.app_context():
        for _part in printing.print_asked(evening, "https://town.example", str(var_folder)):
            db.session.commit()
        rows = queries.prints_of(queries.plenary_of_year(YEAR))
        assert all(row.made_at and not row.trouble for row in rows.values())
    given = staff.get(f"{OUT}/soiree-sans-reseau.zip", buffered=True)
    names = zipfile.ZipFile(BytesIO(given.data)).namelist()
    assert [name for name in names if name.endswith(".pdf")] == ["a-imprimer/01-affiche.pdf", "a-imprimer/02-plan.pdf"]


def test_a_print_that_cannot_be_made_is_said_and_the_others_follow(app, evening, staff, monkeypatch, var_folder):
    def broken(content, kind, *more):
        if kind == "plan":
            raise RecursionError
        return make(content, kind, *more)

    make = printing.make
    monkeypatch.setattr(printing, "make", broken)
    with app.app_context():
        printing.ask(queries.plenary_of_year(YEAR), ["plan", "presence"])
        db.session.commit()
        for _part in printing.print_asked(evening, "", str(var_folder)):
            db.session.commit()
        rows = queries.prints_of(queries.plenary_of_year(YEAR))
        assert (rows["plan"].trouble, rows["presence"].trouble) == (printing.FAILED, "")
    page = staff.get(PRINTED).text
    assert "n’a pas pu être fait" in page
    assert page.count("Télécharger") == 1


def test_nothing_is_printed_before_a_programme_exists(app, staff):
    with app.app_context():
        plenary = services.prepare(a_town())
        db.session.add(Printed(plenary_id=plenary.id, kind="a5", asked_at=now()))
        db.session.commit()
        list(printing.print_asked(plenary.id, "", "/nowhere"))
    page = staff.get(PRINTED)
    assert page.status_code == 200
    assert "n’est pas encore fait" in page.text
    assert 'name="kind"' not in page.text


def test_the_booklet_is_a_page_too(client, evening):
    page = client.get(f"{PUBLIC}/livret").text
    assert evening
    with client.application.app_context():
        for project in queries.projects_of(queries.plenary_of_year(YEAR).call):
            assert project.title in page
            for wish in (*project.needs, *project.offers):
                assert wish.sentence in page
    assert "Awena" not in page
    assert "qui nous rencontrons, et pourquoi" in page
    assert "Find my place" in client.get(f"/en{PUBLIC}/livret").text
