"""What is said to be forgotten is forgotten that day, not before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from grants.accounts.models import SessionRow, SignInRequest
from grants.accounts.services import ask_sign_in, open_session
from grants.db import db, now
from grants.mail import OutboxMail
from grants.privacy.services import forget_spent
from grants.settings import current_settings

pytestmark = pytest.mark.one_database


@pytest.mark.usefixtures("context")
def test_mails_links_and_sessions_go_when_their_time_is_over_and_not_before():
    settings = current_settings()
    ask_sign_in("ana@example.org", "fr", "/", 10, "127.0.0.1")
    open_session("ana@example.org", "fr", 30)
    mail, asked, session = (db.session.query(kind).one() for kind in (OutboxMail, SignInRequest, SessionRow))
    mail.sent_at = now() - timedelta(days=settings.sent_mails_days - 1)
    asked.expires_at = session.expires_at = now() - timedelta(days=settings.spent_links_days - 1)
    db.session.flush()
    kinds = (OutboxMail, SignInRequest, SessionRow)
    forget_spent()
    assert [db.session.query(kind).count() for kind in kinds] == [1, 1, 1]
    mail.sent_at -= timedelta(days=2)
    asked.expires_at = session.expires_at = now() - timedelta(days=settings.spent_links_days + 1)
    db.session.flush()
    forget_spent()
    assert [db.session.query(kind).count() for kind in kinds] == [0, 0, 0]


@pytest.mark.usefixtures("context")
def test_a_mail_that_never_left_waits_for_ever():
    ask_sign_in("ana@example.org", "fr", "/", 10, "127.0.0.1")
    db.session.query(OutboxMail).one().created_at = now() - timedelta(days=9999)
    db.session.flush()
    forget_spent()
    assert db.session.query(OutboxMail).count() == 1


def test_the_law_page_tells_the_delays_of_the_settings(client, app):
    days = app.extensions["settings"].sent_mails_days
    assert f"{days} jours" in client.get("/confidentialite").text.replace("\u00a0", " ")


def test_staff_read_whole_years_as_years_and_their_days(signed_in):
    chief = signed_in("chef@port-leon.example", "admin")
    assert "3 ans (1095 jours)" in chief.get("/gestion/archives").text
    assert "2 ans (730 jours)" in chief.get("/gestion/archives.csv").text
