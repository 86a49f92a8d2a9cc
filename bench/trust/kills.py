"""The server killed at random instants while people write and send: nothing acknowledged is lost.

    python bench/trust/kills.py [--database sqlite|postgresql] [--kills 200] [--hands 3] [--seed 1] [--without-papers]
                                [--minutes 60] [--control] [--json FILE]

A real gunicorn with its queue, people who sign in by the code of their mail, fill the real form, let it save by itself,
send; then SIGKILL to the whole group, and a new start. With PostgreSQL (a cluster of its own, fsync on) every second
kill takes the database server too. After each start, every file touched since the last one is compared with what its
writer was told; at the end all of them, and every mail must leave. The control answers first and commits a fifth of a
second later: it must lose, and stops there. tests/durability/test_kills.py is the short form. Ends with 1 when
something was lost.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import update

from bench.trust.place import town_at
from grants.db import db, now
from grants.mail import OutboxMail
from tests.durability.hands import Hand, lost
from tests.durability.machine import Cluster, Server, cluster, without_papers

MOST_ACTS = 12
LAST_ACT = 0.5
"""Seconds in which the kill falls, once so many acts were acknowledged."""
LONGEST = 60
LATE = "tests.durability.late_commit:app"
SLOWEST = 90


def options() -> argparse.Namespace:
    """Read what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--hands", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=600, help="stop there, and say how many kills were done")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-papers", action="store_true")
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def live_and_die(server: Server, hands: list[Hand], year: int, pick: random.Random) -> None:
    """Let people write until the kill: some acts after the start, at any instant of the next one."""
    server.start()
    born = monotonic()
    acts = acknowledged(hands) + pick.randrange(MOST_ACTS)
    with ThreadPoolExecutor(len(hands)) as pool:
        works = [pool.submit(hand.work, year, born + LONGEST, random.Random(pick.random())) for hand in hands]  # noqa: S311
        while acknowledged(hands) < acts and monotonic() < born + LONGEST / 2:
            sleep(0.01)
        sleep(pick.uniform(0.0, LAST_ACT))
        server.kill()
        for work in works:
            if fault := work.exception():
                sys.exit(f"{fault!r}\n{server.log.read_text(encoding='utf-8')[-3000:]}")


def acknowledged(hands: list[Hand]) -> int:
    """Count what was acknowledged so far."""
    return sum(hand.saves + hand.sendings for hand in hands)


def mails_left(app: object, server: Server) -> int:
    """Have every mail leave (the back-off is passed over); return how many did not."""
    server.start()
    with app.app_context():  # type: ignore[attr-defined]
        db.session.execute(update(OutboxMail).where(OutboxMail.sent_at.is_(None)).values(next_try_at=now()))
        db.session.commit()
        for _ in range(SLOWEST):
            waiting = db.session.query(OutboxMail).filter(OutboxMail.sent_at.is_(None)).count()
            db.session.rollback()
            if not waiting:
                break
            sleep(1)
    server.kill()
    return waiting


def play(wanted: argparse.Namespace, room: Path, stack: ExitStack) -> dict[str, object]:
    """Kill as often as wanted; return the figures."""
    pick, var, machine = random.Random(wanted.seed), room / "var", None  # noqa: S311 - instants, not secrets
    var.mkdir()
    url = ""
    if wanted.database == "postgresql":
        machine = stack.enter_context(cluster(room / "pg"))
        url = machine.url
    app, call = town_at(var, url)
    more = without_papers(var) if wanted.without_papers else {}
    application = LATE if wanted.control else "wsgi:app"
    server = Server(var, app.config["SQLALCHEMY_DATABASE_URI"], application=application, more=more)
    stack.callback(server.kill)
    hands = [Hand(server.port, var / "mail", f"main-{place}@example.org") for place in range(wanted.hands)]
    broken: list[str] = []
    machines_killed = done = 0
    ends = monotonic() + 60 * wanted.minutes
    for place in range(1, wanted.kills + 1):
        if monotonic() > ends:
            break
        done = place
        before = {id(hand): max(0, len(hand.promises) - 1) for hand in hands}
        live_and_die(server, hands, call.year, pick)
        if machine is not None and place % 2:
            machines_killed += restart(machine)
        broken += lost(app, [promise for hand in hands for promise in hand.promises[before[id(hand)] :]])
        if wanted.control and broken:
            break
        if place % 10 == 0:
            print(
                f"{place} kills, {acknowledged(hands)} acts acknowledged, {len(broken)} lost", *broken[:3], flush=True
            )
    promises = [promise for hand in hands for promise in hand.promises]
    broken += [] if wanted.control else lost(app, promises)
    return {
        "kills": done,
        "of the database server too": machines_killed,
        "saves acknowledged": sum(hand.saves for hand in hands),
        "sendings acknowledged": sum(hand.sendings for hand in hands),
        "lost": len(broken),
        "mails left behind": 0 if wanted.control else mails_left(app, server),
        "examples": broken[:5],
    }


def restart(machine: Cluster) -> int:
    """Kill the database server too, and start it."""
    machine.kill()
    machine.start()
    return 1


def main() -> None:
    """Kill, look, print."""
    wanted = options()
    started = monotonic()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        figures = play(wanted, Path(folder), stack)
    told = {"database": wanted.database, "seed": wanted.seed, "papers": not wanted.without_papers}
    told |= {"control": wanted.control, "date": f"{datetime.now(UTC):%Y-%m-%d}", **figures}
    told["seconds"] = round(monotonic() - started)
    for name, value in told.items():
        print(f"{name:28} {value}")
    if wanted.json:
        wanted.json.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    failed = bool(figures["lost"] or figures["mails left behind"])
    sys.exit(failed != wanted.control)


if __name__ == "__main__":
    main()
