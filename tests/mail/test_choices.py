"""Everybody chooses what they receive, kind by kind, with or without an account; nothing changes by itself."""

from __future__ import annotations

import pytest

from grants import mail
from grants.db import db
from grants.mail.letters import Choice, Kind
from grants.mail.links import signed
from grants.mail.queries import choices_of
from tests.mail.test_outbox import CODE, by_smtp, deliver, letterbox  # noqa: F401 - the letterbox is a fixture
from tests.mail.town import choose, post_news

ALL_OFF = {"reminder": "off", "message": "off", "news": "off"}


def link(app, address="ana@example.org"):
    with app.app_context():
        return f"/courriels/{signed(address)}"


def chosen(app, address="ana@example.org"):
    with app.app_context():
        return {kind.value: choice.value for kind, choice in choices_of(address).items()}


def test_the_usual_choices_are_reminders_and_messages_at_once_and_news_in_the_morning(app):
    assert chosen(app) == {"reminder": "at_once", "message": "at_once", "news": "daily"}


def test_a_link_of_a_mail_opens_the_choices_without_an_account_and_changes_nothing(app, client):
    before = chosen(app)
    page = client.get(link(app, "Ana@Example.org"))
    assert page.status_code == 200
    assert "ana@example.org" in page.text
    assert chosen(app) == before


def test_choices_are_kept_for_the_address_however_it_is_written(app, client, post_form):
    assert post_form(client, link(app, "Ana@Example.ORG"), ALL_OFF).status_code == 302
    assert set(chosen(app, "ANA@example.org").values()) == {"off"}
    assert 'value="off" checked' in client.get(link(app)).text
    post_form(client, link(app), {**ALL_OFF, "news": "daily"})
    assert chosen(app)["news"] == "daily"


def test_who_is_signed_in_chooses_from_their_space(app, signed_in, post_form):
    ana = signed_in()
    assert 'href="/courriels"' in ana.get("/mon-espace").text
    assert post_form(ana, "/courriels", {**ALL_OFF, "message": "daily"}).location == "/courriels"
    assert chosen(app)["message"] == "daily"


def test_a_choice_that_is_not_offered_is_not_kept(app, client, post_form):
    assert post_form(client, link(app), {**ALL_OFF, "reminder": "daily"}).status_code == 422
    assert chosen(app)["reminder"] == "at_once"


@pytest.mark.parametrize("token", ["", "x", "ana@example.org", "ImFuYUBleGFtcGxlLm9yZyI.forged"])
def test_a_link_that_was_not_signed_here_opens_nothing(client, token):
    assert client.get(f"/courriels/{token}").status_code in {302, 404}
    assert client.post(f"/courriels/{token or 'x'}/arreter/news").status_code == 404


def test_one_press_in_a_mail_program_stops_this_kind_alone(app, by_smtp, client):  # noqa: F811
    choose(app, "ana@example.org")
    post_news(app)
    deliver(app)
    (received,) = by_smtp.received
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(received["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")
    assert client.get(address).status_code == 302, "opening it changes nothing"
    assert chosen(app)["news"] == "at_once"
    assert client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 303
    assert chosen(app) == {"reminder": "at_once", "message": "at_once", "news": "off"}
    assert client.post(address).status_code == 303, "twice is once"
    assert post_news(app) is None


def test_the_address_of_the_press_stays_whole_however_long_the_readers_is(app, by_smtp):  # noqa: F811
    long = f"{'prenom.' * 8}nom@{'association-des-habitants.' * 6}example.org"
    choose(app, long)
    post_news(app, to=long)
    deliver(app)
    with app.app_context():
        assert by_smtp.received[0]["List-Unsubscribe"] == f"<http://localhost/courriels/{signed(long)}/arreter/news>"


def test_the_foot_leads_to_the_choices_in_the_language_of_the_reader(app, by_smtp):  # noqa: F811
    choose(app, "ana@example.org")
    post_news(app, language="en")
    deliver(app)
    foot = by_smtp.received[0].get_body().get_content().replace("\r\n", "\n").partition("-- \n")[2]
    assert "This is news of the projects." in foot
    with app.app_context():
        assert f"http://localhost/en/courriels/{signed('ana@example.org')}\n" in foot


def test_what_must_be_sent_says_why_and_cannot_be_stopped(app, by_smtp, client):  # noqa: F811
    with app.app_context():
        token = signed("ana@example.org")
    assert client.post(f"/courriels/{token}/arreter/account+file+nothing").status_code == 303
    with app.test_request_context():
        mail.post("ana@example.org", "sign_in", "fr", **CODE)
        db.session.commit()
    deliver(app)
    (received,) = by_smtp.received
    assert received["List-Unsubscribe"] is None
    foot = received.get_body().get_content().replace("\r\n", "\n").partition("-- \n")[2]
    assert "ne peut pas être arrêté" in " ".join(foot.split())
    assert "/courriels/" not in foot


def test_only_one_addressee_a_mail_and_the_same_words_once_in_a_transaction(app, outbox):
    with app.test_request_context():
        first = mail.post("Ana@example.org", "sign_in", "fr", **CODE)
        again = mail.post("ana@Example.ORG", "sign_in", "fr", **CODE)
        mail.post("yann@example.org", "sign_in", "fr", **CODE)
        mail.post("ana@example.org", "sign_in", "fr", **{**CODE, "code": "654 321"})
        db.session.commit()
        assert again is first
        mail.post("ana@example.org", "sign_in", "fr", **CODE)
        db.session.commit()
    assert [each.recipient for each in outbox.all()] == [
        "Ana@example.org",
        "yann@example.org",
        "ana@example.org",
        "ana@example.org",
    ]


def test_a_mail_undone_with_its_step_may_be_said_again(app, outbox):
    with app.test_request_context():
        step = db.session.begin_nested()
        mail.post("ana@example.org", "sign_in", "fr", **CODE)
        step.rollback()
        mail.post("ana@example.org", "sign_in", "fr", **CODE)
        db.session.commit()
    assert len(outbox.all()) == 1


def test_a_kind_switched_off_is_not_written_at_all(app, outbox):
    choose(app, "ana@example.org", Kind.NEWS, Choice.OFF)
    assert post_news(app) is None
    assert outbox.all() == []
