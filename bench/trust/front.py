"""The door of the site, as deploy/nginx.conf and config/gunicorn.conf.py make it, with TLS on the loopback.

    python bench/trust/front.py [--slow 1000] [--readers 200] [--posts 20] [--seconds 30] [--pause 2] [--seed 1]
                                [--only headers|evening] [--json FILE]

Headers: every public address and each kind of error, held to the rules of Mozilla's HTTP Observatory (the scoring is
written down in `bench/trust/observatory.py`); TLS: what versions and what names are answered. Evening: readers, saved
forms and slow clients (a third send headers by drops, a third a body, a third hardly read) at once. The control asks
the same of gunicorn alone: without the proxy slow clients hold its threads. Ends with 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import ssl
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from alembic import command

from bench.trust.observatory import headers_everywhere, transport
from bench.trust.proxy import HOST, Front, front_of, spent
from bench.trust.slow import SLOW, Browser, Place, again_and_again, reads
from grants.app import create_app
from grants.calls.models import Call
from grants.db import db
from grants.operations.cli import alembic_config
from grants.settings import load_settings
from tests.applications.conftest import WHOLE
from tests.applications.pressing import written_drafts

YEAR = 2026
GOAL_MS = 300
PAGES = ("/", "/projets/", "/appels/2026", "/carte", "/budget/2026", "/recherche?q=jardin", "/aide")


def town(var: Path, drafts: int) -> tuple[list[str], list[str], str]:
    """Fill a data folder; return the public addresses, drafts to save, and their writer's cookie."""
    app = create_app(load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(var)}))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
    loaded = app.test_cli_runner().invoke(args=["demo", "load", "--year", str(YEAR), "--stage", "open"])
    if loaded.exit_code:
        sys.exit(loaded.output)
    with app.app_context():
        call = db.session.query(Call).filter_by(year=YEAR).order_by(Call.id).first()
        db.session.refresh(call)
        db.session.expunge_all()
        db.session.remove()
    found, cookie = written_drafts(app, call, drafts)
    with app.app_context():
        slugs = [row.slug for row in db.session.execute(db.text("SELECT slug FROM project ORDER BY id LIMIT 6"))]
        plain = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments}
        db.session.remove()
        db.engine.dispose()
    return [*sorted(plain), *(f"/projets/{slug}" for slug in slugs)], [name for name, _ in found], f"__Host-{cookie}"


async def saves(place: Place, drafts: list[str], cookie: str, each_second: int, until: float) -> None:
    """Save a screen of drafts through its form, so many a second, each from a connection of its own."""
    token, form_cookie = await asyncio.to_thread(token_of, place, cookie)
    name, typed = next(iter(WHOLE.items()))
    form = {key: str(value) for key, value in typed.items() if isinstance(value, str)} | {"csrf_token": token}
    waiting: set[asyncio.Task[int]] = set()
    for number in range(10**9):
        if time.monotonic() >= until:
            break
        browser = Browser(place, f"127.0.4.{number % 200 + 1}", f"{cookie}; {form_cookie}")
        address = f"/dossiers/{drafts[number % len(drafts)]}/{name}"
        waiting.add(asyncio.create_task(browser.ask("saves a form", address, form)))
        await asyncio.sleep(1 / each_second)
    await asyncio.gather(*waiting)


def token_of(place: Place, cookie: str) -> tuple[str, str]:
    """Return the token of a form, and the cookie that goes with it."""
    import re  # noqa: PLC0415
    from http.client import HTTPConnection, HTTPSConnection  # noqa: PLC0415
    from socket import create_connection  # noqa: PLC0415

    asked = HTTPConnection("127.0.0.1", place.port, timeout=60)
    if place.context:
        asked = HTTPSConnection(HOST, place.port, timeout=60, context=place.context)
        raw = create_connection(("127.0.0.1", place.port), 60)
        asked.sock = place.context.wrap_socket(raw, server_hostname=HOST)
    asked.request("GET", "/mon-espace", headers={"Host": HOST, "Cookie": cookie})
    answer = asked.getresponse()
    text = answer.read().decode()
    form = answer.headers["Set-Cookie"].partition(";")[0]
    return re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', text)[0], form


async def warm(place: Place) -> None:
    """Ask each process for each page: what is loaded once is not what an evening waits for."""
    unnoted = Place(place.port, place.host, place.context)
    for address in PAGES * 3:
        waiting = [Browser(unnoted, f"127.0.5.{n + 1}", "warm=1").ask("warms", address) for n in range(8)]
        await asyncio.gather(*waiting)


