"""The sender of mails killed at random, before a moody mail server: no mail is lost, a repeat is the very same mail.

    python bench/trust/mails.py [--kills 200] [--each 6] [--seed 1] [--control noted|uncounted] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL. Before each kill some mails are written; then
a sender starts: in turn a bare process that delivers, `flask jobs run` (one time in ten) and the web process with its
queue (one time in ten). A real SMTP server answers late, busy (10 %), refuses (5 %) or cuts the line after it took a
mail (5 %, once each); SIGKILL falls after some mails: half of the times at any instant, half of the times when the
server has a mail and the sender does not know it yet, as often as not the very mail that was cut off before. The waits
between tries are passed over by making what waits due, as if hours had gone by. At the end each mail arrived once or
twice; one whose sending was cut off twice waits for staff, who look whether it came and send it again if not: then
everything must have arrived. Two controls: `noted` writes a mail down as sent before it leaves, it must lose;
`uncounted` does not count what is unsure, some mail
must arrive three times. tests/durability/test_posts.py is the short form, with a server down for two days.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aiosmtpd.controller import Controller

from bench.trust.place import town_at
from grants.db import db
from grants.mail import OutboxMail, delivery
from grants.mail.models import MOST_UNSURE
from grants.mail.services import try_again
from tests.applications.pressing import HOUSE
from tests.durability.machine import Server, free_port
from tests.durability.posts import Sink, deliver, note_before_sending, pass_over_the_waits, sender, wait_for, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

PATIENCE = 20
"""Seconds after which the kill falls although few mails left."""
LAST, HALF = 0.1, 0.5


def bare(app: Flask, _server: Server, until: Callable[[], object]) -> None:
    """Kill a process that only delivers."""
    child = sender(app)
    until()
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    wait_for(child)


def jobs(_app: Flask, server: Server, until: Callable[[], object]) -> None:
    """Kill `flask jobs run`."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    with server.log.open("ab") as log:
        process = subprocess.Popen(command, cwd=HOUSE, env=server.environ, stdout=log, stderr=log)  # noqa: S603 - ours
    until()
    process.kill()
    process.wait()


def web(_app: Flask, server: Server, until: Callable[[], object]) -> None:
    """Kill the web process: it begins with what waited for it."""
    server.start()
    until()
    server.kill()


def at_any_instant(sink: Sink, more: int, last: float) -> Callable[[], object]:
    """Return how to wait until so many more mails have arrived, then so many seconds."""
    goal, ends = sum(sink.received.values()) + more, monotonic() + PATIENCE

    def until() -> None:
        while sum(sink.received.values()) < goal and monotonic() < ends:
            sleep(0.002)
        sleep(last)

    return until


@contextmanager
def in_hand(sink: Sink, more: int) -> Iterator[Callable[[], object]]:
    """Give how to wait until that many more mails have arrived; the server says nothing of the last one meanwhile."""
    goal, arrived, killed = sum(sink.received.values()) + more, Event(), Event()

    def silent(_sink: Sink) -> None:
        if sum(sink.received.values()) >= goal:
            arrived.set()
            killed.wait(PATIENCE)

    sink.after = silent
    try:
        yield lambda: arrived.wait(PATIENCE)
    finally:
        sink.after = None
        killed.set()


def play(wanted: argparse.Namespace, app: Flask, server: Server, sink: Sink) -> dict[str, Any]:
    """Kill as often as wanted, then let everything leave."""
    pick = random.Random(wanted.seed)  # noqa: S311 - instants, not secrets
    names: list[str] = []
    kills: Counter[str] = Counter()
    for place in range(1, wanted.kills + 1):
        names += write(app, wanted.each, len(names))
        pass_over_the_waits(app)
        more = pick.randrange(wanted.each + 1)
        how = web if place % 10 == 0 else jobs if place % 10 == 5 else bare  # noqa: PLR2004 - one time in ten
        if pick.random() < HALF:
            with in_hand(sink, 1 if pick.random() < HALF else 1 + more) as until:
                how(app, server, until)
        else:
            how(app, server, at_any_instant(sink, more, pick.uniform(0, LAST)))
        kills[how.__name__] += 1
        if place % 20 == 0:
            print(f"{place} kills, {len(names)} written, {len(sink.received)} arrived", flush=True)
    sink.moody = False
    pass_over_the_waits(app)
    deliver(app)
    left_to_staff = decided_by_staff(app, sink)
    deliver(app)
    with app.app_context():
        waiting = db.session.query(OutboxMail).filter(OutboxMail.sent_at.is_(None)).count()
    lost = [name for name in names if name not in sink.received]
    times = dict(sorted(Counter(sink.received.values()).items()))
    told = {"kills": dict(kills), "mails": len(names), "lost": len(lost), **left_to_staff}
    return {**told, "still waiting": waiting, "arrived × times": times}


def decided_by_staff(app: Flask, sink: Sink) -> dict[str, int]:
    """Have staff look whether what was cut off twice came, and send again what did not; count both."""
    with app.app_context():
        unsure = db.session.query(OutboxMail).filter(OutboxMail.sent_at.is_(None), OutboxMail.trouble != "").all()
        there = [mail for mail in unsure if mail.message_id in sink.received]
        again = [try_again(mail.id) for mail in unsure if mail not in there]
        for mail in there:
            db.session.delete(mail)
        db.session.commit()
    return {"left to staff": len(unsure), "which they sent again": len(again)}


def main() -> None:
    """Kill, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--each", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", choices=("noted", "uncounted"), default="")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    started, sink = monotonic(), Sink(wanted.seed)
    sink.moody = True
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    with tempfile.TemporaryDirectory() as folder:
        app, _ = town_at(Path(folder), os.environ.get("DATABASE_URL", ""))
        mail_url = f"smtp://127.0.0.1:{controller.port}"
        app.extensions["settings"] = replace(app.extensions["settings"], mail_url=mail_url)
        server = Server(Path(folder), app.config["SQLALCHEMY_DATABASE_URI"], more={"GRANTS_MAIL_URL": mail_url})
        if wanted.control == "noted":
            delivery._take_next = note_before_sending()  # noqa: SLF001 - what is spoilt on purpose
        elif wanted.control:
            delivery.MOST_UNSURE = 1000
        controller.start()
        figures = play(wanted, app, server, sink)
        controller.stop()
    told = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "seed": wanted.seed, "control": wanted.control, **figures}
    told |= {"database": os.environ.get("DATABASE_URL", "sqlite")[:10], "seconds": round(monotonic() - started)}
    for name, value in told.items():
        print(f"{name:20} {value}")
    if wanted.json:
        wanted.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    bad = figures["lost"] or figures["still waiting"] or max(figures["arrived × times"]) > MOST_UNSURE
    sys.exit(bool(bad) != bool(wanted.control))


if __name__ == "__main__":
    main()
