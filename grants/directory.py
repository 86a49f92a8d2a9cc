"""The one door to the public directory of companies and associations; off unless a setting names its address.

Nothing leaves but the words searched. Whatever goes wrong there, people type the number as if it did not exist.
"""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from flask import current_app

from grants.domain import identifiers
from grants.domain.errors import RuleError
from grants.security import take_token

if TYPE_CHECKING:
    from socket import socket

    from grants.settings import Settings

SECONDS = 3.0
"""From the first packet to the last: the person waits no longer."""
LARGEST_ANSWER = 300_000
LONGEST_WORDS = 120
SHOWN = 5
DAY_SECONDS = 86_400.0
MOST_KEPT = 500
PER_PERSON, PERSON_WINDOW = 30, timedelta(hours=1)
PER_INSTANCE, INSTANCE_WINDOW = 5, timedelta(seconds=1)
"""The directory takes seven questions a second from one address; we ask it five at the most."""
OK = 200


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation of the directory: its name, its numbers (empty when unknown), the address of its seat."""

    name: str
    siret: str
    rna: str
    address: str


def host() -> str:
    """Return the name of the directory's machine, empty when the look-up is off."""
    return urlsplit(_address()).hostname or ""


def kept_answer(words: str) -> list[Found] | None:
    """Return what these words found less than a day ago, None when they were not asked."""
    return _kept.get(f"{_address()} {_plain(words)}")


def take_turn(hand: str) -> None:
    """Take one question for a person and for the whole instance; commit afterwards, before `ask`.

    Raises RuleError `directory_busy` when there were too many.
    """
    if not take_token("directory", hand, most=PER_PERSON, per=PERSON_WINDOW):
        raise RuleError("directory_busy")
    if not take_token("directory", "everybody", most=PER_INSTANCE, per=INSTANCE_WINDOW):
        raise RuleError("directory_busy")


def ask(words: str) -> list[Found]:
    """Ask the directory; raises RuleError `directory_silent` when it gives no answer one can read."""
    question = urlencode({"q": _plain(words), "page": 1, "per_page": SHOWN})
    try:
        answer = json.loads(_get(f"/search?{question}"))
        found = [_found(each) for each in answer["results"][:SHOWN]]
    except (OSError, HTTPException, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise RuleError("directory_silent") from error
    _kept.put(f"{_address()} {_plain(words)}", found)
    return found


def _address() -> str:
    """Return the directory's address, empty when it is off."""
    settings: Settings = current_app.extensions["settings"]
    return settings.company_directory.rstrip("/")


def _plain(words: str) -> str:
    """Return the words on one line, a number without its spaces, cut to what the directory reads."""
    line = " ".join(words.split())[:LONGEST_WORDS]
    number = identifiers.compact(line)
    return number if number.isdecimal() else line


def _get(path: str) -> bytes:
    """Fetch from the directory's own machine: no redirection is followed; raises OSError, HTTPException, ValueError."""
    base = urlsplit(_address())
    kind = HTTPSConnection if base.scheme == "https" else HTTPConnection
    connection = kind(base.hostname or "", base.port, timeout=SECONDS)
    ends = time.monotonic() + SECONDS
    try:
        connection.connect()
        with Until(ends, connection.sock):
            connection.request("GET", base.path + path, headers={"Accept": "application/json", "User-Agent": "envie"})
            response = connection.getresponse()
            content = response.read(LARGEST_ANSWER + 1)
    finally:
        connection.close()
    if response.status != OK or len(content) > LARGEST_ANSWER or time.monotonic() > ends:
        message = f"the directory answered {response.status}, {len(content)} bytes"
        raise ValueError(message)
    return content


class Until:
    """Shuts a connection when its time is over, however slowly it drips."""

    def __init__(self, ends: float, connected: socket) -> None:
        """Watch a socket until an instant of the monotonic clock."""
        self.timer = threading.Timer(max(0.0, ends - time.monotonic()), self._shut, [connected])
        self.timer.daemon = True

    @staticmethod
    def _shut(connected: socket) -> None:
        """Wake whoever reads."""
        try:
            connected.shutdown(2)
        except OSError:  # already closed
            return

    def __enter__(self) -> None:
        """Start the watch."""
        self.timer.start()

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.timer.cancel()


def _found(raw: dict[str, Any]) -> Found:
    """Read one result; numbers that are not right are left empty. Raises TypeError or LookupError on another shape."""
    seat = raw.get("siege") or {}
    extra = raw.get("complements") or {}
    return Found(
        name=_text(raw.get("nom_raison_sociale") or raw.get("nom_complet")),
        siret=_number("siret", seat.get("siret")),
        rna=_number("rna", extra.get("identifiant_association")),
        address=_text(seat.get("adresse")),
    )


def _text(value: object) -> str:
    """Return a text of one line, without control signs."""
    line = " ".join(str(value or "").split())[:200]
    return "".join(sign for sign in line if sign.isprintable())


def _number(kind: str, value: object) -> str:
    """Return a SIRET or an RNA number when it is one."""
    read = {"siret": identifiers.siret, "rna": identifiers.rna}[kind]
    try:
        return read(_text(value))
    except identifiers.IdentifierError:
        return ""


class _Kept:
    """The last answers, for a day, in this process."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.lock = threading.Lock()
        self.answers: OrderedDict[str, tuple[float, list[Found]]] = OrderedDict()

    def get(self, key: str) -> list[Found] | None:
        """Return a fresh answer."""
        with self.lock:
            at, found = self.answers.get(key, (0.0, None))
        return found if found is not None and time.monotonic() - at < DAY_SECONDS else None

    def put(self, key: str, found: list[Found]) -> None:
        """Keep an answer; the oldest leaves when there are too many."""
        with self.lock:
            self.answers[key] = (time.monotonic(), found)
            while len(self.answers) > MOST_KEPT:
                self.answers.popitem(last=False)


_kept = _Kept()
