"""Votes, orders and payments, each pressed by sixteen hands at once, some of whom lose the line: each happens once.

    python bench/trust/double_acting.py [--files 200] [--control] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL; a real gunicorn with two processes. Each file
has five forms with a one-time key, whose page is open in sixteen hands: the vote of 5 €, an order of 2 € then of the
rest, a payment of 2 € then of the rest. Ceilings would allow the first of each again: only the key forbids it. Of the
sixteen, five close the line without waiting for the answer, and press again. At the end each key has its lines and no
more, each file one award and one mail for each of its three steps, and the ledger verifies. The control gives each
press a key of its own, as a page without keys would: orders and payments must come twice. Ends with 1 otherwise.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import func

from bench.trust.bare import bare_town, tell
from grants.accounts.services import open_session
from grants.applications.models import ApplicationEvent
from grants.budget import queries
from grants.budget.forms import amount_field
from grants.budget.models import Award, LedgerEntry
from grants.db import db
from grants.mail import OutboxMail
from tests.applications.pressing import HANDS, ask, served, with_token
from tests.budget.conftest import make_year

if TYPE_CHECKING:
    from flask import Flask

DESK = "/gestion/budget/2026"
CUT = 5
"""Hands that lose the line."""
STEPS = (("payment_order", "2"), ("payment_order", "3"), ("payment", "2"), ("payment", "3"))
MAILS = ("application_voted", "application_ordered", "application_paid")
NOTHING_TWICE = {"commitment": 1, "payment_order": 2, "payment": 2}


def laid(app: Flask, files: int) -> tuple[dict[str, int], str]:
    """Open the year with so many files, whose people can be written to; return their ids by number, and a sign-in."""
    with app.app_context():
        year = make_year()
        for number in range(1, files + 1):
            file = year.ask(number, 230_000)
            file.answers = file.answers | {"contact_email": f"ana-{number}@example.org"}
        db.session.commit()
        token, _ = open_session(year.clerk.email, "fr", 1)
        db.session.commit()
        return {number: file.id for number, file in year.files.items()}, f"grants={token}"


class Desk:
    """The desk of a clerk whose every button is pressed by sixteen hands."""

    def __init__(self, port: int, cookie: str, *, keys: bool) -> None:
        """Open a page for its token; without keys each press is an act of its own."""
        self.port, self.keys = port, keys
        self.cookie, self.token = with_token(port, cookie)
        self.answers: Counter[int] = Counter()

    def press(self, path: str, **fields: str) -> None:
        """Press one button with all hands."""
        start, once = Barrier(HANDS), secrets.token_urlsafe(16)

        def hand(place: int) -> int:
            key = once if self.keys else secrets.token_urlsafe(16)
            data = {"csrf_token": self.token, "once": key, **fields}
            start.wait()
            if place < CUT:
                self._lose_the_line(path, data)
            return int(ask(self.port, "POST", path, self.cookie, data)[0])

        with ThreadPoolExecutor(HANDS) as pool:
            self.answers.update(pool.map(hand, range(HANDS)))

    def read_again(self, fields: dict[str, str]) -> dict[str, str]:
        """Have a vote read again before it is recorded; return what that page carries of what was seen."""
        data = {"csrf_token": self.token, "once": secrets.token_urlsafe(16), **fields}
        page = ask(self.port, "POST", f"{DESK}/vote", self.cookie, data)[2]
        found = re.search(r'name="seen" value="([^"]+)"', page)
        if found is None:
            sys.exit(page)
        return {**fields, "seen": found[1], "step": "record"}

    def _lose_the_line(self, path: str, data: dict[str, str]) -> None:
        """Send, and hang up."""
        with closing(HTTPConnection("127.0.0.1", self.port)) as line:
            headers = {"Host": "localhost", "Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", path, urlencode(data), headers)


def tally(app: Flask, files: int) -> dict[str, Any]:
    """Count what was written, and name what differs from once each."""
    with app.app_context():
        kinds = dict(db.session.query(LedgerEntry.kind, func.count()).group_by(LedgerEntry.kind))
        mails = dict(db.session.query(OutboxMail.template, func.count()).group_by(OutboxMail.template))
        told = {
            "awards": db.session.query(Award).count(),
            **{kind: kinds.get(kind, 0) for kind in NOTHING_TWICE},
            **{name: mails.get(name, 0) for name in MAILS},
            "steps": db.session.query(ApplicationEvent).filter(ApplicationEvent.kind.in_(("voted", "paid"))).count(),
        }
        queries.verify_ledger()
    wanted = {"awards": 1, **NOTHING_TWICE, **dict.fromkeys(MAILS, 1), "steps": 2}
    return {**told, "differs": [name for name, each in wanted.items() if told[name] != each * files]}


def main() -> None:
    """Press, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    started = monotonic()
    with bare_town() as (app, var):
        files, cookie = laid(app, wanted.files)
        with served(app, var, papers=False) as port:
            desk = Desk(port, cookie, keys=not wanted.control)
            for place, (number, key) in enumerate(files.items(), start=1):
                vote = {"number": f"CM-{place}", "voted_on": "20/11/2026", amount_field(key): "5"}
                desk.press(f"{DESK}/vote", **desk.read_again(vote))
                for kind, euros in STEPS:
                    desk.press(f"{DESK}/dossiers/{number}", kind=kind, cents=euros, act="", reason="")
                if place % 20 == 0:
                    print(f"{place} files, {monotonic() - started:.0f} s", dict(desk.answers), flush=True)
        figures = tally(app, wanted.files)
    told: dict[str, Any] = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "database": os.environ.get("DATABASE_URL", "sqlite")[:10],
    }
    told |= {"files": wanted.files, "keys": wanted.files * 5, "hands": HANDS, "control": wanted.control}
    told |= {"answers": dict(desk.answers), **figures, "seconds": round(monotonic() - started)}
    tell(told, wanted.json)
    sys.exit(bool(figures["differs"]) != wanted.control)


if __name__ == "__main__":
    main()
