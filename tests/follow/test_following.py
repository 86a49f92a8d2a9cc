"""Following by mail without an account: asked, confirmed by a press, told at its pace, stopped and erased."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.db import db
from grants.follow.models import Following
from grants.follow.services import PER_ADDRESS, PER_HAND, forget_unconfirmed, tell_followers
from grants.mail import OutboxMail, build_message
from grants.projects.models import Project
from grants.projects.services import publish_project, told
from grants.voices.models import Hand, Voice
from tests.town import make_association, make_call, make_project

LOU = "lou@example.org"


@pytest.fixture
def town(app):
    """A call with one project by the sea and one in Bellevue."""
    with app.app_context():
        call = make_call()
        make_project(call, "Une voile pour tous", themes=("mer",), neighbourhoods=("le-port",))
        make_project(call, "Un four banal", make_association("Le four"), neighbourhoods=("bellevue",))
        db.session.commit()


@pytest.fixture
def follow(client, post_form):
    def ask(email=LOU, address="/suivre", **fields):
        data = {"email": email, "cadence": "weekly", "theme": "", "quartier": "", "besoin": "", "site": "", **fields}
        return post_form(client, address, data, follow_redirects=True)

    return ask


@pytest.fixture
def following(client, outbox, follow, post_form):
    """Return a gesture that asks, and confirms by the link of the mail."""

    def ask(**wish):
        follow(**wish)
        press(client, post_form, page_of(outbox.last_to(LOU)), "confirm")

    return ask


def rows(app):
    with app.app_context():
        return [(row.email, row.what, row.confirmed_at is not None) for row in db.session.scalars(select(Following))]


def page_of(mail):
    return re.search(r"https?://[^/\s]+(/suivre/\S+)", mail.text)[1]


def press(client, post_form, page, act):
    return post_form(client, page, {"act": act}, follow_redirects=True)


def later(app, days):
    """Let days pass since everything that was noted."""
    with app.app_context():
        for row in db.session.scalars(select(Following)):
            row.created_at -= timedelta(days=days)
            if row.confirmed_at:
                row.confirmed_at -= timedelta(days=days)
                row.told_at -= timedelta(days=days)
        db.session.commit()


def tell(app):
    with app.app_context():
        forget_unconfirmed()
        number = tell_followers()
        db.session.commit()
        return number


def add(app, title="Un banc de marins", **words):
    with app.app_context():
        call = db.session.scalars(select(Project)).first().call
        make_project(call, title, make_association(f"Asso {title}"), **words)
        db.session.commit()


@pytest.mark.usefixtures("town")
def test_nothing_is_sent_until_a_press_confirms_and_opening_the_link_is_no_press(
    app, client, outbox, follow, post_form
):
    assert "Un message part à cette adresse" in follow(theme="mer").text
    page = page_of(outbox.last_to(LOU))
    assert client.get(page).status_code == 200
    assert rows(app) == [(LOU, "theme=mer", False)]
    add(app, themes=("mer",))
    assert tell(app) == 0
    press(client, post_form, page, "confirm")
    assert rows(app) == [(LOU, "theme=mer", True)]


@pytest.mark.usefixtures("town")
def test_the_page_writes_names_as_they_are_written(client, outbox, follow):
    follow(quartier="bellevue")
    assert "Les projets, quartier\u00a0: Bellevue" in client.get(page_of(outbox.last_to(LOU))).text


@pytest.mark.usefixtures("town")
def test_the_digest_tells_what_is_new_in_what_is_followed_once_and_at_its_pace(app, client, outbox, follow, post_form):
    follow(theme="mer", cadence="weekly")
    press(client, post_form, page_of(outbox.last_to(LOU)), "confirm")
    later(app, 7)
    add(app, "Le phare raconté", themes=("mer",))
    add(app, "Une pétanque", themes=("sante",))
    assert tell(app) == 1
    mail = outbox.last_to(LOU)
    assert "Le phare raconté" in mail.text
    assert "Une pétanque" not in mail.text
    assert "Une voile pour tous" in mail.text, "it was made public within the week that passed"
    assert tell(app) == 0
    later(app, 3)
    add(app, "La criée ouverte", themes=("mer",))
    assert tell(app) == 0, "a week has not passed"
    later(app, 4)
    assert tell(app) == 1
    assert "La criée ouverte" in outbox.last_to(LOU).text


@pytest.mark.usefixtures("town")
def test_several_followings_make_one_mail_where_each_project_stands_once(app, client, outbox, follow, post_form):
    for fields in ({"theme": "mer"}, {"quartier": "le-port"}):
        follow(**fields)
        press(client, post_form, page_of(outbox.last_to(LOU)), "confirm")
    later(app, 8)
    assert tell(app) == 1
    assert outbox.last_to(LOU).text.count("Une voile pour tous") == 1


@pytest.mark.usefixtures("town")
def test_one_project_is_followed_through_its_versions_by_mail_and_by_feed(app, client, outbox, follow, post_form):
    assert "Un four banal" in client.get("/suivre?projet=four-banal").text
    follow(address="/suivre?projet=four-banal", projet="four-banal")
    press(client, post_form, page_of(outbox.last_to(LOU)), "confirm")
    later(app, 8)
    assert tell(app) == 0, "a first version is no news to who follows it"
    with app.app_context():
        project = db.session.scalar(select(Project).where(Project.slug == "four-banal"))
        publish_project(
            project.call, project.association, replace(told(project), hook="Le pain du jeudi"), project=project
        )
        db.session.commit()
    later(app, 8)
    assert tell(app) == 1
    assert "La page du projet a changé." in outbox.last_to(LOU).text
    feed = client.get("/projets/four-banal/flux.atom")
    assert feed.content_type.startswith("application/atom+xml")
    assert feed.text.count("entry>") == 4
    assert "Le pain du jeudi" in feed.text
    assert client.get("/projets/inconnu/flux.atom").status_code == 404


def correct(app, title, **words):
    """Let a page say something else."""
    with app.app_context():
        project = db.session.scalars(select(Project).where(Project.title == title)).one()
        publish_project(project.call, project.association, replace(told(project), **words), project=project)
        db.session.commit()


def known_for_long(app):
    """Let the projects have been public for a year."""
    with app.app_context():
        for project in db.session.scalars(select(Project)):
            project.public_since -= timedelta(days=365)
        db.session.commit()


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("wish", "heard"), [({"quartier": "bellevue"}, 1), ({}, 1), ({"theme": "mer"}, 0), ({"besoin": "room"}, 0)]
)
def test_a_correction_is_told_to_whoever_follows_its_quarter_or_its_theme(app, outbox, following, wish, heard):
    known_for_long(app)
    following(**wish)
    later(app, 8)
    correct(app, "Un four banal", hook="On y cuit aussi des tuiles.")
    correct(app, "Un four banal", hook="On y cuit aussi des tuiles et du pain.")
    assert tell(app) == heard
    if heard:
        mail = outbox.last_to(LOU).text
        assert "Un four banal" in mail
        assert mail.count("La page du projet a changé.") == 1


@pytest.mark.usefixtures("town")
def test_a_project_published_and_corrected_the_same_week_is_told_once_as_new(app, outbox, following):
    known_for_long(app)
    following(quartier="bellevue")
    later(app, 8)
    add(app, neighbourhoods=("bellevue",))
    correct(app, "Un banc de marins", hook="En bois flotté.")
    assert tell(app) == 1
    mail = outbox.last_to(LOU).text
    assert "Un nouveau projet." in mail
    assert "La page du projet a changé." not in mail


@pytest.mark.usefixtures("town")
def test_without_mail_the_feed_is_that_of_what_was_chosen(app, client, outbox, follow, post_form):
    data = {"theme": "", "quartier": "bellevue", "besoin": "", "email": "", "act": "feed"}
    answer = post_form(client, "/suivre", data)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/flux/projets.atom?quartier=bellevue")
    feed = client.get(answer.headers["Location"]).text
    assert "Un four banal" in feed
    assert "Une voile" not in feed
    assert rows(app) == []
    follow(theme="mer")
    page = client.get(page_of(outbox.last_to(LOU))).text
    assert 'href="/flux/projets.atom?theme=mer"' in page


@pytest.mark.usefixtures("town")
def test_news_and_comments_come_too_and_what_is_held_does_not(app, outbox, client, follow, post_form):
    follow(quartier="bellevue")
    press(client, post_form, page_of(outbox.last_to(LOU)), "confirm")
    later(app, 40)
    assert tell(app) == 1
    later(app, 7)
    with app.app_context():
        project = db.session.scalar(select(Project).where(Project.slug == "four-banal"))
        hand = Hand(key="une-main")
        for kind, state, words in (
            ("news", "shown", "La première fournée est sortie."),
            ("comment", "shown", "Bravo à tous."),
            ("comment", "held", "Achetez ici"),
            ("help", "shown", "Je peux venir jeudi"),
        ):
            db.session.add(Voice(once=words, kind=kind, project_id=project.id, hand=hand, words=words, state=state))
        db.session.commit()
    assert tell(app) == 1
    text = outbox.last_to(LOU).text
    assert text.index("La première fournée est sortie.") < text.index("Bravo à tous.")
    assert "Achetez ici" not in text
    assert "jeudi" not in text
    assert tell(app) == 0


@pytest.mark.usefixtures("town")
def test_the_answer_is_the_same_whoever_asks_and_no_page_shows_an_address(client, outbox, follow, post_form):
    first = follow().text
    press(client, post_form, page_of(outbox.last_to(LOU)), "confirm")
    again, stranger = follow().text, follow("autre@example.org").text
    bare = [re.sub(r'name="csrf_token"[^>]*>', "", page) for page in (first, again, stranger)]
    assert bare[0] == bare[1] == bare[2]
    assert LOU not in client.get(page_of(outbox.last_to(LOU))).text


@pytest.mark.usefixtures("town")
@pytest.mark.one_database
def test_robots_and_floods_send_nothing(app, outbox, follow):
    assert "Un message part" in follow(site="https://spam.example").text
    assert outbox.all() == []
    assert rows(app) == []
    for _ in range(PER_ADDRESS + 3):
        follow()
    assert len(outbox.all()) == PER_ADDRESS
    for number in range(PER_HAND - PER_ADDRESS - 3):
        follow(f"p{number}@example.org")
    assert follow("dernier@example.org").status_code == 429


@pytest.mark.usefixtures("town")
def test_one_press_of_the_mail_program_stops_everything_and_erases_the_address(app, client, outbox, follow, post_form):
    follow()
    press(client, post_form, page_of(outbox.last_to(LOU)), "confirm")
    later(app, 8)
    assert tell(app) == 1
    mail = outbox.last_to(LOU)
    message = build_message(app.extensions["settings"], mail)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = re.search(r"<https?://[^/]+(/\S+)>", message["List-Unsubscribe"])[1]
    assert client.get(stop).status_code == 302
    assert len(rows(app)) == 1, "opening the address is no press"
    assert client.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 303
    assert rows(app) == []
    with app.app_context():
        assert db.session.scalar(select(OutboxMail.id).where(OutboxMail.recipient == LOU)) is None
    assert client.post(stop).status_code == 303
    assert client.get(page_of(mail)).status_code == 404


@pytest.mark.usefixtures("town")
def test_one_following_stops_alone_from_the_page(app, client, outbox, follow, post_form):
    follow(theme="mer")
    follow(quartier="bellevue")
    page = page_of(outbox.last_to(LOU))
    with app.app_context():
        number = db.session.scalar(select(Following.id).where(Following.what == "theme=mer"))
    press(client, post_form, page, str(number))
    assert rows(app) == [(LOU, "quartier=bellevue", False)]
    for odd in ("999999999", "x", "", "9" * 40):
        press(client, post_form, page, odd)
    assert len(rows(app)) == 1
    press(client, post_form, page, "stop")
    assert rows(app) == []


@pytest.mark.usefixtures("town")
def test_who_never_confirms_is_forgotten_after_a_week(app, outbox, follow):
    follow()
    later(app, 6)
    tell(app)
    assert len(rows(app)) == 1
    later(app, 2)
    tell(app)
    assert rows(app) == []
    assert outbox.all() == []


@pytest.mark.parametrize(
    "email", ["", "lou", "lou@", "a" * 300 + "@example.org", "lou@example.org\nBcc: x@example.org", "<script>"]
)
def test_an_address_mail_cannot_reach_is_told_and_comes_back(app, follow, email):
    answer = follow(email, theme="mer")
    assert answer.status_code == 422
    assert rows(app) == []
    assert 'value="mer" selected' in answer.text


def test_odd_wishes_ask_for_everything_rather_than_break(app, follow):
    assert follow(theme="'; DROP TABLE", quartier="x" * 5000, besoin="🎉", projet="../..").status_code == 200
    assert [what for _, what, _ in rows(app)] == [""]


def test_an_unknown_link_says_so(client):
    assert client.get("/suivre/inconnu").status_code == 404
    assert client.post("/suivre/inconnu/arreter").status_code == 303
