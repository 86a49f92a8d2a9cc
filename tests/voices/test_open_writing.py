"""Anybody writes on a project's page without an account; it shows at once, and what looks like a machine waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from grants.accounts.models import Membership
from grants.accounts.services import ensure_person
from grants.db import db, now
from grants.mail import OutboxMail
from grants.projects.models import Project, Revision
from grants.projects.revising import content_of, correct, return_to
from grants.voices.models import Hand, Voice
from grants.voices.queries import people_told, voices_on, words_since
from grants.voices.services import Came, Said, forget_writers, hand_for, undo_hands, write
from grants.voices.services.publishing import put_online
from tests.journeys.walker import Walker
from tests.town import make_association, make_call, make_project

SLUG = "jardin-pour-tous"
PAGE = f"/projets/{SLUG}"


@pytest.fixture
def garden(app):
    with app.app_context():
        make_project(
            make_call(),
            what="Un jardin partagé derrière l’école.",
            where_text="Square du Port",
            needs=(("equipment", "une serre pour les semis"),),
            offers=(("skill", "apprendre à greffer"),),
        )
        db.session.commit()
    return app


@pytest.fixture
def staff_client(signed_in):
    return signed_in("agent@ville.example", role="staff")


def project():
    return db.session.scalars(select(Project)).one()


def typed(client, address, seconds=40, press="Publier", **values):
    """Open a form, take the time to write, and press a button."""
    with time_machine.travel(now(), tick=False) as clock:
        walker = Walker(client)
        walker.open(address)
        clock.shift(seconds)
        return walker.press(press, **values).text


def test_a_comment_shows_at_once_and_reading_sets_no_cookie(garden):
    reader = garden.test_client()
    assert "Set-Cookie" not in reader.get(PAGE).headers
    typed(garden.test_client(), f"{PAGE}/ecrire", words="Bravo pour ce jardin !", name="Lou")
    page = reader.get(PAGE)
    assert "Bravo pour ce jardin" in page.text
    assert "Set-Cookie" not in page.headers


def test_what_is_previewed_is_not_published_and_comes_back(garden):
    page = typed(
        garden.test_client(), f"{PAGE}/ecrire", press="Voir avant de publier", words="Une **idée**", name="Lou"
    )
    assert "<strong>idée</strong>" in page
    assert "Une **idée**</textarea>" in page
    with garden.app_context():
        assert db.session.scalar(select(func.count(Voice.id))) == 0


def test_help_carries_its_contact_to_the_people_of_the_project_only(garden):
    with garden.app_context():
        member = ensure_person("ana@jardin.example")
        db.session.add(Membership(person_id=member.id, association_id=project().association_id))
        wish = project().needs[0].id
        db.session.commit()
    words = {"words": "J’ai une serre démontable.", "contact": "lou@mail.example"}
    refused = typed(garden.test_client(), f"{PAGE}/aider/{wish}", **words)
    assert "laissez le contact vide" in refused
    assert "J’ai une serre démontable." in refused
    typed(garden.test_client(), f"{PAGE}/aider/{wish}", consent="y", **words)
    page = garden.test_client().get(PAGE).text
    assert "serre démontable" in page
    assert "lou@mail.example" not in page
    with garden.app_context():
        [letter] = db.session.scalars(select(OutboxMail)).all()
        assert letter.recipient == "ana@jardin.example"
        assert "lou@mail.example" in letter.text


def test_held_words_are_told_so_and_nobody_is_notified_until_a_person_looks(garden, staff_client):
    page = typed(garden.test_client(), f"{PAGE}/ecrire", words="Voir https://exemple.test/jardin", name="Lou")
    assert "relit" in page or "relisent" in page
    assert "exemple.test" not in garden.test_client().get(PAGE).text
    with garden.app_context():
        assert db.session.scalar(select(func.count(OutboxMail.id))) == 0
    typed(staff_client, "/gestion/paroles/", press="Publier")
    assert "exemple.test" in garden.test_client().get(PAGE).text
    with garden.app_context():
        assert db.session.scalars(select(Hand)).one().trusted


def test_a_double_press_makes_one_and_a_stored_form_is_held(context):  # noqa: ARG001
    make_project(make_call())
    hand = hand_for("browser", "192.0.2.1")
    one = write(project(), hand, Said(kind="comment", words="Bonjour à tous"), Came("a" * 22, 20.0))
    assert write(project(), hand, Said(kind="comment", words="Bonjour à tous"), Came("a" * 22, 21.0)) is one
    other = write(project(), hand, Said(kind="comment", words="Autre chose"), Came("a" * 22, 30.0))
    assert (one.state, other.state, other.held_why) == ("shown", "held", "replayed")


def test_a_correction_is_a_version_and_any_version_comes_back(garden):
    shown = typed(garden.test_client(), f"{PAGE}/corriger", where_text="Square du Marché", name="Lou")
    assert "<h1>Version 2</h1>" in shown
    assert "Square du Marché" in garden.test_client().get(PAGE).text
    with garden.app_context():
        made = db.session.scalars(select(Revision).order_by(Revision.number)).all()
        assert [each.origin for each in made] == ["file", "correction"]
        return_to(project(), 1, "ville")
        assert project().where_text == "Square du Port"
        assert db.session.scalar(select(func.max(Revision.number))) == 3


def test_undoing_a_hand_keeps_what_others_wrote_before_and_after(context):  # noqa: ARG001
    call = make_call()
    for number in range(3):
        carrier = make_association(f"A{number}")
        make_project(call, f"Projet {number}", carrier, what="Un jardin. Le samedi.", where_text="ici")
    vandal, lou = hand_for("v", "192.0.2.1"), hand_for("l", "192.0.2.2")
    clerk = ensure_person("agent@ville.example", name="Agent")
    for each in db.session.scalars(select(Project).order_by(Project.id)).all():
        correct(each, {"where_text": ["ici", "au port"]}, "Lou", lou.id)
        said = {"what": ["Un jardin. Le samedi.", "Un casino. Le samedi."]}
        write(each, vandal, Said(kind="correction", changes=said), Came("", 20.0))
        put_online(db.session.scalars(select(Voice).order_by(Voice.id.desc())).first())
        read = content_of(each)["what"]
        assert "casino" in read
        correct(each, {"what": [read, read.replace("samedi", "dimanche")]}, "Lou", lou.id)
    undone = undo_hands([vandal.id], "vandalisme", clerk)
    assert undone.pages == 3
    for each in db.session.scalars(select(Project)):
        assert each.what == "Un jardin. Le dimanche."
        assert each.where_text == "au port"


def test_hidden_words_leave_their_reason_and_reports_reach_the_desk(garden, staff_client):
    typed(garden.test_client(), f"{PAGE}/ecrire", words="Des mots blessants", name="X")
    typed(garden.test_client(), "/paroles/1/signaler", press="Signaler", why="Blessant")
    assert "Blessant" in staff_client.get("/gestion/paroles/").text
    typed(staff_client, "/gestion/paroles/", press="Retirer", why="Des mots blessants pour quelqu’un")
    page = garden.test_client().get(PAGE).text
    assert "Ce message a été retiré" in page
    assert "Des mots blessants pour quelqu’un" in page


def test_addresses_and_contacts_are_forgotten_in_time_and_versions_never(context):  # noqa: ARG001
    make_project(make_call())
    hand = hand_for("browser", "192.0.2.1")
    said = Said(kind="help", words="Une aide", contact="lou@mail.example")
    voice = write(project(), hand, said, Came("a" * 22, 20.0))
    assert words_since(now() - timedelta(hours=1), [project().id]) == [voice]
    assert voices_on(project().id).answers[""] == [voice]
    assert people_told(project()) == []
    versions = db.session.scalar(select(func.count(Revision.id)))
    with time_machine.travel(now() + timedelta(days=200)):
        forget_writers()
    db.session.expire_all()
    assert (hand.address_key, voice.contact) == ("", "")
    assert db.session.scalar(select(func.count(Revision.id))) == versions


def test_no_address_is_shown_even_when_a_known_hand_corrects(garden, staff_client):
    typed(staff_client, f"{PAGE}/corriger", where_text="Square, écrire à ana@example.org", needs="Salle : voir b@c.fr")
    with garden.app_context():
        said = str(content_of(project()))
        assert "Square, écrire à […]" in said
        assert "ana@example.org" not in said + garden.test_client().get(PAGE).text
        assert "b@c.fr" not in said


def test_news_and_corrections_are_reported_too_and_the_desk_leaves_as_a_table(garden, staff_client):
    reader = garden.test_client()
    typed(reader, f"{PAGE}/corriger", where_text="Square du Marché", name="Lou")
    with garden.app_context():
        number = db.session.scalars(select(Voice.id)).one()
        hand = db.session.scalars(select(Voice.hand_id)).one()
        news = Voice(once="n", kind="news", project_id=project().id, hand_id=hand, title="Du neuf", words="Ici.")
        news.state = "shown"
        db.session.add(news)
        db.session.commit()
        told = news.id
    assert f"/paroles/{number}/signaler" in reader.get(f"{PAGE}/versions/2").text
    assert f"/paroles/{told}/signaler" in reader.get(f"{PAGE}/nouvelles/{told}").text
    assert f"{PAGE}/versions/2/differences" in reader.get(f"/paroles/{number}/signaler").text
    typed(reader, f"/paroles/{number}/signaler", press="Signaler", why="Ce n’est pas là")
    desk = staff_client.get("/gestion/paroles/").text
    assert "Ce n’est pas là" in desk
    assert "/gestion/paroles.ods" in desk
    table = staff_client.get("/gestion/paroles.csv").text
    assert "Du neuf" in table
    assert table.index("Du neuf") < table.index("Lou")
    assert reader.get("/gestion/paroles.csv").status_code != 200
