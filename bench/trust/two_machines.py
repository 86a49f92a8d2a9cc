"""An evening on two web machines, a worker, a primary and its replica: the machines die one after the other.

    python bench/trust/two_machines.py [--seconds 60] [--readers 200] [--posts 20] [--seed 1] [--control] [--json FILE]

As root, on Linux. Eight network namespaces on a bridge: PostgreSQL and a real streaming replica, two gunicorns, two
workers, nginx as deploy/nginx.conf says, people from 240 addresses, their mail server. While people read, tick at the
door, leave words, tick encounters, type drafts and ask for codes, power goes (link down, then SIGKILL) from a web
machine at a quarter of the evening, from the replica at a half, from the worker at two thirds; another worker starts,
the web machine comes back. At the end every acknowledged writing is looked for in the database, every mail in the mail
server. The control serves by an application that answers first and commits a fifth of a second later: it must lose.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import ssl
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aiosmtpd.controller import Controller
from sqlalchemy import text, update

from bench.trust.crowd import (
    YEAR,
    Told,
    again_until,
    asking_a_link,
    at_the_door,
    meeting,
    saving,
    with_words,
)
from bench.trust.machines import Room, Site, address, home, until
from bench.trust.proxy import HOST
from bench.trust.slow import Place, reads
from grants.accounts.models import SessionRow
from grants.accounts.services import ensure_person, open_session
from grants.app import create_app
from grants.applications.models import Application
from grants.db import db, now
from grants.mail import OutboxMail
from grants.plenary.models import Plenary, Tick
from grants.plenary.queries import participants_of, plenary_of_year
from grants.settings import load_settings
from grants.voices.models import Voice
from tests.applications.pressing import written_drafts
from tests.durability.posts import Sink
from tests.town import make_call

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

PAGES = (f"/pleniere/{YEAR}", f"/pleniere/{YEAR}/maintenant.json", "/", "/projets/", f"/budget/{YEAR}", "/aide")
LATE = "tests.durability.late_commit:app"
MAIL_PORT = 2525
SHARES = {"tick": 0.4, "autosave": 0.3, "word": 0.1, "encounter": 0.1, "code": 0.1}
"""Of the writings of each second."""
MET = text(
    "SELECT side.participant_id, CASE WHEN one_id = side.participant_id THEN other_id ELSE one_id END"
    " FROM encounter JOIN encounter_side AS side ON encounter_id = encounter.id WHERE said_at IS NOT NULL"
)


class Names(Sink):
    """A mail server that also notes to whom."""

    def __init__(self) -> None:
        """Begin with an empty mailbox."""
        super().__init__()
        self.to: dict[str, Counter[str]] = {}

    async def handle_RCPT(self, _server: object, session: Any, envelope: Any, who: str, _options: object) -> str:  # noqa: ANN401, N802
        """Note the envelope."""
        del session
        envelope.rcpt_tos.append(who)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        """Keep the mail."""
        before = Counter(self.received)
        answer = await super().handle_DATA(server, session, envelope)
        for name in self.received - before:
            self.to.setdefault(envelope.rcpt_tos[0], Counter())[name] += 1
        return str(answer)


def town(app: Flask, drafts: int) -> dict[str, Any]:
    """Load an evening that is today, a call that is open, and people who signed in."""
    loaded = app.test_cli_runner().invoke(args=["db", "upgrade"])
    loaded = app.test_cli_runner().invoke(args=["demo", "load", "--stage", "plenary", "--year", str(YEAR)])
    if loaded.exit_code:
        sys.exit(loaded.output)
    today = datetime.now(UTC).date()
    with app.app_context():
        db.session.execute(update(Plenary).values(held_on=today))
        far = today.replace(year=today.year + 1)
        call = make_call(year=YEAR + 1, opens_on=today.replace(day=1), closes_on=far, complete_by=far)
        db.session.commit()
        db.session.refresh(call)
        db.session.expunge_all()
    written, cookie = written_drafts(app, call, drafts)
    with app.app_context():
        names = [name for name, _ in written]
        first = db.session.query(Application).filter_by(public_id=names[0]).one().answers["what"]
        ensure_person("accueil@example.org").role = "staff"
        token, _ = open_session("accueil@example.org", "fr", 1)
        db.session.execute(update(SessionRow).values(factor_at=now()))
        offered = [each for each in participants_of(plenary_of_year(YEAR)) if each.coming and each.project_id]
        people = [(each.id, each.token, each.project_id) for each in offered]
        public = text("SELECT slug FROM project WHERE public_since IS NOT NULL ORDER BY id LIMIT 8")
        slugs = db.session.scalars(public).all()
        db.session.commit()
        db.session.execute(text("DELETE FROM outbox_mail"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return {
        "drafts": names, "first": first, "writer": f"__Host-{cookie}", "clerk": f"__Host-grants={token}",
        "people": people, "slugs": slugs,
    }  # fmt: skip


def writers(told: Told, found: dict[str, Any], posts: int) -> list[tuple[Callable[[], None], float]]:
    """Return who writes, and how many seconds lie between two of their writings."""
    ids, made = [each for each, _, _ in found["people"]], []
    for kind, each in (("tick", 1.0), ("autosave", 2.0), ("word", 5.0), ("encounter", 3.0), ("code", 3.0)):
        for number in range(max(1, round(posts * SHARES[kind] * each))):
            act = {
                "tick": lambda n=number: at_the_door(told, found["clerk"], ids, n),
                "autosave": lambda n=number: saving(told, found["writer"], found["drafts"][n], found["first"], 40 + n),
                "word": lambda n=number: with_words(told, found["slugs"], 80 + n),
                "encounter": lambda n=number: meeting(told, found["people"], 120 + n),
                "code": lambda n=number: asking_a_link(told, 160 + n),
            }[kind]
            made.append((act(), each))
    return made


def accidents(room: Room, site: Site, seconds: int, said: list[str]) -> None:
    """Take the power from one machine after the other; bring some back."""
    begun = time.monotonic()

    def at(part: float, words: str, *acts: Callable[[], object]) -> None:
        time.sleep(max(0.0, begun + part * seconds - time.monotonic()))
        for act in acts:
            act()
        said.append(f"{time.monotonic() - begun:5.1f} s  {words}")
        print(said[-1], flush=True)

    at(0.25, "web1 lost its power", lambda: room.power_off("web1"))
    seen = site.look("replica", "SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'")
    at(0.5, f"the replica lost its power, {seen} questions answered", lambda: room.power_off("replica"))
    at(0.66, "the worker lost its power", lambda: room.power_off("worker"))
    at(0.75, "web1 is back", lambda: room.power_on("web1"), lambda: site.serve("web1"))
    at(0.8, "another worker begins", lambda: site.work("worker2"))


def hold(site: Site, acts: list[tuple[Callable[[], None], float]], place: Place, wanted: argparse.Namespace) -> None:
    """Hold the evening."""
    end = time.monotonic() + wanted.seconds
    hands = [threading.Thread(target=again_until, args=(act, each, end)) for act, each in acts]
    hands.append(threading.Thread(target=accidents, args=(site.room, site, wanted.seconds, [])))

    async def readers() -> None:
        crowd = [reads(place, home(n), list(PAGES), wanted.pause, end) for n in range(wanted.readers)]
        await asyncio.gather(*crowd)

    hands.append(threading.Thread(target=lambda: asyncio.run(readers())))
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()


def lost(app: Flask, told: Told, sink: Names) -> dict[str, int]:
    """Count what was acknowledged and is nowhere."""
    with app.app_context():
        ticks = set(db.session.scalars(db.select(Tick.key)))
        words = set(db.session.scalars(db.select(Voice.words)))
        met = {tuple(row) for row in db.session.execute(MET)}
        asked = Application.public_id.in_(told.saves)
        drafts = {row.public_id: row.answers["what"] for row in db.session.scalars(db.select(Application).where(asked))}
        db.session.remove()
    twice = sum(len(names) > 1 for names in sink.to.values())
    behind = [name for name, count in told.saves.items() if int(drafts[name].split()[1]) < count]
    return {
        "ticks": len(set(told.ticks) - ticks),
        "words": len(set(told.words) - words),
        "encounters": len(set(told.encounters) - met),
        "autosaves": len(behind),
        "mails": len([each for each in told.mails if each not in sink.to]),
        "mails of another Message-ID": max(0, twice - told.again["code asked"]),  # asked again, it is another code
    }


def play(folder: Path, wanted: argparse.Namespace) -> dict[str, Any]:
    """Make the room, hold the evening, look for everything."""
    room = Room(folder)
    sink = Names()
    controller = Controller(sink, hostname=address("people"), port=MAIL_PORT)
    try:
        controller.start()
        site = Site(room, MAIL_PORT, LATE if wanted.control else "wsgi:app")
        app = create_app(load_settings(site.environ | {"GRANTS_ENV": "testing", "DATABASE_REPLICA_URL": ""}))
        found = town(app, max(1, wanted.posts))
        site.follow()
        for name in ("web1", "web2"):
            site.serve(name)
        site.work()
        context = ssl.create_default_context(cafile=str(site.stand_before()))
        place, told = Place(443, HOST, context, address=address("front")), Told(context)
        until(lambda: all(_answers(name) for name in ("web1", "web2")))
        hold(site, writers(told, found, wanted.posts), place, wanted)
        with app.app_context():
            until(lambda: _waiting() == 0, 150)
        return figures(told, place, lost(app, told, sink), sink)
    finally:
        controller.stop()
        room.clear()


def _answers(name: str) -> bool:
    """Tell whether a web machine says it is well."""
    from http.client import HTTPConnection  # noqa: PLC0415

    asked = HTTPConnection(address(name), 8000, timeout=5)
    asked.request("GET", "/healthz", headers={"Host": HOST})
    return asked.getresponse().status == 200  # noqa: PLR2004


def _waiting() -> int:
    db.session.rollback()
    return int(db.session.query(OutboxMail).filter(OutboxMail.sent_at.is_(None)).count())


def figures(told: Told, place: Place, missing: dict[str, int], sink: Names) -> dict[str, Any]:
    """Return all that is to be told."""
    waits = sorted(each for times in place.times.values() for each in times)
    return {
        "pages read": len(waits),
        "p95 of a page, ms": round(waits[int(0.95 * len(waits))]) if waits else 0,
        "pages that failed": dict(Counter(place.faults)),
        "acknowledged": dict(told.done),
        "sent a second time": dict(told.again),
        "failed after that": dict(told.failed),
        "longest wait of a writing, s": round(told.longest, 1),
        "mails arrived": len(sink.received),
        "mails that came twice": sum(count > 1 for count in sink.received.values()),
        "lost": missing,
    }


def main() -> None:
    """Play, print, and end with 1 when something was lost (0 for the control)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("seconds", 60), ("readers", 200), ("posts", 20), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--pause", type=float, default=4.0, help="seconds between two pages of one reader")
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    random.seed(wanted.seed)
    if os.getuid():
        sys.exit("Network namespaces need root.")
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # noqa: S108
        told = play(Path(folder), wanted)
    told = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "seed": wanted.seed, "control": wanted.control, **told}
    told |= {"load": round(os.getloadavg()[0], 1)}
    for name, value in told.items():
        print(f"{name:30} {value}")
    if wanted.json:
        wanted.json.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    broken = bool(sum(told["lost"].values()))
    sys.exit(broken != wanted.control or (not wanted.control and bool(told["failed after that"])))


if __name__ == "__main__":
    main()
