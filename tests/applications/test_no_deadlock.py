"""Files that are being sent hold back nobody who begins one: their waits would meet, and a page would fail."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from grants.accounts.services import ensure_person
from grants.applications import services
from grants.calls.models import Call
from grants.db import db
from tests.conftest import SERVER


@pytest.mark.skipif(not SERVER, reason="SQLite's writers take turns from their first word")
def test_a_draft_begins_while_another_file_of_the_call_is_being_sent(app, call):
    with app.app_context():
        sent = services.start_draft(db.session.get(Call, call.id), ensure_person("ana@example.org"))
        db.session.commit()
        services.reserve_number(sent)
        with app.app_context():
            db.session.execute(text("SET LOCAL lock_timeout = '5s'"))
            begun = services.start_draft(db.session.get(Call, call.id), ensure_person("yann@example.org"))
            db.session.commit()
            assert begun.id is not None
        db.session.rollback()
