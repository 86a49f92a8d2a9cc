"""The log of acts: chained, append-only, told in the transaction of the act itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from grants.audit import AuditEntry, audit_head, record, verify_audit
from grants.db import db
from grants.domain.chain import GENESIS
from grants.domain.errors import RuleError

DETAILS = {"name": "Ville — « Léon »", "cents": 12_345, "before": {"closes_on": date(2026, 9, 15)}, "files": [1, 2]}


@pytest.fixture
def three(db_session):
    for number in (1, 2, 3):
        record("person:1", "envelope_edited", f"envelope:{number}", DETAILS, year=2026)
    db_session.commit()
    db_session.expire_all()


@pytest.mark.usefixtures("three")
def test_acts_are_numbered_and_chained_and_read_back_as_they_were_hashed():
    acts = db.session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [(each.id, each.subject) for each in acts] == [(1, "envelope:1"), (2, "envelope:2"), (3, "envelope:3")]
    assert acts[0].details == DETAILS | {"before": {"closes_on": "2026-09-15"}}
    assert [each.previous_hash for each in acts] == [GENESIS, acts[0].hash, acts[1].hash]
    assert verify_audit(acts[1].hash).lines == 3
    assert audit_head()[:2] == (3, acts[2].hash)


@pytest.mark.usefixtures("context")
def test_an_act_that_comes_to_nothing_leaves_no_line():
    record("command", "export", "ledger")
    db.session.rollback()
    assert audit_head() is None
    assert verify_audit().head == GENESIS


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("wrong", [object(), float("nan"), b"bytes"])
def test_what_cannot_be_written_one_way_is_not_kept(wrong):
    with pytest.raises((TypeError, ValueError)):
        record("command", "export", "ledger", {"what": wrong})


@pytest.mark.usefixtures("three")
def test_the_log_cannot_be_changed_nor_cut_in_the_database():
    for statement in ("UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            db.session.execute(sa.text(statement))
        db.session.rollback()


@pytest.mark.usefixtures("three")
def test_a_line_slipped_in_is_found_and_the_book_is_named():
    forged = {"id": 4, "act": "export", "actor": "x", "subject": "ledger", "details": {}, "hash": "f" * 64}
    at = db.session.query(AuditEntry).first().at
    db.session.execute(sa.insert(AuditEntry).values(at=at, previous_hash="e" * 64, **forged))
    with pytest.raises(RuleError) as raised:
        verify_audit()
    assert (raised.value.code, raised.value.figures) == ("chain_broken", {"number": 4, "book": "audit"})
    db.session.rollback()
    with pytest.raises(RuleError, match="chain_head_unknown"):
        verify_audit("0" * 63 + "1")


def test_many_hands_at_once_make_one_chain(app):
    def act(number: int) -> None:
        with app.app_context():
            for _ in range(5):
                record("command", "export", f"ledger:{number}")
                db.session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(4)))
    with app.app_context():
        assert verify_audit().lines == 20
