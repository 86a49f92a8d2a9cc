"""The heads of the books are public day after day, and the books are held to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from grants.audit import record
from grants.budget.models import PublishedHead
from grants.budget.queries import head_before, rewritten_since
from grants.budget.services import publish_heads
from grants.db import db, now

pytestmark = pytest.mark.one_database


def test_each_day_s_heads_stay_public_and_a_later_forgery_is_found(app, client):
    with app.app_context():
        record("command", "books_exported", "books")
        publish_heads()
        record("command", "books_exported", "books")
        publish_heads()
        db.session.commit()
        first = db.session.query(PublishedHead).one()
        assert first.audit_number == 1, "what was public this morning is not replaced this evening"
        assert head_before(first.day - timedelta(days=1)) is None
    days = client.get("/donnees/journal.json").json["days"]
    assert [day["audit"]["number"] for day in days] == [1]
    day, book, number, own, _at = client.get("/donnees/audit-head.txt").text.split()
    assert (day, book, number, own) == (str(now().date()), "audit", "1", days[0]["audit"]["hash"])
    verify = app.test_cli_runner().invoke
    assert "1 days of published heads are held" in verify(args=["audit", "verify"]).output
    with app.app_context():
        db.session.execute(text("DROP TRIGGER audit_never_updates"))
        db.session.execute(text("UPDATE audit_entry SET hash = 'forged' WHERE id = 1"))
        assert rewritten_since() == [(first.day, "audit")]
