"""Requests nobody would send, from the forms of the pages, the addresses and the description of the API, as every role.

    python -m bench.trust.fuzz [--requests 100000] [--seed 1] [--json FILE]

On SQLite, or on the empty database of DATABASE_URL. A role and an address are drawn; half of the requests read it with
hostile places and parameters (those of the API by their described names), half send a form of that page with hostile
fields, tokens kept. A fault is a 500, an answer that shows its inside, or an error without a word. Printed: how many
requests, by status; faults; the slowest answers. Control: a view that breaks is found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pytest

from bench.trust.bare import bare_town, signs_in, tell
from grants.settings import current_settings
from tests.conftest import Reader
from tests.journeys.addresses import MET, OPEN, Town, build, right, rules
from tests.journeys.asking import LAST, People, fill, people
from tests.journeys.test_bad_input import IN_ADDRESS, IN_FIELD, IN_QUERY, Form, fault_of, hostile_ways
from tests.journeys.test_bad_input import Reader as Forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.routing import Rule

LONG = {
    "plenary.build", "plenary.print_out", "plenary.print_bundle", "plenary.booklet", "applications.blank",
    "plenary.copy_evening", *LAST,
}  # fmt: skip
"""Long works, whose own tests run them, and the end of everything."""
DRAWN_ONCE_IN = 50
ODD_METHOD_IN = 20
SHOWN = 10
Sending = tuple[str, dict[str, Any]]


class Fuzz:
    """A town, its people, and the forms they have seen."""

    def __init__(self, app: Flask, town: Town, asking: People, seed: int) -> None:
        """Draw from a seed."""
        self.app, self.town, self.asking, self.chance = app, town, asking, random.Random(seed)  # noqa: S311 - no secret
        self.rules = [rule for rule in rules(app) if rule.endpoint not in LONG]
        told = app.test_client().get("/api/v1/openapi.json").json
        self.described = {
            f"/api/v1{path}": [each["name"] for each in said["get"].get("parameters", ())]
            for path, said in told["paths"].items()
        }
        self.forms: dict[tuple[str, str], list[Form]] = {}
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []
        self.slow: list[tuple[float, str]] = []

    def address(self, rule: Rule) -> str:
        """Write an address with the right places, or one hostile one."""
        values = self.town.words(rule, year=self.chance.choice((OPEN, MET)))
        if rule.arguments and self.chance.random() < 1 / 3:
            values[self.chance.choice(sorted(rule.arguments))] = self.chance.choice(IN_ADDRESS)
        return right(rule, values)

    def reading(self, rule: Rule) -> Sending:
        """Draw a reading, with some parameters."""
        names = [*IN_QUERY, *self.described.get(rule.rule, ())]
        asked = {name: self.chance.choice(IN_FIELD)[:2000] for name in names if self.chance.random() < 1 / 6}
        odd = self.chance.random() < 1 / ODD_METHOD_IN
        method = self.chance.choice(("PUT", "DELETE", "OPTIONS", "POST") if odd else ("GET", "GET", "GET", "HEAD"))
        return f"{self.address(rule)}?{urlencode(asked)}", {"method": method}

    def seen(self, role: str, rule: Rule) -> list[Form]:
        """Return the forms that a role finds at an address, read once."""
        if "GET" not in (rule.methods or ()):
            return []
        key = (role, rule.rule)
        if key not in self.forms:
            address = right(rule, self.town.words(rule))
            answer = self.send(role, address, {})
            html = answer.status_code == 200 and answer.mimetype == "text/html"  # noqa: PLR2004 - a page
            self.forms[key] = [each for each in Forms(address, answer.text).forms if html] if html else []
        return [each for each in self.forms[key] if each.action != "/deconnexion"]

    def writing(self, role: str, rule: Rule) -> Sending:
        """Draw a form of this page sent wrongly, else a bare press of this address."""
        forms = self.seen(role, rule)
        if forms:
            return self.chance.choice(list(hostile_ways(self.chance.choice(forms))))
        data = {"csrf_token": self.asking.tokens[role], "words": self.chance.choice(IN_FIELD)}
        return self.address(rule), {"method": "POST", "data": data}

    def send(self, role: str, address: str, sent: dict[str, Any]) -> Any:  # noqa: ANN401 - Werkzeug's test answer
        """Send, time and judge."""
        started = time.perf_counter()
        answer = self.asking.clients[role].open(address, **sent)
        took = (time.perf_counter() - started, f"{role} {answer.request.method} {address[:90]}")
        self.slow = sorted([*self.slow, took])[-SHOWN:]
        self.statuses[answer.status_code] += 1
        if said := fault_of(answer):
            self.faults.append(f"{role}: {said}")
        return answer

    def run(self, number: int) -> None:
        """Send that many requests."""
        roles = sorted(self.asking.clients)
        while self.statuses.total() < number:
            role, rule = self.chance.choice(roles), self.chance.choice(self.rules)
            reads = self.chance.random() < 1 / 2
            if ("GET" if reads else "POST") not in (rule.methods or ()):
                continue
            if rule.rule.endswith((".pdf", ".png")) and self.chance.randrange(DRAWN_ONCE_IN):
                continue
            address, sent = self.reading(rule) if reads else self.writing(role, rule)
            self.send(role, address, sent)


def breaking(fuzz: Fuzz) -> Iterator[str]:
    """Break a view, read it, and give the faults found: the control."""
    home, before = fuzz.app.view_functions["commons.home"], len(fuzz.faults)

    def broken() -> str:
        raise ZeroDivisionError

    broken.door = home.door  # type: ignore[attr-defined]
    fuzz.app.view_functions["commons.home"] = broken
    fuzz.send("nobody", "/", {})
    fuzz.app.view_functions["commons.home"] = home
    yield from fuzz.faults[before:]
    del fuzz.faults[before:]


def main() -> None:
    """Send, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked, started = parser.parse_args(), time.monotonic()
    with bare_town() as (app, _), pytest.MonkeyPatch.context() as patch:
        app.test_client_class, app.config["PROPAGATE_EXCEPTIONS"] = Reader, False
        town = fill(app, build(app, patch))
        fuzz = Fuzz(app, town, people(app, town, signs_in(app)), asked.seed)
        fuzz.run(asked.requests)
        control = list(breaking(fuzz))
        with app.app_context():
            database = current_settings().database_url.partition(":")[0]
    result = {
        "database": database,
        "seed": asked.seed,
        "requests": fuzz.statuses.total(),
        "by_status": dict(sorted(fuzz.statuses.items())),
        "faults": len(fuzz.faults),
        "shown": [[each, count] for each, count in Counter(fuzz.faults).most_common(40)],
        "slowest": [[round(seconds, 2), said] for seconds, said in reversed(fuzz.slow)],
        "control_found": control,
        "seconds": round(time.monotonic() - started),
    }
    tell(result, asked.json)


if __name__ == "__main__":
    main()
