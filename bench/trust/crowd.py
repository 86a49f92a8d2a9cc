"""People of an evening who write down what they were promised, and send again what met a machine that died."""

from __future__ import annotations

import json
import random
import re
import secrets
import ssl
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from itertools import permutations
from socket import create_connection
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench.trust.machines import address, home
from bench.trust.proxy import HOST
from grants.domain.file import mark

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 30
AWAY = (502, 503, 504)
TRIES = 8
YEAR = 2026


@dataclass
class Told:
    """What all of them saw: answers by kind, first tries that failed, and those that never succeeded."""

    context: ssl.SSLContext
    done: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    ticks: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    encounters: list[tuple[int, int]] = field(default_factory=list)
    saves: dict[str, int] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)


class Person:
    """One browser, from an address of its own, that keeps its cookies and the token of its last form."""

    def __init__(self, told: Told, number: int, cookie: str = "") -> None:
        """Begin with a sign-in, or without."""
        self.told, self.number, self.token = told, number, ""
        self.cookies = dict([cookie.split("=", 1)]) if cookie else {}

    def ask(self, kind: str, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask; what fails is asked again as people do, the very same form; return the status, 0 for none, and words."""
        begun = time.monotonic()
        for number in range(TRIES):
            try:
                status, words = self._once(path, data)
            except (OSError, HTTPException):
                status, words = 0, ""
            if status and status not in AWAY:
                self.told.longest = max(self.told.longest, time.monotonic() - begun)
                return status, words
            self.told.again[kind] += 1 if number == 0 else 0
            time.sleep(0.5 + random.random())  # noqa: S311 - people, not secrets
        self.told.failed[f"{kind}: {status}"] += 1
        return status, words

    def _once(self, path: str, data: dict[str, str] | None) -> tuple[int, str]:
        with closing(HTTPSConnection(HOST, timeout=PATIENCE)) as asked:
            raw = create_connection((address("front"), 443), PATIENCE, (home(self.number), 0))
            asked.sock = self.told.context.wrap_socket(raw, server_hostname=HOST)
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if data is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            asked.request("GET" if data is None else "POST", path, data and urlencode(data), headers)
            answer = asked.getresponse()
            words = answer.read().decode()
        for each in answer.headers.get_all("Set-Cookie", []):
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        if found := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', words):
            self.token = found[1]
        return answer.status, words

    def send(self, kind: str, path: str, wanted: int, data: dict[str, str]) -> bool:
        """Send a form; tell whether it was acknowledged."""
        status, _ = self.ask(kind, path, {"csrf_token": self.token, **data})
        if status == wanted:
            self.told.done[kind] += 1
            return True
        if status and status not in AWAY:
            self.told.failed[f"{kind}: {status}"] += 1
        return False


def at_the_door(told: Told, cookie: str, people: list[int], number: int) -> Callable[[], None]:
    """Tick people, one a sending; the key is made once."""
    clerk = Person(told, number, cookie)
    clerk.ask("door", f"/gestion/pleniere/{YEAR}/accueil")

    def tick() -> None:
        key, instant = secrets.token_hex(8), int(1000 * time.time())
        one = {"key": key, "who": random.choice(people), "state": "here", "at": instant}  # noqa: S311
        if clerk.send(
            "tick",
            f"/gestion/pleniere/{YEAR}/accueil/pointages",
            200,
            {"ticks": json.dumps([one]), "now": str(instant), "device": f"d{number}"},
        ):
            told.ticks.append(key)

    return tick


def with_words(told: Told, slugs: list[str], number: int) -> Callable[[], None]:
    """Open the page of a project's words, read for some seconds, leave a word."""
    opened = 0

    def leave() -> None:
        nonlocal opened
        opened += 1
        writer = Person(told, number * 7 + opened)
        place = f"/projets/{random.choice(slugs)}/ecrire"  # noqa: S311
        status, page = writer.ask("form of words", place)
        found = re.search(r'name="signed"[^>]*value="([^"]+)"', page)
        if status != 200 or not found:  # noqa: PLR2004
            return
        time.sleep(3.2)
        text = f"Un mot du soir, numéro {secrets.token_hex(6)}, pour ce projet qui nous plaît."
        data = {"signed": found[1], "site": "", "words": text, "name": "Une voisine"}
        if writer.send("word", place, 302, data):
            told.words.append(text)

    return leave


def meeting(told: Told, people: list[tuple[int, str, int]], number: int) -> Callable[[], None]:
    """Tick whom one wants to go on with; nobody is offered twice to the same person."""
    pairs = [(me, other) for me, other in permutations(people[number % 3 :: 3], 2) if me[2] != other[2]]
    random.shuffle(pairs)
    met: set[frozenset[int]] = set()

    def choose() -> None:
        me, other = next(pair for pair in pairs if frozenset((pair[0][0], pair[1][0])) not in met)
        met.add(frozenset((me[0], other[0])))
        place = f"/pleniere/{YEAR}/suite/{me[1]}"
        someone = Person(told, number)
        someone.ask("page of encounters", place)
        if someone.send("encounter", place, 302, {"elsewhere": str(other[0])}):
            told.encounters.append((me[0], other[0]))

    return choose


def saving(told: Told, cookie: str, draft: str, first: str, number: int) -> Callable[[], None]:
    """Let a page save by itself what is typed, again and again."""
    writer, before, page = Person(told, number, cookie), first, secrets.token_urlsafe(16)
    writer.ask("page of a draft", f"/dossiers/{draft}/envie")
    count = 0

    def save() -> None:
        nonlocal before, count
        count += 1
        text = f"Version {count} de ce que nous voulons faire."
        data = {"writer": page, "only": "what", "marks": f"what:{mark(before)}", "what": text}
        if writer.send("autosave", f"/dossiers/{draft}/enregistrer", 200, data):
            told.saves[draft] = count
            before = text

    return save


def asking_a_link(told: Told, number: int) -> Callable[[], None]:
    """Ask for a code by mail, with an address never seen before."""

    def ask() -> None:
        someone, address_ = Person(told, random.randrange(number, 10**6)), f"p{secrets.token_hex(6)}@example.org"  # noqa: S311 - people, not secrets
        someone.ask("sign-in page", "/connexion")
        if someone.send("code asked", "/connexion", 302, {"email": address_, "next": ""}):
            told.mails.append(address_)

    return ask


def again_until(act: Callable[[], None], each: float, until: float) -> None:
    """Do it again, at that pace in seconds, until the evening ends."""
    time.sleep(random.random() * each)  # noqa: S311
    while time.monotonic() < until:
        begun = time.monotonic()
        act()
        time.sleep(max(0.0, each - (time.monotonic() - begun)))
