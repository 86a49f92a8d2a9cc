"""How often one network may have costly things read, counted in memory: reading writes nothing.

Each process counts for itself, so that with several a flood gets as many times more; acts are counted in the database
(buckets). See docs/decisions/0023.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from grants.security.callers import caller

if TYPE_CHECKING:
    from collections.abc import Callable

EXTENSION = "rates"
MOST_CALLERS = 20_000
"""Pails kept at once, some 4 MB; the one used least lately is forgotten first, and is full when it comes back."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many times, all at once at the most, and the seconds after which as many may come again.

    A whole hall stands behind one address: on the evening two hundred people search and open the booklet.
    """

    kind: str
    most: int
    seconds: int


SEARCH = Rate("search", 300, 60)
API = Rate("api", 600, 60)
BOOKLET = Rate("booklet", 600, 600)
PRINTED = Rate("printed", 120, 600)
TABLES = Rate("tables", 300, 600)
ARCHIVES = Rate("archives", 60, 600)
UPLOADS = Rate("uploads", 120, 600)

_READ: tuple[tuple[str, Rate], ...] = (
    (r"/api/.*|/oembed", API),
    (r"/pleniere/.*\.pdf|/appels/.*\.pdf", BOOKLET),
    (r".*\.(pdf|odt)", PRINTED),
    (r".*\.zip", ARCHIVES),
    (r".*\.(ods|xlsx|csv)|/(donnees|budget|reseau)/.*\.json|/[a-z]+\.json|/flux/.*|.*/agenda\.ics", TABLES),
    (r"/donnees/projects\.geojson", SEARCH),
)
READ = tuple((re.compile(pattern), rate) for pattern, rate in _READ)
DESK = "/gestion/"
"""Staff work by hundreds behind one address, and are known by name."""


class Pails:
    """Token buckets in the memory of one process."""

    def __init__(self, clock: Callable[[], float] = monotonic, most: int = MOST_CALLERS) -> None:
        """Begin with every pail full."""
        self._clock = clock
        self._most = most
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, rate: Rate, hand: str) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        key, instant = (rate.kind, hand), self._clock()
        with self._lock:
            tokens, at = self._left.pop(key, (float(rate.most), instant))
            tokens = min(float(rate.most), tokens + (instant - at) / rate.seconds * rate.most)
            taken = 1.0 if tokens >= 1 else 0.0
            self._left[key] = (tokens - taken, instant)
            if len(self._left) > self._most:
                self._left.popitem(last=False)
        return 0.0 if taken else (1 - tokens) * rate.seconds / rate.most


def rate_of(path: str, *, searching: bool = False) -> Rate | None:
    """Return how often an address may be read, None when it costs little."""
    if path.startswith(DESK):
        return None
    found = next((rate for pattern, rate in READ if pattern.fullmatch(path)), None)
    return found or (SEARCH if searching else None)


def hold_readers() -> None:
    """Answer 429 to a network that has costly things made too often; nothing of this reaches the database."""
    pails: Pails | None = current_app.extensions.get(EXTENSION)
    if pails is None:
        return
    if request.method == "POST":
        takes = getattr(current_app.view_functions.get(request.endpoint or ""), "most_bytes", 0)
        rate = UPLOADS if takes else None
    else:
        rate = rate_of(request.path, searching=bool(request.args.get("q")))
    seconds = pails.wait(rate, caller()) if rate else 0.0
    if seconds:
        raise TooManyRequests(retry_after=ceil(seconds))
