"""A machine in trouble while people write: a full disk, writes that fail, a database stopped in the middle.

    python bench/trust/faults.py [--database sqlite|postgresql] [--runs 100] [--seed 1] [--control] [--json FILE]

One gunicorn is never started again. On SQLite its data lie on a small disk of memory (tmpfs, as root; else only the
second fault): in turn the disk is filled to the last byte, or the kernel refuses every write of the server beyond the
first byte of a file (RLIMIT_FSIZE). On PostgreSQL (a cluster of its own) the server is stopped, or killed, for a few
seconds. Meanwhile somebody saves, and one time in three sends: each answer must be a real “kept”, or a page of 503 in
plain words that holds all that was typed. Once the fault is over, the time until something is kept again is measured;
at the end nothing promised may be missing and every mail must leave by itself. Ends with 1 otherwise. The control is a
server that swallows its errors and says that all was kept: what it promised must be found missing.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import random
import resource
import secrets
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.trust.place import town_at
from grants.db import db
from grants.mail import OutboxMail
from tests.applications.page import fields_of
from tests.applications.pressing import ANSWERS
from tests.durability.hands import CUT, Hand, lost
from tests.durability.machine import Cluster, Server, cluster, without_papers
from tests.durability.posts import pass_over_the_waits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

DISK = 24
"""Megabytes of the small disk."""
BACK = 60
KEPT, DOWN = 302, 503
SWALLOWING = "tests.durability.swallowing:app"


@contextmanager
def full_disk(var: Path) -> Iterator[None]:
    """Fill the disk to its last byte."""
    with suppress(OSError), (var / "filling").open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            with suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
    try:
        yield
    finally:
        (var / "filling").unlink()


@contextmanager
def failing_writes(server: Server) -> Iterator[None]:
    """Have the kernel refuse the writes of the server and its worker."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii").split()
    everybody = [server.pid, *map(int, children)]
    for each in everybody:
        resource.prlimit(each, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for each in everybody:
            resource.prlimit(each, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def database_gone(machine: Cluster, *, killed: bool) -> Iterator[None]:
    """Stop the database server, in order or not."""
    (machine.kill if killed else machine.stop)()
    try:
        yield
    finally:
        machine.start()


class Writer:
    """Somebody who goes on while the machine is in trouble, and what they saw."""

    def __init__(self, hand: Hand, year: int, pick: random.Random) -> None:
        """Begin without a file."""
        self.hand, self.year, self.pick = hand, year, pick
        self.seen: Counter[str] = Counter()
        self.bad: list[str] = []

    def ready(self) -> dict[str, object]:
        """Have a whole file open, and return the page as it stands."""
        if self.hand.current is None:
            self.hand.begin(self.year)
            self.hand.save(ANSWERS | {"title": f"Un banc {secrets.token_hex(8)}"})
        return fields_of(self.hand.ask("GET", f"/dossiers/{self.hand.current.public_id}/envie")[2])

    def save(self, form: dict[str, object]) -> None:
        """Press “save”: the text is kept, or it comes back."""
        words = f"Nous posons dix bancs\u00a0: {secrets.token_hex(30)}, et nous écoutons qui s’y assied."
        file = self.hand.current
        file.unsure.setdefault("what", set()).add(words)
        home = f"/dossiers/{file.public_id}/envie"
        status, headers, page = self.hand.ask("POST", home, form | {"what": words, "then": "stay"})
        self.seen[f"save {status}"] += 1
        if status == KEPT:
            file.kept["what"] = words
            file.unsure.pop("what")
        elif status != DOWN or words not in html.unescape(page) or "Retry-After" not in headers:
            self.bad.append(f"a save answered {status} without the text: {page[:200]}")

    def send(self) -> None:
        """Press “send”: received is received."""
        try:
            self.hand.send()
            self.seen["send 302"] += 1
        except (AssertionError, TypeError) as error:
            self.seen[f"send refused ({error!s:.20})"] += 1

    def back(self) -> float:
        """Return how long it takes until something is kept again."""
        began = monotonic()
        while monotonic() < began + 2 * BACK:
            with suppress(AssertionError, TypeError, AttributeError, *CUT):
                if self.hand.current is None or self.hand.current.pressed:
                    self.hand.current = None
                    self.ready()
                self.hand.save({"when": f"En mai, {secrets.token_hex(6)}"})
                return monotonic() - began
            sleep(0.2)
        self.bad.append("it did not come back")
        return monotonic() - began


def mails_left(app: Flask) -> int:
    """Wait for the server's own queue to send everything; return how many mails did not leave."""
    pass_over_the_waits(app)
    waiting = 1
    for _ in range(3 * BACK):
        with app.app_context():
            waiting = db.session.query(OutboxMail).filter(OutboxMail.sent_at.is_(None)).count()
        if not waiting:
            break
        sleep(1)
    return waiting


def play(wanted: argparse.Namespace, room: Path, stack: ExitStack) -> dict[str, object]:
    """Break the machine as often as wanted; return the figures."""
    pick, var = random.Random(wanted.seed), room / "var"  # noqa: S311 - instants, not secrets
    var.mkdir()
    small = wanted.database == "sqlite" and os.getuid() == 0 and mounted(var, stack)
    machine = stack.enter_context(cluster(room / "pg")) if wanted.database == "postgresql" else None
    app, call = town_at(var, machine.url if machine else "")
    application = SWALLOWING if wanted.control else "wsgi:app"
    server = Server(var, app.config["SQLALCHEMY_DATABASE_URI"], application=application, more=without_papers(var))
    stack.callback(server.kill)
    server.start()
    faults: dict[str, Callable[[], object]] = {"writes fail": lambda: failing_writes(server)}
    if small:
        faults["disk full"] = lambda: full_disk(var)
    if machine is not None:
        faults = {
            "database stopped": lambda: database_gone(machine, killed=False),
            "database killed": lambda: database_gone(machine, killed=True),
        }
    hand = Hand(server.port, var / "mail", "ana@example.org")
    hand.sign_in()
    writer, times, runs = Writer(hand, call.year, pick), [], Counter[str]()
    ends = monotonic() + 60 * wanted.minutes
    for place in range(wanted.runs):
        if monotonic() > ends:
            break
        name = sorted(faults)[place % len(faults)]
        form = writer.ready()
        with faults[name]():  # type: ignore[attr-defined]
            for _ in range(pick.randrange(1, 4)):
                writer.save(form)
            if place % 3 == 0:
                writer.send()
            sleep(pick.uniform(0, 0.5))
        times.append(writer.back())
        runs[name] += 1
        if place % 10 == 9:  # noqa: PLR2004 - every tenth
            print(f"{place + 1} faults, {dict(writer.seen)}, {len(writer.bad)} bad answers", flush=True)
    broken = lost(app, hand.promises)
    told = {"runs": dict(runs), "answers": dict(writer.seen), "bad answers": len(writer.bad), "lost": len(broken)}
    told |= {"mails left behind": 0 if wanted.control else mails_left(app), "slowest return, s": round(max(times), 1)}
    return {**told, "examples": [*writer.bad[:2], *broken[:2]]}


def mounted(var: Path, stack: ExitStack) -> bool:
    """Give the data a small disk of their own, if this machine lets us."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(var)]
    done = subprocess.run(command, check=False).returncode == 0  # noqa: S603 - our own words
    if done:
        stack.callback(subprocess.run, ["umount", "--lazy", str(var)], check=False)
    return done


def main() -> None:
    """Break, look, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=600, help="stop there, and say how many faults were tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    started = monotonic()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        figures = play(wanted, Path(folder), stack)
    told = {
        "database": wanted.database,
        "seed": wanted.seed,
        "control": wanted.control,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        **figures,
    }
    told["seconds"] = round(monotonic() - started)
    for name, value in told.items():
        print(f"{name:20} {value}")
    if wanted.json:
        wanted.json.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    bad = figures["bad answers"] or figures["lost"] or figures["mails left behind"]
    slow = float(str(figures["slowest return, s"])) > BACK
    sys.exit(not figures["lost"] if wanted.control else bool(bad) or slow)


if __name__ == "__main__":
    main()
