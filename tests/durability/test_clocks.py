"""Deadlines are those of the town's own clock, both nights of the year too, and a clock put back opens nothing.

A thousand instants are in bench/trust/deadlines.py.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grants import audit
from grants.accounts.services import ask_sign_in, use_link
from grants.applications.queries import window
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.security import take_token
from grants.territories import queries
from tests.durability.clocks import ZONES, call_around, lay_towns, right

TEN = timedelta(minutes=10)
NIGHTS = (date(2026, 3, 29), date(2026, 10, 25))


@pytest.fixture(scope="module", autouse=True)
def four_towns(tmp_path_factory):
    folder, before = tmp_path_factory.mktemp("towns"), queries.FOLDER
    lay_towns(folder)
    queries.FOLDER = folder
    yield
    queries.FOLDER = before
    queries.territory.cache_clear()


@pytest.mark.one_database
@given(
    town=st.sampled_from(sorted(ZONES)),
    night=st.sampled_from(NIGHTS),
    shift=st.integers(-1, 1),
    seconds=st.integers(-14 * 3600, 38 * 3600),
)
@example(town="paris", night=NIGHTS[1], shift=0, seconds=23 * 3600 - 1)
@example(town="paris", night=NIGHTS[1], shift=0, seconds=23 * 3600)
def test_a_call_opens_and_closes_at_midnight_of_its_own_town(town, night, shift, seconds):
    instant = datetime(night.year, night.month, night.day, tzinfo=UTC) + timedelta(seconds=seconds)
    closing = call_around(town, date(2026, 1, 5), night + timedelta(days=shift))
    opening = call_around(town, night + timedelta(days=shift), date(2026, 12, 30))
    for call in (closing, opening):
        assert window(call, instant).state == right(call, town, instant)


@pytest.mark.one_database
def test_control_the_clock_of_the_machine_would_be_wrong_nearly_everywhere():
    late = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)
    naive = SimpleNamespace(**{town: late.replace(tzinfo=None).date() <= NIGHTS[1] for town in ZONES})
    told = {town: right(call_around(town, date(2026, 1, 5), NIGHTS[1]), town, late) == "open" for town in ZONES}
    assert told == {"paris": False, "reunion": False, "martinique": True, "noumea": False}
    assert vars(naive) != told


def test_a_clock_that_goes_back_and_forth_fills_no_bucket(db_session, time_machine):
    assert db_session
    start = now()
    time_machine.move_to(start, tick=False)

    def tries():
        return sum(take_token("try", "a hand", most=3, per=timedelta(minutes=30)) for _ in range(5))

    assert tries() == 3
    for minutes in (-10, 0, -10, 0, 5):
        time_machine.move_to(start + timedelta(minutes=minutes), tick=False)
        assert tries() == 0, minutes
    time_machine.move_to(start + timedelta(minutes=10), tick=False)
    assert tries() == 1


def test_a_used_link_stays_used_and_the_log_keeps_its_order_when_the_clock_goes_back(app, db_session, time_machine):
    start = now()
    time_machine.move_to(start, tick=False)
    with app.test_request_context():
        asked = ask_sign_in("ana@example.org", "fr", "/", 10, "127.0.0.1").public_id
        token = mail_token(db_session)
        use_link(token, [asked])
        audit.record("command", "first", "town:1")
        time_machine.move_to(start - TEN, tick=False)
        with pytest.raises(RuleError, match="link_over"):
            use_link(token, [asked])
        audit.record("command", "second", "town:1")
        db.session.commit()
        entries = db.session.query(audit.AuditEntry).order_by(audit.AuditEntry.id).all()
        assert [each.act for each in entries[-2:]] == ["first", "second"]
        assert entries[-1].at < entries[-2].at, "what the clock said is written as it was"
        audit.verify_audit()


def mail_token(session):
    """Return the secret of the last link posted."""
    from grants.mail import OutboxMail  # noqa: PLC0415

    words = session.query(OutboxMail).order_by(OutboxMail.id.desc()).first().text
    return words.partition("/connexion/")[2].split()[0]
