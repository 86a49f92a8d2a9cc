"""Reminders: a week and a day before a call closes, once each, to whoever began and has not sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from grants.accounts.models import Association, Person
from grants.accounts.services import join_association
from grants.applications.models import Application, Reminder
from grants.applications.services import remind_of_closing
from grants.blueprints import DAILY
from grants.db import db
from grants.domain.calendar import reminder_due

CLOSES = date(2026, 9, 15)
BEGUN = datetime(2026, 8, 1, 9, tzinfo=UTC)


@pytest.fixture
def draft(app, writer, change_call):
    """Return somebody with words in a draft begun long before the call closes."""
    writer.write("envie", {"title": "Un banc"})
    change_call(opens_on=date(2026, 6, 1), closes_on=CLOSES)
    with app.app_context():
        db.session.query(Application).update({"created_at": BEGUN})
        db.session.commit()
    return writer


@pytest.fixture
def morning(app, outbox):
    """Return a function that does a morning's work and returns the reminders written by then."""

    def do(day, hour=5):
        instant = datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC)
        with time_machine.travel(instant, tick=False), app.app_context():
            remind_of_closing()
            db.session.commit()
        return [mail for mail in outbox.all() if "dossier" in mail.subject]

    return do


def test_reminders_are_part_of_each_morning():
    assert remind_of_closing in DAILY


@pytest.mark.parametrize(
    ("before", "begun", "kind"),
    [
        (8, 60, ""), (7, 60, "week"), (5, 60, "week"), (2, 60, "week"), (1, 60, "day"), (0, 60, "day"), (-1, 60, ""),
        (6, 7, ""), (6, 8, "week"), (1, 1, ""), (1, 2, "day"), (0, 0, ""),
    ],
)  # fmt: skip
def test_which_reminder_is_due(before, begun, kind):
    assert reminder_due(CLOSES - timedelta(before), CLOSES, CLOSES - timedelta(begun)) == kind


def test_two_reminders_and_no_third(draft, morning):
    del draft
    assert morning(CLOSES - timedelta(8)) == []
    for before in (7, 7, 6, 2):
        assert len(morning(CLOSES - timedelta(before))) == 1
    for before in (1, 1, 0, -1):
        mails = morning(CLOSES - timedelta(before))
        assert len(mails) == 2
    assert [mail.subject for mail in mails] == [
        "Plus que 7 jours pour envoyer votre dossier",
        "Votre dossier est à envoyer demain au plus tard",
    ]


def test_a_reminder_says_what_is_missing_and_has_one_link(draft, morning):
    text = morning(CLOSES - timedelta(7))[0].text
    assert "«\u00a0Un banc\u00a0»" in text
    assert "mardi 15 septembre 2026" in text
    assert text.count("http") == 1
    assert f"{draft.home}\n" in text
    assert text.count("\n- ") > 3
    assert "\n\n\n" not in text


def test_nobody_is_reminded_after_sending_or_withdrawing(draft, morning, app):
    draft.fill()
    with time_machine.travel(datetime(2026, 9, 1, 9, tzinfo=UTC)):
        assert draft.send().status_code == 302
    assert [mail for mail in morning(CLOSES - timedelta(7)) if "jours" in mail.subject] == []
    with app.app_context():
        db.session.query(Application).update({"state": "withdrawn"})
        db.session.commit()
    assert [mail for mail in morning(CLOSES - timedelta(1)) if "demain" in mail.subject] == []


def test_a_draft_without_a_word_gets_no_mail(writer, morning, change_call, app):
    del writer
    change_call(opens_on=date(2026, 6, 1), closes_on=CLOSES)
    with app.app_context():
        db.session.query(Application).update({"created_at": BEGUN})
        db.session.commit()
    assert morning(CLOSES - timedelta(7)) == []


def test_everybody_of_the_association_is_told_in_their_language(draft, morning, app, outbox):
    with app.app_context():
        association = Association(name="Les Voisins")
        db.session.add_all([association, Person(email="tom@example.org", language="en")])
        db.session.flush()
        join_association(db.session.query(Person).filter_by(email="tom@example.org").one(), association)
        db.session.query(Application).update({"association_id": association.id})
        db.session.commit()
    morning(CLOSES - timedelta(1))
    assert "/en/dossiers/" in outbox.last_to("tom@example.org").text
    assert outbox.last_to("ana@example.org").subject == "Votre dossier est à envoyer demain au plus tard"
    assert draft


def test_the_day_is_that_of_the_town(draft, morning):
    """At half past ten in the evening in Greenwich it is already the next day in Port-Léon."""
    del draft
    assert morning(CLOSES - timedelta(8), hour=21) == []
    assert len(morning(CLOSES - timedelta(8), hour=22)) == 1


def test_two_machines_on_the_same_morning_write_once(draft, app, outbox):
    del draft

    def work(_):
        with app.app_context():
            remind_of_closing()
            db.session.commit()

    with time_machine.travel(datetime(2026, 9, 8, 5, 5, tzinfo=UTC), tick=False), ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert len([mail for mail in outbox.all() if "jours" in mail.subject]) == 1
    with app.app_context():
        assert db.session.query(Reminder).count() == 1
