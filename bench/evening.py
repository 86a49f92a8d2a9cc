"""The evening under load: phones on the programme page while people are ticked at the door, before a real gunicorn.

    python bench/evening.py [--phones 200] [--seconds 20] [--ticks 20] [--workers 2] [--pause 2] [--json FILE]

Each phone reads the programme, looks where the evening stands, pauses as somebody who reads, and reads again; three in
ten open their own page every third time. Meanwhile a clerk's phone sends ticks. The same phones then ask for
`/healthz`, which does nothing: the bare answer of that server. The load of the machine before and after is printed,
since what else runs there waits in the same queue. Ends with 1 when a goal is missed.
"""

import argparse
import asyncio
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

with socket.socket() as _free:
    _free.bind(("127.0.0.1", 0))
    PORT = _free.getsockname()[1]
PATIENCE = 30
YEAR = 2026
GOAL_MS = 300
FOUND = (200, 304)


class Phone:
    """One connection kept open, as a browser does."""

    def __init__(self) -> None:
        """Begin without a connection, and without a page."""
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None
        self.marks: dict[str, str] = {}

    async def get(self, address: str, body: bytes = b"", cookie: str = "") -> tuple[int, float]:
        """Return the status of one answer and how long it took, in milliseconds."""
        started = time.perf_counter()
        for _ in range(2):  # a server closes a connection that has been quiet for long
            try:
                status = await asyncio.wait_for(self._ask(address, body, cookie), PATIENCE)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                self.writer = None
            else:
                return status, 1000 * (time.perf_counter() - started)
        return 0, 1000 * (time.perf_counter() - started)

    async def _ask(self, address: str, body: bytes, cookie: str) -> int:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", PORT)
        head = [f"{'POST' if body else 'GET'} {address} HTTP/1.1", "Host: localhost", f"Cookie: {cookie}"]
        head += [f"If-None-Match: {self.marks[address]}"] if address in self.marks else []
        if body:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        self.writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await self.writer.drain()
        assert self.reader is not None  # noqa: S101 - opened above
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        fields = dict(line.split(": ", 1) for line in answer.split("\r\n")[1:] if ": " in line)
        if length := int(fields.get("Content-Length", "0")):
            await self.reader.readexactly(length)
        if "ETag" in fields:
            self.marks[address] = fields["ETag"]
        return int(answer.split(" ", 2)[1])


async def hand(
    addresses: list[str], until: float, pause: float, times: dict[str, list[float]], faults: list[str]
) -> None:
    """Be one phone until the end."""
    phone = Phone()
    await asyncio.sleep(random.random() * pause)  # noqa: S311 - people, not secrets
    look = 0
    while time.monotonic() < until:
        look += 1
        for address in addresses if look % 3 == 1 else addresses[:2]:
            status, spent = await phone.get(address)
            times.setdefault("/pleniere/moi" if "/moi/" in address else address, []).append(spent)
            if status not in FOUND:
                faults.append(f"{address}: {status}")
        await asyncio.sleep(pause * (0.5 + random.random()))  # noqa: S311 - as above


async def door(
    clerk: dict[str, str], each_second: int, until: float, times: dict[str, list[float]], faults: list[str]
) -> None:
    """Be the phone at the door: one tick a sending."""
    from urllib.parse import urlencode  # noqa: PLC0415

    phone = Phone()
    people = json.loads(clerk["people"])
    while time.monotonic() < until:
        begun = time.monotonic()
        tick = {
            "key": secrets.token_hex(8),
            "who": random.choice(people),  # noqa: S311 - people, not secrets
            "state": "here",
            "at": int(1000 * time.time()),
        }
        form = {
            "csrf_token": clerk["token"],
            "ticks": json.dumps([tick]),
            "now": int(1000 * time.time()),
            "device": "b",
        }
        place = f"/gestion/pleniere/{YEAR}/accueil/pointages"
        status, spent = await phone.get(place, urlencode(form).encode(), clerk["cookie"])
        times.setdefault("a tick at the door", []).append(spent)
        if status not in FOUND:
            faults.append(f"tick: {status}")
        await asyncio.sleep(max(0.0, 1 / each_second - (time.monotonic() - begun)))


