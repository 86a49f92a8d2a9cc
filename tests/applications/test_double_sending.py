"""A double click, sixteen times over, against a real server: one application, one number, one acknowledgement.

The thousand are in bench/trust/double_sending.py.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import update

from grants import mail
from grants.applications.models import Application
from grants.db import db
from tests.applications.pressing import HANDS, press, served, tally, with_token, written_drafts

SHORT = 2


def test_sixteen_presses_send_one_file_and_one_acknowledgement(app, call, var_folder):
    drafts, cookie = written_drafts(app, call, SHORT)
    with served(app, var_folder) as port:
        cookie, token = with_token(port, cookie)
        statuses = [press(port, cookie, token, draft) for draft in drafts]
    assert {status for each in statuses for status in each} == {302}
    assert set(tally(app).values()) == {SHORT}


def test_control_looking_before_writing_is_not_enough(app, call):
    [(public_id, _)], _cookie = written_drafts(app, call, 1)
    start = Barrier(HANDS)

    def careless(_):
        with app.app_context():
            file = db.session.query(Application).filter_by(public_id=public_id).one()
            unsent = file.sent_at is None
            db.session.commit()
            start.wait()
            if unsent:
                db.session.execute(update(Application).values(sent_at=file.created_at, number="2026-0001"))
                mail.post("ana@example.org", "sign_in", "fr", token="", code="bien reçu", minutes=1)
                db.session.commit()

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(careless, range(HANDS)))
    with app.app_context():
        assert db.session.query(mail.OutboxMail).count() > 1
