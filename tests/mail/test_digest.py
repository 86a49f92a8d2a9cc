"""News comes in the morning, in one mail per person, once, whatever the number of machines."""

from __future__ import annotations

import threading

from sqlalchemy import select, update

from grants.db import db
from grants.mail import services
from grants.mail.letters import Choice, Kind
from grants.mail.models import DigestItem
from tests.mail.test_outbox import by_smtp, deliver, letterbox  # noqa: F401 - the letterbox is a fixture
from tests.mail.town import choose, post_news

MACHINES = 4


def send(app) -> int:
    """Do the morning's work as `jobs daily` does: whole, or not at all."""
    with app.test_request_context():
        sent = services.send_digests()
        db.session.commit()
        return sent


def test_news_waits_for_the_morning_and_comes_in_one_mail_by_project(app, outbox):
    post_news(app, text="Une serre est proposée.", about="Un jardin")
    post_news(app, text="Première répétition.", about="La chorale")
    post_news(app, text="Les planches sont posées.", about="Un jardin", to="ANA@example.org")
    assert outbox.all() == []
    assert send(app) == 1
    (mail,) = outbox.all()
    assert mail.subject == "3 nouvelles des projets"
    said = [line for line in mail.text.splitlines() if line]
    places = [next(i for i, line in enumerate(said) if words in line) for words in (
        "1. La chorale", "Première répétition.", "2. Un jardin", "Une serre est proposée.", "Les planches sont posées.",
    )]  # fmt: skip
    assert places == sorted(places)
    assert said.count("Bonjour,") == 1, "one greeting for all"
    assert send(app) == 0, "what was sent is not sent again"


def test_each_person_has_their_own_mail_in_their_language(app, by_smtp):  # noqa: F811
    for number in range(5):
        post_news(app, to=f"p{number}@example.org", language="en" if number else "fr")
    assert send(app) == 5
    deliver(app)
    assert sorted(each["To"] for each in by_smtp.received) == [f"p{number}@example.org" for number in range(5)]
    assert all(each["Cc"] is None for each in by_smtp.received)
    assert sum("One piece of news" in each["Subject"] for each in by_smtp.received) == 4


def test_who_switched_news_off_since_receives_nothing_and_later_news_is_not_old_news(app, outbox):
    post_news(app)
    choose(app, "ana@example.org", Kind.NEWS, Choice.OFF)
    assert send(app) == 0
    choose(app, "ana@example.org", Kind.NEWS, Choice.DAILY)
    assert send(app) == 0
    assert outbox.all() == []


def test_a_morning_that_fails_half_way_is_done_again(app, outbox):
    post_news(app)
    with app.test_request_context():
        services.send_digests()
        db.session.rollback()
    assert send(app) == 1
    assert len(outbox.all()) == 1


def morning_of(app, work) -> None:
    """Have every machine do the morning's work at the same instant."""
    start = threading.Barrier(MACHINES)

    def machine() -> None:
        with app.test_request_context():
            start.wait()
            work()
            db.session.commit()

    threads = [threading.Thread(target=machine) for _ in range(MACHINES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_each_piece_of_news_is_sent_once_whatever_the_number_of_machines(app, outbox):
    for number in range(20):
        post_news(app, to=f"p{number % 5}@example.org", text=f"Nouvelle {number}.")
    morning_of(app, services.send_digests)
    mails = outbox.all()
    assert len(mails) == 5
    assert all(sum(f"Nouvelle {number}." in mail.text for mail in mails) == 1 for number in range(20))


def test_without_the_claim_several_machines_would_send_the_same_news(app, outbox):
    read = threading.Barrier(MACHINES)

    def unclaimed() -> None:
        items = db.session.scalars(select(DigestItem).where(DigestItem.message_id == "")).all()
        db.session.commit()
        read.wait()
        for item in items:
            db.session.execute(update(DigestItem).where(DigestItem.id == item.id).values(message_id=""))
        services.send_digests()
        db.session.execute(update(DigestItem).values(message_id=""))

    post_news(app)
    morning_of(app, unclaimed)
    assert len(outbox.all()) > 1, "the control must fail"
