"""Scanners of mails open, read and press everything before the person does: nothing is used, nobody else is let in.

    python bench/trust/sign_in.py [--runs 1000] [--presses 50] [--timings 600] [--seed 1] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL. Each run: somebody asks for a mail; a scanner
without their cookies opens the link by every method that reads, says that it looks ahead, follows every link of the
page, sends every form and presses the button; then the person presses it. Then sixteen hands press one link at once.
Then the time of an answer, for an unknown address, a known one and staff’s: how often one takes longer than the other
(50 % when nothing tells them apart). Controls that must fail: a page that uses the link when it is read; an answer that
looks the person up first. Ends with status 1 when a promise or a control does not hold.
tests/accounts/test_sign_in.py is the short form.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flask import request

from bench.trust.place import empty_town
from grants import security
from grants.accounts.models import SessionRow, SignInRequest
from grants.accounts.queries import asked_by
from grants.accounts.services import ensure_person, hashed, signing_in
from grants.accounts.views.sign_in import safe_next
from grants.db import db, only_reading
from grants.mail import OutboxMail

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

READING = ("GET", "HEAD", "OPTIONS")
AHEAD = {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender", "X-Moz": "prefetch"}
HANDS = 16
WARM = 20
SURE = 0.05
"""How far from one half, at most, an answer that tells nothing may be."""


def token_of(page: str) -> str:
    """Return the token of the forms of a page, if it has one."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return found[1] if found else ""


def ask(app: Flask, email: str) -> tuple[FlaskClient, str]:
    """Ask for a mail in a new browser; return the browser and the address of the link."""
    browser = app.test_client()
    browser.post("/connexion", data={"csrf_token": token_of(browser.get("/connexion").text), "email": email})
    with app.app_context():
        mail = db.session.query(OutboxMail).filter_by(recipient=email).order_by(OutboxMail.id.desc()).first()
        return browser, re.search(r"(/connexion/[\w-]{20,})", mail.text)[1]


def scan(app: Flask, link: str) -> int:
    """Do to a link all that a scanner does; return the number of requests."""
    scanner, sent = app.test_client(), 0
    for method in READING:
        for headers in ({}, AHEAD):
            scanner.open(link, method=method, headers=headers)
            sent += 1
    page = scanner.get(link).text
    main = re.search("<main.*</main>", page, re.DOTALL)[0]
    for address in set(re.findall(r'href="(/[^"#]*)"', main)):
        followed = scanner.get(address).text
        sent += 1
        for form in re.findall(r"<form.*?</form>", followed, re.DOTALL):
            fields = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', form))
            scanner.post(address, data=fields)
            sent += 1
    token = token_of(scanner.get("/connexion").text)
    for data in ({}, {"csrf_token": token}):
        scanner.post(link, data=data)
        sent += 1
    return sent


def used(app: Flask) -> tuple[int, int]:
    """Return how many mails were used, and how many sessions there are."""
    with app.app_context():
        asked = db.session.query(SignInRequest).filter(SignInRequest.used_at.is_not(None)).count()
        return asked, db.session.query(SessionRow).count()


def scans(app: Flask, runs: int, name: str) -> dict[str, int]:
    """Have scanners come before people; count what they used, and the people who then came in."""
    before, figures = used(app), {"runs": runs, "requests": 0, "used": 0, "sessions": 0, "people_in": 0}
    for run in range(runs):
        browser, link = ask(app, f"{name}{run}@example.org")
        figures["requests"] += scan(app, link)
        after = used(app)
        figures["used"] += after[0] - before[0]
        figures["sessions"] += after[1] - before[1]
        pressed = browser.post(link, data={"csrf_token": token_of(browser.get(link).text)})
        figures["people_in"] += (
            pressed.status_code == HTTPStatus.FOUND and browser.get("/mon-espace").status_code == HTTPStatus.OK
        )
        before = used(app)
    return figures


def presses(app: Flask, count: int) -> dict[str, int]:
    """Have sixteen hands press one link at once, in the browser that asked; count the sessions."""
    before, once = used(app)[1], 0
    for number in range(count):
        browser, link = ask(app, f"hands{number}@example.org")
        token, form = token_of(browser.get(link).text), browser.get_cookie("form").value

        def press(_hand: int, link: str = link, token: str = token, form: str = form) -> None:
            hand = app.test_client()
            hand.set_cookie("form", form)
            hand.post(link, data={"csrf_token": token})

        with ThreadPoolExecutor(HANDS) as pool:
            list(pool.map(press, range(HANDS)))
        after = used(app)[1]
        once += after - before == 1
        before = after
    return {"links": count, "hands": HANDS, "opened_once": once}