async def evening(place: Place, options: argparse.Namespace, drafts: list[str], cookie: str) -> int:
    """Let everybody in; return how many slow connections were held in the middle of it."""
    settle = 4.0 if options.slow else 0.0
    until = time.monotonic() + options.seconds + settle
    hands = []
    for number in range(options.slow):
        source = f"127.0.2.{number % 50 + 1}"
        hands.append(again_and_again(SLOW[number % len(SLOW)], place, source, until))
    slow = [asyncio.create_task(each) for each in hands]
    await asyncio.sleep(settle)
    people = [reads(place, f"127.0.3.{n % 200 + 1}", list(PAGES), options.pause, until) for n in range(options.readers)]
    people += [saves(place, drafts, cookie, options.posts, until)] if options.posts else []
    crowd = [asyncio.create_task(each) for each in people]
    await asyncio.sleep(options.seconds / 2)
    held = place.held
    await asyncio.gather(*crowd, *slow)
    return held


def figures(place: Place, held: int, name: str) -> dict[str, object]:
    """Print what people waited, and return it."""
    everything = [each for found in place.times.values() for each in found]
    print(f"\n{name}: {held} slow connections held, {place.cut} cut off")
    for page, waits in sorted(place.times.items()):
        print(f"  {page:<28}{len(waits):>6}  median {statistics.median(waits):7.0f} ms   p95 {percent(waits):7.0f} ms")
    kinds = {each: place.faults.count(each) for each in sorted(set(place.faults))}
    print(f"  {'all':<28}{len(everything):>6}  p95 {percent(everything):.0f} ms, errors {kinds or 0}")
    return {"asked": len(everything), "p95_ms": round(percent(everything)), "errors": len(place.faults), "held": held}


def percent(waits: list[float]) -> float:
    """Return what nineteen in twenty waited at the most, in milliseconds."""
    return sorted(waits)[int(len(waits) * 0.95)] if waits else float("inf")


def doors(front: Front) -> tuple[Place, Place]:
    """Return the door with the proxy, and the one without."""
    context = ssl.create_default_context(cafile=str(front.authority))
    return Place(front.secure, HOST, context), Place(front.behind, HOST, None)


def main() -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("slow", 1000), ("readers", 200), ("posts", 20), ("seconds", 30), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--pause", type=float, default=2.0)
    parser.add_argument("--only", choices=("headers", "evening"))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    random.seed(options.seed)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    told: dict[str, object] = {"at": f"{datetime.now(UTC):%Y-%m-%d %H:%M}", "seed": options.seed, "broken": []}
    with tempfile.TemporaryDirectory() as folder:
        var, drawn = Path(folder) / "var", Path(folder) / "nginx"
        drawn.mkdir()
        addresses, drafts, cookie = town(var, options.posts * (options.seconds + 10))
        with front_of(var, drawn) as front:
            if options.only != "evening":
                told["headers"] = headers_everywhere(front, addresses, told["broken"])
                told["transport"] = transport(front, told["broken"])
            if options.only != "headers":
                told |= hold_evening(front, options, drafts, cookie, told["broken"])
    told["load"] = os.getloadavg()[0]
    print(json.dumps(told, ensure_ascii=False))
    if options.json:
        options.json.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    sys.exit(bool(told["broken"]))


def hold_evening(
    front: Front, options: argparse.Namespace, drafts: list[str], cookie: str, broken: list[str]
) -> dict[str, object]:
    """Hold the evening behind the proxy, then ask the same of gunicorn alone; return both."""
    behind, alone = doors(front)
    asyncio.run(warm(behind))
    before = spent()
    held = asyncio.run(evening(behind, options, drafts, cookie))
    used = {name: round(seconds - before[name], 1) for name, seconds in spent().items()}
    good = figures(behind, held, "behind nginx")
    print(f"  seconds of CPU: {used}")
    if good["p95_ms"] > GOAL_MS or good["errors"]:
        broken.append("evening")
    held = asyncio.run(evening(alone, options, drafts, cookie))
    bad = figures(alone, held, "control: gunicorn alone")
    if not bad["errors"] and bad["p95_ms"] <= 3 * good["p95_ms"]:
        broken.append("the control holds as well: the proxy proves nothing")
    return {"evening": good, "cpu": used, "control": bad}


if __name__ == "__main__":
    main()
