"""The program that is recorded: files filled and sent through the pages, each answer noted as soon as it is there.

python -m tests.durability.recorded FILES SYNCHRONOUS [OPTION…]

SYNCHRONOUS is SQLite's; with DATABASE_URL the cluster of the data folder is started with these options of PostgreSQL,
and killed at the end.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from sqlalchemy import event, text

from grants.accounts.services import ensure_person, open_session
from grants.accounts.views.sign_in import cookie_name
from grants.app import create_app
from grants.calls.models import Call
from grants.db import db
from grants.settings import load_settings
from tests.applications.conftest import ESSENTIALS, Writer
from tests.durability.machine import cluster

LEVELS = {"OFF": 0, "FULL": 2, "EXTRA": 3}


def main(files, synchronous, *options):
    """Fill and send, with a PostgreSQL of one's own when there is one to start."""
    settings = load_settings()
    if settings.database_url.startswith("postgresql"):
        with cluster(Path(settings.var) / "pg", *options):
            fill_and_send(settings, files, "")
    else:
        fill_and_send(settings, files, synchronous)


def fill_and_send(settings, files, synchronous):
    """Be somebody who writes."""
    app = create_app(settings)
    notes = os.open(Path(settings.var) / "acknowledged", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def told(**what):
        os.write(notes, f"{json.dumps(what)}\n".encode())

    with app.app_context():
        if synchronous:
            event.listen(db.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA synchronous={synchronous}"))
        year = db.session.query(Call.year).scalar()
        ensure_person("ana@example.org")
        token, _ = open_session("ana@example.org", "fr", 1)
        assert not synchronous or db.session.scalar(text("PRAGMA synchronous")) == LEVELS[synchronous]
        db.session.commit()
        name = cookie_name()
    client = app.test_client()
    client.set_cookie(name, token)
    for place in range(files):
        writer = Writer(client).start(year)
        writer.fill(ESSENTIALS | {"envie": {"title": f"Un banc {place}", "what": "0"}})
        told(act="saved", file=writer.public_id, what="0")
        for words in "12345":
            assert writer.write("envie", {"what": words * 2000}).status_code == 302
            told(act="saved", file=writer.public_id, what=words)
        assert writer.send().status_code == 302
        told(act="received", file=writer.public_id)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
