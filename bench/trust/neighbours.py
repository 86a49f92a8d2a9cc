"""What a reader waits for while hostile neighbours are being read, beside the same pages with no neighbour at all.

    python bench/trust/neighbours.py [--pages 800] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL. A search is made anew each time (its address
was never asked before). Alone, then while a worker of the same process reads without pause a neighbour that drips, one
whose stream never ends, one that unpacks to a thousand times its size and an honest one of 5,000 projects, then alone
again; the ratio is that of the medians, and of the slowest twentieth. `in the page` is the control: the dripping
neighbour read inside the page's own request, as it never is.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import threading
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.trust.place import empty_town
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.feeds import read
from grants.federation.fetching import Limits
from grants.federation.models import LINKED, Neighbour
from grants.federation.services import looking, read_neighbour
from grants.federation.services.keeping import keep
from tests.federation.hostile import GOOD, bomb, hostile_neighbour
from tests.town import make_association, make_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

PROJECTS = 300
CONTROL_PAGES = 3
PATHS = ("/drip", "/endless", "/bomb", "/large")
LARGE = 5_000
_number = count()


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=800)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    looking.LIMITS = Limits(seconds=1.0)
    with empty_town() as (app, call, _var), elsewhere() as base:
        numbers = settle(app, call.id, base)
        for number in numbers:
            app.extensions["jobs"].soon(read_neighbour.__name__, number)
        search(app, 20)
        before = search(app, wanted.pages)
        during, readings = while_reading(app, numbers, wanted.pages)
        after = search(app, wanted.pages)
        inside = search(app, CONTROL_PAGES, numbers[0])
    alone = before + after
    figures = {
        "alone, ms": round(median(alone) * 1000, 2),
        "while read, ms": round(median(during) * 1000, 2),
        "ratio of medians": round(median(during) / median(alone), 2),
        "ratio of slowest twentieths": round(quantiles(during, n=20)[-1] / quantiles(alone, n=20)[-1], 2),
        "readings meanwhile": readings,
        "in the page, ms": round(median(inside) * 1000, 2),
        "in the page, ratio": round(median(inside) / median(alone), 1),
        "database": os.environ.get("DATABASE_URL", "sqlite")[:10],
    }
    print(json.dumps(figures, ensure_ascii=False))
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")


@contextmanager
def elsewhere() -> Iterator[str]:
    """Serve the neighbours in a process of their own; give the address of their server."""
    said: multiprocessing.Queue[str] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(said,), daemon=True)
    server.start()
    yield said.get(timeout=20)
    server.terminate()
    server.join()


def serve(said: multiprocessing.Queue[str]) -> None:
    """Serve until stopped."""
    with hostile_neighbour() as hostile:
        first = json.loads(GOOD)["projects"][0]
        many = [{**first, "id": place, "title": f"Un verger partagé, rue {place}"} for place in range(LARGE)]
        hostile.put("/large", json.dumps({"projects": many}).encode())
        hostile.put("/bomb", bomb(30_000_000), Content_Encoding="gzip")
        said.put(hostile.base)
        threading.Event().wait()


def settle(app: Flask, call_id: int, base: str) -> list[int]:
    """Write projects of ours, and three hostile neighbours that were good once."""
    with app.app_context():
        call = db.session.get(Call, call_id)
        here = make_association("Les Mains vertes")
        for place in range(PROJECTS):
            make_project(call, f"Jardin partagé {place}", here, hook="Cultiver ensemble")
        found = [
            Neighbour(name=path, address=f"{base}{path}", kind="envie", state=LINKED, added_by="command", preview={})
            for path in PATHS
        ]
        db.session.add_all(found)
        db.session.flush()
        for each in found:
            keep(each, read(GOOD).entries, now())
        db.session.commit()
        return [each.id for each in found]


def search(app: Flask, pages: int, inside: int = 0) -> list[float]:
    """Return the seconds of each of that many searches; `inside` names a neighbour read before each answer."""
    client, waits = app.test_client(), []
    for _ in range(pages):
        start = perf_counter()
        if inside:
            app.extensions["jobs"].soon(read_neighbour.__name__, inside)
        assert client.get(f"/recherche?q=verger&x={next(_number)}").status_code == 200  # noqa: PLR2004, S101 - the measure
        waits.append(perf_counter() - start)
    return waits


def while_reading(app: Flask, numbers: list[int], pages: int) -> tuple[list[float], int]:
    """Search while a worker reads the neighbours in turn; return the waits and how many readings were begun."""
    over, begun = threading.Event(), []

    def work() -> None:
        while not over.is_set():
            number = numbers[len(begun) % len(numbers)]
            begun.append(number)
            app.extensions["jobs"].soon(read_neighbour.__name__, number)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        waits = search(app, pages)
    finally:
        over.set()
        worker.join()
    return waits, len(begun)


if __name__ == "__main__":
    main()
