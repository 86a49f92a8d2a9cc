"""How long an agent who was removed still gets in: one process removes, another answers without rest.

    python -m bench.trust.removal [--rounds 100] [--json FILE]

On SQLite, or on the empty database of DATABASE_URL. Each round an agent asks for the desk again and again of a server
in another process, an administrator's process removes them, and what is counted is the time from the commit to the
first refusal, and the pages given after it. Control: a server that remembers for five seconds who has which session
must give pages after the removal.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from werkzeug.serving import make_server

from bench.trust.bare import bare_town
from grants.accounts.services import ensure_person, open_session
from grants.accounts.services.team import remove_from_staff
from grants.accounts.views import sign_in
from grants.app import create_app
from grants.db import db
from grants.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

REMEMBERED = 5.0
WATCHED = 1.5
DESK = "/gestion/kits/"


def remembering(ask: Callable[[str], object]) -> Callable[[str], object]:
    """Remember an answer for some seconds: the fault that the control makes."""
    kept: dict[str, tuple[float, object]] = {}

    def asked(token: str) -> object:
        at, row = kept.get(token, (0.0, None))
        if time.monotonic() - at > REMEMBERED:
            row = ask(token)
            _ = row and (row.person.email, row.person.role)  # type: ignore[attr-defined]
            db.session.expunge_all()
            kept[token] = (time.monotonic(), row)
        return kept[token][1]

    return asked


def serve(*, cached: bool) -> None:
    """Answer on a free port, written on the first line, until killed."""
    app = create_app(load_settings({**os.environ, "GRANTS_ENV": "testing"}))
    if cached:
        sign_in.live_session = remembering(sign_in.live_session)  # type: ignore[assignment, arg-type]
    server = make_server("localhost", 0, app, threaded=True)
    print(server.port, flush=True)
    server.serve_forever()


def asks(port: int, cookie: str, until: threading.Event, seen: list[tuple[float, int]]) -> None:
    """Ask for the desk without rest; note when each question left, and its answer's status."""
    connection = HTTPConnection("localhost", port)
    while not until.is_set():
        left = time.monotonic()
        connection.request("GET", DESK, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        seen.append((left, answer.status))


def one(app: Flask, port: int, number: int) -> tuple[float, int]:
    """Remove somebody while they ask; return the seconds to the first refusal, and how many pages came after."""
    with app.app_context():
        person = ensure_person(f"agent-{number}@example.org")
        person.role = "staff"
        token, _ = open_session(person.email, "fr", 1)
        db.session.commit()
        seen: list[tuple[float, int]] = []
        until = threading.Event()
        name = sign_in.cookie_name()
        asker = threading.Thread(target=asks, args=(port, f"{name}={token}", until, seen))
        asker.start()
        while not any(status == 200 for _, status in seen):  # noqa: PLR2004 - a page
            time.sleep(0.005)
        remove_from_staff(person, "command")
        db.session.commit()
        done = time.monotonic()
        while time.monotonic() - done < WATCHED and not any(status != 200 for _, status in seen):  # noqa: PLR2004
            time.sleep(0.002)
        first = next((left for left, status in seen if status != 200), done + WATCHED)  # noqa: PLR2004
        until.set()
        asker.join()
        after = sum(left > done and status == 200 for left, status in seen)  # noqa: PLR2004
        return max(0.0, first - done), after


def measured(app: Flask, var: Path, rounds: int, *, cached: bool) -> dict[str, object]:
    """Start a server in a process of its own, and remove that many agents."""
    words = [sys.executable, "-m", "bench.trust.removal", "--serve", *(["--cached"] if cached else [])]
    environ = {**os.environ, "GRANTS_VAR": str(var)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environ) as server:  # noqa: S603
        port = int(server.stdout.readline())  # type: ignore[union-attr]
        start = rounds * 10 if cached else 0
        try:
            found = [one(app, port, start + each) for each in range(rounds)]
        finally:
            server.kill()
    late = sorted(seconds for seconds, _ in found)
    return {"rounds": rounds, "slowest_s": round(late[-1], 4), "pages_after": sum(pages for _, pages in found)}


def main() -> None:
    """Measure, then the control."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--cached", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(cached=asked.cached)
        return
    with bare_town() as (app, var):
        with app.app_context():
            ensure_person("chef@example.org").role = "admin"
            db.session.commit()
        result = {
            "database": app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0],
            "removal": measured(app, var, asked.rounds, cached=False),
            "control_remembering": measured(app, var, 3, cached=True),
        }
    written = json.dumps(result, indent=1)
    print(written)
    if asked.json:
        asked.json.write_text(written, "utf-8")
    control = result["control_remembering"]
    sys.exit(0 if not result["removal"]["pages_after"] and control["pages_after"] else 1)  # type: ignore[index]


if __name__ == "__main__":
    main()