def reading_uses(app: Flask) -> Callable[[str], object]:
    """Return the control: a page that uses the link as soon as it is read."""
    own = app.view_functions["accounts.link"]

    def link(token: str) -> object:
        only_reading.set(False)
        db.session.rollback()
        asked = asked_by(hashed(token))
        if asked is not None and asked.used_at is None:
            signing_in.use_link(token, [asked.public_id])
            db.session.commit()
            return safe_next("")
        return own(token)

    link.audience = security.EVERYONE
    return link


def timings(app: Flask, count: int, seed: int) -> dict[str, list[float]]:
    """Time the answer for addresses of each kind, in an order drawn by chance; in milliseconds."""
    with app.app_context():
        for number in range(count):
            ensure_person(f"known{number}@example.org")
            ensure_person(f"staff{number}@example.org").role = "staff"
        db.session.commit()
    turns = [(kind, f"{kind}{number}@example.org") for kind in ("unknown", "known", "staff") for number in range(count)]
    random.Random(seed).shuffle(turns)  # noqa: S311 - an order, no secret
    browser, told = app.test_client(), {"unknown": [], "known": [], "staff": []}
    token = token_of(browser.get("/connexion").text)
    for place, (kind, email) in enumerate(turns):
        started = perf_counter()
        browser.post("/connexion", data={"csrf_token": token, "email": email})
        if place >= WARM:
            told[kind].append((perf_counter() - started) * 1000)
    return told


def longer(left: list[float], right: list[float]) -> float:
    """Return how often one of the left takes longer than one of the right: a half when nothing tells them apart."""
    above = sum(sum(one > other for other in right) for one in left)
    return above / (len(left) * len(right))


def timed(app: Flask, count: int, seed: int) -> dict[str, float]:
    """Return the middle of each kind and how often each takes longer than an unknown address."""
    told = timings(app, count, seed)
    figures = {f"{kind}_ms": round(sorted(times)[len(times) // 2], 2) for kind, times in told.items()}
    pairs = {f"{kind}_longer": longer(told[kind], told["unknown"]) for kind in ("known", "staff")}
    return figures | {name: round(value, 3) for name, value in pairs.items()}


def main() -> None:
    """Scan, press, time, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("--runs", 1000), ("--presses", 50), ("--timings", 600), ("--seed", 1)):
        parser.add_argument(name, type=int, default=usual)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    signing_in.MAILS_PER_NETWORK = 10**9  # every browser of this run is on one machine
    with empty_town() as (app, _call, _var):
        figures["scanners"] = scans(app, wanted.runs, "ana")
        figures["presses"] = presses(app, wanted.presses)
        figures["times"] = timed(app, wanted.timings, wanted.seed)
        own, sign_in = app.view_functions["accounts.link"], app.view_functions["accounts.sign_in"]
        app.view_functions["accounts.link"] = reading_uses(app)
        figures["control_scanners"] = scans(app, max(10, wanted.runs // 20), "control")
        app.view_functions["accounts.link"] = own
    with empty_town() as (app, _call, _var):

        def looked_up(**values: object) -> object:
            if request.method == "POST" and not request.form["email"].startswith("unknown"):
                sleep(0.005)
            return sign_in(**values)

        looked_up.audience = security.EVERYONE
        app.view_functions["accounts.sign_in"] = looked_up
        figures["control_times"] = timed(app, wanted.timings, wanted.seed)
    for name, told in figures.items():
        print(f"{name}: {told}")
    if wanted.json:
        wanted.json.write_text(json.dumps({"seed": wanted.seed, **figures}), encoding="utf-8")
    sys.exit(not held(figures))


def held(figures: dict[str, dict[str, float]]) -> bool:
    """Tell whether every promise held and every control failed."""
    seen, times, control = figures["scanners"], figures["times"], figures["control_times"]
    return all(
        (
            seen["used"] == seen["sessions"] == 0,
            seen["people_in"] == seen["runs"],
            figures["presses"]["opened_once"] == figures["presses"]["links"],
            all(abs(times[f"{kind}_longer"] - 0.5) <= SURE for kind in ("known", "staff")),
            figures["control_scanners"]["used"] == figures["control_scanners"]["runs"],
            all(control[f"{kind}_longer"] > 0.5 + SURE for kind in ("known", "staff")),
        )
    )


if __name__ == "__main__":
    main()
