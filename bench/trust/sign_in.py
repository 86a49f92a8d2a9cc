"""Scanners of mails open, read and press everything before the person does: nothing is used, nobody else is let in.

    python bench/trust/sign_in.py [--runs 1000] [--presses 50] [--timings 600] [--seed 1] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL. Each run: somebody asks for a mail; a scanner
without their cookies opens the link by every method that reads, says that it looks ahead, follows every link of the
page, sends every form and presses the button; then the person presses it. Then sixteen hands press one link at once.
Then the time of an answer, for an unknown address, a known one and staff’s, side by side in rounds: how often one takes
longer than the unknown one of its round (50 % when nothing tells them apart), by the clock and by the work of the
processor, which a busy machine blurs less. Controls that must fail: a page that uses the link when it is read; an
answer that sends a mail inside the request to those it knows. Ends with status 1 when a promise or a control does not
hold. TMPDIR=/dev/shm spares the disk. tests/accounts/test_sign_in.py is the short form.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from http import HTTPStatus
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flask import render_template, request

from bench.trust.place import empty_town
from grants import security
from grants.accounts.models import SessionRow, SignInRequest
from grants.accounts.queries import asked_by, person_by_email
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

    link.door = security.Door(security.EVERYONE)
    return link


def timings(app: Flask, count: int, seed: int, domain: str) -> list[dict[str, tuple[float, float]]]:
    """Time the answer for an address of each kind, round by round, each in an order drawn by chance.

    In milliseconds: of the clock, and of the processor's work.
    """
    with app.app_context():
        for number in range(count + WARM):
            ensure_person(f"known{number}@{domain}")
            ensure_person(f"staff{number}@{domain}").role = "staff"
        db.session.commit()
    drawn, browser, rounds = random.Random(seed), app.test_client(), []  # noqa: S311 - an order, no secret
    token = token_of(browser.get("/connexion").text)
    for number in range(count + WARM):
        told = {}
        for kind in drawn.sample(("unknown", "known", "staff"), 3):
            started, worked = perf_counter(), thread_time()
            browser.post("/connexion", data={"csrf_token": token, "email": f"{kind}{number}@{domain}"})
            told[kind] = ((perf_counter() - started) * 1000, (thread_time() - worked) * 1000)
        rounds.append(told)
    return rounds[WARM:]


def timed(app: Flask, count: int, seed: int, domain: str = "example.org") -> dict[str, float]:
    """Return the middle of each kind, and how often it takes longer than the unknown address of its round."""
    rounds = timings(app, count, seed, domain)
    figures: dict[str, float] = {"rounds": count}
    for place, clock in enumerate(("clock", "work")):
        for kind in ("unknown", "known", "staff"):
            figures[f"{kind}_{clock}_ms"] = round(median(told[kind][place] for told in rounds), 2)
        for kind in ("known", "staff"):
            longer = sum(told[kind][place] > told["unknown"][place] for told in rounds)
            figures[f"{kind}_{clock}_longer"] = round(longer / count, 3)
    return figures


def told_inside(app: Flask) -> Callable[[], object]:
    """Return the control: an answer that sends a mail inside the request to those it knows."""
    own = app.view_functions["accounts.sign_in"]

    def sign_in() -> object:
        if request.method == "POST" and person_by_email(request.form["email"]) is not None:
            words = EmailMessage()
            words["To"], words["From"] = request.form["email"], "town@example.org"
            words.set_content(render_template("accounts/elsewhere.html"))
            Path(app.extensions["settings"].var, "sent.eml").write_bytes(words.as_bytes())
        return own()

    sign_in.door = security.Door(security.EVERYONE)
    return sign_in


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
        app.view_functions["accounts.link"] = reading_uses(app)
        figures["control_scanners"] = scans(app, max(10, wanted.runs // 20), "control")
        app.view_functions["accounts.sign_in"] = told_inside(app)
        figures["control_times"] = timed(app, wanted.timings, wanted.seed, "control.example.org")
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
            all(abs(times[name] - 0.5) <= SURE for name in times if name.endswith("_longer")),
            figures["control_scanners"]["used"] == figures["control_scanners"]["runs"],
            all(control[f"{kind}_work_longer"] > 0.5 + SURE for kind in ("known", "staff")),
        )
    )


if __name__ == "__main__":
    main()
