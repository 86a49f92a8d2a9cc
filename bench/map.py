"""The map beside the list of the same projects and beside Flask alone: time made anew, kept, and weight of the page.

    python bench/map.py [--projects 1100 10000] [--times 5] [--json FILE]

Each size gets its own SQLite database, filled as `bench/pages.py` does, half of the projects with an exact place. Pages
are asked through the application itself; each one made anew carries a parameter nobody asked before. Weights are bytes
of the page before packing; the files it loads are counted once. Goal: map with all its files ≤ 300 kB.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from typing import TYPE_CHECKING

from alembic import command
from pages import bare, fill
from sqlalchemy import insert, select

from grants.app import create_app
from grants.db import db
from grants.operations.cli import alembic_config
from grants.projects.models import ProjectPlace, ProjectPoint
from grants.settings import load_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask import Flask

NEVER_TWICE = count()


def lay_points() -> None:
    """Give every second project a point near the centre of its first quarter."""
    town, chance = territory("port-leon"), random.Random(1)  # noqa: S311 - for variety, not for secrets
    rows = []
    for number, key in db.session.execute(select(ProjectPlace.project_id, ProjectPlace.neighbourhood)):
        quarter = town.neighbourhood(key)
        if number % 2 and quarter:
            up, across = (chance.uniform(-0.004, 0.004) for _ in "xy")
            rows.append({"project_id": number, "name": "", "latitude": quarter.latitude + up,
                         "longitude": quarter.longitude + across})  # fmt: skip
    db.session.execute(insert(ProjectPoint), rows)


def spent(app: Flask, address: str, times: int, *, anew: bool) -> tuple[float, str]:
    """Return the median time of a page in milliseconds, and the page."""
    client, taken, text = app.test_client(), [], ""
    for _ in range(times + 1):
        asked = f"{address}{'&' if '?' in address else '?'}n={next(NEVER_TWICE)}" if anew else address
        before = perf_counter()
        answer = client.get(asked)
        taken.append((perf_counter() - before) * 1000)
        text = answer.text
    return median(taken[1:]), text


def weight(app: Flask, page: str) -> int:
    """Return the bytes of a page and of the files it loads."""
    total = len(page.encode())
    for name in sorted(set(re.findall(r'(?:href|src)="(/(?:static|couleurs)[^"]+)"', page))):
        with app.test_client().get(name) as piece:
            total += len(piece.data)
    return total


def measure(number: int, times: int) -> dict[str, float]:
    """Measure one size."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"GRANTS_ENV": "testing", "GRANTS_VAR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        app = create_app(load_settings(environ))
        with app.app_context():
            command.upgrade(alembic_config(), "head")
            fill(number, random.Random(1))  # noqa: S311 - for variety, not for secrets
            lay_points()
            db.session.commit()
        alone, _ = spent(bare(), "/nothing", times * 20, anew=False)
        made, page = spent(app, "/carte", times, anew=True)
        near, _ = spent(app, "/carte?quartier=bellevue", times, anew=True)
        listed, _ = spent(app, "/projets/", times, anew=True)
        kept, _ = spent(app, "/carte", times * 4, anew=False)
        found = {"projects": number, "map_ms": made, "quarter_ms": near, "list_ms": listed, "kept_ms": kept,
                 "flask_ms": alone, "map_to_list": made / listed, "kept_to_flask": kept / alone,
                 "page_bytes": len(page.encode()), "all_bytes": weight(app, page)}  # fmt: skip
        with app.app_context():
            db.engine.dispose()
    return {name: round(value, 2) for name, value in found.items()}


def main() -> None:
    """Print a line per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, nargs="+", default=[1100, 10_000])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rows = [measure(number, asked.times) for number in asked.projects]
    for row in rows:
        print("  ".join(f"{name} {value:g}" for name, value in row.items()))
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