async def crowd(
    options: argparse.Namespace, clerk: dict[str, str], *, bare: bool
) -> tuple[dict[str, list[float]], list[str]]:
    """Let everybody in at once; return the waits by page, and what went wrong."""
    times: dict[str, list[float]] = {}
    faults: list[str] = []
    until = time.monotonic() + options.seconds
    programme, now = f"/pleniere/{YEAR}", f"/pleniere/{YEAR}/maintenant.json"
    tokens = json.loads(clerk["tokens"])
    hands = []
    for number in range(options.phones):
        own = [f"/pleniere/{YEAR}/moi/{tokens[number % len(tokens)]}"] if number % 10 < 3 else []  # noqa: PLR2004
        hands.append(hand(["/healthz"] if bare else [programme, now, *own], until, options.pause, times, faults))
    if options.ticks and not bare:
        hands.append(door(clerk, options.ticks, until, times, faults))
    await asyncio.gather(*hands)
    return times, faults


async def warm(workers: int) -> None:
    """Ask each process for its first pages: what is loaded once is not what an evening waits for."""
    for _ in range(4 * workers):
        phone = Phone()
        for address in (f"/pleniere/{YEAR}", f"/pleniere/{YEAR}/maintenant.json", f"/pleniere/{YEAR}/ecran"):
            await phone.get(address)


def filled() -> dict[str, str]:
    """Load the demonstration's evening; return what a clerk's phone needs."""
    from grants.accounts.services import invite  # noqa: PLC0415 - the folder of the data is chosen first
    from grants.app import create_app  # noqa: PLC0415
    from grants.db import db  # noqa: PLC0415
    from grants.plenary import queries  # noqa: PLC0415

    app = create_app()
    run = app.test_cli_runner().invoke
    for asked in (["db", "upgrade"], ["demo", "load", "--stage", "plenary", "--year", str(YEAR)]):
        result = run(args=asked)
        assert result.exit_code == 0, result.output  # noqa: S101 - a bench that is wrong is worthless
    with app.app_context():
        invited = invite("accueil@example.org", "staff")
        db.session.commit()
        people = queries.participants_of(queries.plenary_of_year(YEAR))
        seated = queries.guests_of(queries.published_programme(queries.plenary_of_year(YEAR)))
        told = {"people": json.dumps([each.id for each in people])}
        told["tokens"] = json.dumps([guest.participant.token for guest in seated.values()])
    client = app.test_client()
    hidden = _token(client.get(f"/invitation/{invited}").text)
    client.post(f"/invitation/{invited}", data={"csrf_token": hidden})
    page = client.get(f"/gestion/pleniere/{YEAR}/accueil").text
    cookies = "; ".join(f"{each.key}={each.value}" for each in client._cookies.values())  # noqa: SLF001
    return told | {"token": _token(page), "cookie": cookies}


def _token(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def shares(times: list[float]) -> dict[str, float]:
    """Return how many, the median, the 95th and the 99th of a hundred, and the longest."""
    ordered = sorted(times)
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    found = {name: round(ordered[min(len(ordered) - 1, int(part * len(ordered)))], 1) for name, part in at.items()}
    return {"number": len(ordered), **found, "max": round(ordered[-1], 1)}


def main() -> int:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--phones", type=int, default=200)
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--ticks", type=int, default=20, help="ticks at the door each second")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--pause", type=float, default=2, help="seconds between two looks of one phone")
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GRANTS_VAR"] = folder
        clerk = filled()
        environ = {**os.environ, "GRANTS_BIND": f"127.0.0.1:{PORT}", "GRANTS_WORKERS": str(options.workers)}
        command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py", "wsgi:app"]
        server = subprocess.Popen(command, cwd=ROOT, env=environ)  # noqa: S603 - our own server
        try:
            time.sleep(4)
            asyncio.run(warm(options.workers))
            times, faults = asyncio.run(crowd(options, clerk, bare=False))
            plain, _ = asyncio.run(crowd(options, clerk, bare=True))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    found = {name: shares(each) for name, each in (times | plain).items()}
    for name, each in found.items():
        print(f"{name:34}" + "".join(f"{key:>8} {value:<8}" for key, value in each.items()))
    print(f"load of the machine before and after: {before:.1f}, {os.getloadavg()[0]:.1f}")
    print(f"errors: {len(faults)} {sorted(set(faults))[:5]}")
    if options.json:
        options.json.write_text(json.dumps({"waits": found, "errors": len(faults)}, indent=1), encoding="utf-8")
    return 0 if not faults and found[f"/pleniere/{YEAR}"]["p95"] <= GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
