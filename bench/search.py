"""A search with its facets over many projects: words few projects say, words of one in ten, words of one in two.

    python bench/search.py [--projects 100000] [--searches 40] [--json FILE]

One database: SQLite in a temporary folder, or DATABASE_URL's, empty, or filled by an earlier run and measured again.
Rows are written narrow, straight into the index and the facets (by PostgreSQL itself, see `search_rows.py`), from a
vocabulary whose frequencies fall as those of a language do. Measured is what a page asks: all the facets counted and
the first fifty projects in their order, nothing kept from one search to the next; with and without three choices made.
The bare peer of the same run counts, with one word, the projects that say it. In milliseconds: wall time (median, 95th
percentile), then the CPU time of this process and of the database's (median, 95th percentile): on a busy machine the
wall tells nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from alembic import command
from search_rows import fill_in_sql
from sqlalchemy import func, insert, select, text

from grants.accounts.models import Association
from grants.app import create_app
from grants.calls.models import Call
from grants.db import db, is_postgresql
from grants.domain import fulltext
from grants.operations.cli import alembic_config
from grants.projects.facets import facets
from grants.projects.models import Project, ProjectFacets
from grants.projects.queries import Filters, cards
from grants.projects.search import SearchIndex, stem
from grants.settings import load_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable

BATCH = 5_000
LENGTH = 80
VOCABULARY = 20_000
YEARS = 22
PRIORITY = 0.3
SHARES = {"1 in 200": 0.005, "1 in 10": 0.1, "1 in 2": 0.5}
OF_EACH = 8


KNOWN = {share: [f"mot{place}{letter}" for letter in "bcdfghjl"] for place, share in enumerate(SHARES)}
"""The words of each frequency."""


def fill(number: int, chance: random.Random) -> None:
    """Write that many projects."""
    town = territory("port-leon")
    themes, quarters = [each.key for each in town.themes], [each.key for each in town.neighbourhoods]
    _write_calls(town.key)
    if is_postgresql():
        known = {word: SHARES[share] for share, words in KNOWN.items() for word in words}
        fill_in_sql(number, YEARS, known, themes=themes, quarters=quarters)
    else:
        _write_rows(number, chance, themes, quarters)
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _write_calls(town: str) -> None:
    """Write a call a year."""
    names = ("opens_on", "closes_on", "complete_by", "settle_on", "council_on", "plenary_on", "report_by")
    fixed = {"scheme": "envie-de-faire", "title": "Appel", "territory": town, "cap_cents": 230_000}
    calls = [{"year": 2026 - back, **fixed, **dict.fromkeys(names, date(2026 - back, 6, 1))} for back in range(YEARS)]
    db.session.execute(insert(Call), calls)


def _write_rows(number: int, chance: random.Random, themes: list[str], quarters: list[str]) -> None:
    """Write the projects one by one."""
    associations = max(20, number // 8)
    db.session.execute(insert(Association), [{"name": f"Association {place}"} for place in range(associations)])
    words = ["".join(chance.choices("abcdefghilmnoprstuv", k=chance.randint(4, 10))) for _ in range(VOCABULARY)]
    weights = list(accumulate(1 / (place + 2) for place in range(VOCABULARY)))
    for start in range(0, number, BATCH):
        ids = range(start + 1, min(start + BATCH, number) + 1)
        projects, narrow, index = [], [], []
        for place in ids:
            since = datetime(2026, 6, 1, tzinfo=UTC) - timedelta(minutes=place)
            said = chance.choices(words, cum_weights=weights, k=LENGTH)
            said += [word for share, some in KNOWN.items() for word in some if chance.random() < SHARES[share]]
            call, association = (place - 1) * YEARS // number + 1, chance.randint(1, associations)
            title = " ".join(chance.sample(said, 5))
            row = {"slug": f"projet-{place}", "call_id": call, "association_id": association, "title": title}
            projects.append({**row, "public_since": since})
            narrow.append(
                {
                    "project_id": place,
                    "call_id": call,
                    "association_id": association,
                    "public_since": since,
                    "themes": f" {' '.join(chance.sample(themes, 2))} ",
                    "quarters": f" {' '.join(chance.sample(quarters, 2))} ",
                    "kinds": " room skill ",
                    "priority": chance.random() < PRIORITY,
                    "commons": chance.random() < PRIORITY,
                    "title_key": title,
                    "association_key": str(association),
                }
            )
            index.append({"id": place, "title": title, "names": f"Association {association}", "body": " ".join(said)})
        db.session.execute(insert(Project), projects)
        db.session.execute(insert(ProjectFacets), narrow)
        db.session.execute(SearchIndex()._insert(), index)  # noqa: SLF001 - words need no stemming here
        db.session.commit()


def page(filters: Filters) -> None:
    """Ask what a page of results asks."""
    counted = facets(filters)
    cards(filters, 1, many=counted.more)


def bare(filters: Filters) -> None:
    """Count the projects that say the word."""
    SearchIndex().reach(fulltext.query(f"{filters.text} ", stem), 10_000_000)


def spent(server: int) -> float:
    """Return the CPU seconds used by this process, and by the database's process that serves it (0 when none)."""
    used = int(Path(f"/proc/{server}/schedstat").read_text().split()[0]) / 1e9 if server else 0.0
    return process_time() + used


def measured(asked: Callable[[Filters], None], searches: list[Filters]) -> dict[str, float]:
    """Return the medians and the 95th percentiles of these searches, after one: wall and CPU, in milliseconds."""
    server = db.session.scalar(text("SELECT pg_backend_pid()")) if is_postgresql() else 0
    asked(searches[0])
    walls, works = [], []
    for filters in searches:
        begun, used = perf_counter(), spent(server)
        asked(filters)
        db.session.rollback()
        works.append((spent(server) - used) * 1000)
        walls.append((perf_counter() - begun) * 1000)
    return {"wall": median(walls), "wall p95": slowest(walls), "cpu": median(works), "cpu p95": slowest(works)}


def slowest(times: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def main() -> None:
    """Measure, print the table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=40)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as var:
        app = create_app(load_settings({**os.environ, "GRANTS_ENV": "testing", "GRANTS_VAR": var}))
        with app.app_context():
            command.upgrade(alembic_config(), "head")
            begun = perf_counter()
            if db.session.scalar(select(func.count()).select_from(Project)) != given.projects:
                fill(given.projects, random.Random(1))  # noqa: S311 - repeatable
            name = "PostgreSQL" if is_postgresql() else "SQLite"
            print(f"{name}, {given.projects} projects, written in {perf_counter() - begun:.0f} s")
            found = {}
            for share, words in KNOWN.items():
                plain = [Filters(text=words[place % OF_EACH] + " ") for place in range(given.searches)]
                narrowed = [
                    Filters(text=each.text, year=2020, theme="culture", neighbourhood="bellevue") for each in plain
                ]
                for kind, asked, searches in (
                    ("bare count", bare, plain),
                    ("page", page, plain),
                    ("page, three choices", page, narrowed),
                ):
                    found[f"{share}, {kind}"] = measured(asked, searches)
                    print(
                        f"{share:10} {kind:22}"
                        + "".join(f"{time:10.1f}" for time in found[f"{share}, {kind}"].values())
                    )
            if given.json:
                result = {"date": datetime.now(UTC).isoformat(), "database": name, "projects": given.projects}
                given.json.write_text(json.dumps({**result, "milliseconds": found}, indent=1))


if __name__ == "__main__":
    main()
