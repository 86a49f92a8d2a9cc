"""Every migration down and up on a whole town's rows, and killed in the middle: no row changes by accident.

    python bench/trust/upgrades.py [--database sqlite|postgresql] [--kills 40] [--lowest 0001] [--seed 1] [--control]
                                   [--json FILE]

A demonstration town stands at the newest migration (--lowest says how far down to go). Step by step: down, up, down
again. After the second way down every row, column, index and constraint must be what it was after the first; on the way
up no column that was there before may change, but for what `MEANT` says a migration is for. Then kills: a child walks
one step, up or down in turn, and SIGKILL falls before a statement drawn at random; the database must be as before the
step or as after it, and the same command run again must end it. On SQLite, or on a PostgreSQL cluster of its own. The
control walks without a transaction: half-done steps must be found. Ends with 1 when something changed, 0 for the
control.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from grants.app import create_app
from grants.db import db
from grants.settings import ROOT, load_settings
from tests.durability.machine import cluster
from tests.migrations.walking import Picture, Town, changes, child, settle, shapes

MEANT: dict[str, dict[str, set[str]]] = {}
"""By migration: the columns of each table that it is there to rewrite."""


def walk_all(town: Town, revisions: list[str], broken: list[str]) -> dict[str, tuple[Picture, Picture]]:
    """Go down step by step, up and down again; keep a copy at each place, and what the step does there and back."""
    seen: dict[str, tuple[Picture, Picture]] = {}
    for low, high in reversed(list(pairwise(revisions))):
        above = town.picture("living")
        town.walk("living", low, up=False)
        down = town.picture("living")
        town.copy("living", f"at_{low}")
        town.copy("living", "again")
        town.walk("again", high, up=True)
        up = town.picture("again")
        town.copy("again", f"up_{high}")
        town.walk("again", low, up=False)
        again = town.picture("again")
        broken += [f"{high} down: {each}" for each in changes(above, down, MEANT.get(f"{high} down"))]
        broken += [f"{high} up: {each}" for each in changes(down, up, MEANT.get(high))]
        broken += [f"{high} up and down: {each}" for each in (*changes(down, again), *shapes(down, again))]
        broken += [f"{high} down and up: {each}" for each in shapes(above, up)]
        seen[high] = (down, up)
        print(f"{high}: {sum(map(len, down.rows.values()))} rows", flush=True)
    return seen


def strike(
    town: Town, seen: dict[str, tuple[Picture, Picture]], revisions: list[str], wanted: argparse.Namespace
) -> dict[str, Any]:
    """Kill steps in the middle; return how many, and what was neither before nor after."""
    pick, found, ended = random.Random(wanted.seed), [], Counter()  # noqa: S311 - instants, not secrets
    steps = list(pairwise(revisions))
    while ended.total() < wanted.kills:
        low, high = pick.choice(steps)
        up = ended.total() % 2 == 0
        source, target = (f"at_{low}", high) if up else (f"up_{high}", low)
        before, after = seen[high] if up else seen[high][::-1]
        town.copy(source, "struck")
        _, statements = child(town, target, up=up)
        town.copy(source, "struck")
        died, _ = child(town, target, up=up, after=pick.randint(1, statements), control=wanted.control)
        if not died:
            continue
        settle(town)
        name = f"{low} → {high}" if up else f"{high} → {low}"
        stands = where(town, {low if up else high: before, target: after})
        ended[stands] += 1
        if stands == "neither":
            found.append(f"{name}: half done, it says {town.version('struck')}")
        if town.version("struck") != target:
            child(town, target, up=up)
        if where(town, {target: after}) == "neither":
            found.append(f"{name}: running it again did not end it")
    return {"kills": ended.total(), "stood": dict(ended), "not recovered": found}


def where(town: Town, sides: dict[str, Picture]) -> str:
    """Tell at which migration the database stands whole; “neither” when at none of those."""
    seen, version = town.picture("struck"), town.version("struck")
    side = sides.get(version)
    whole = side is not None and not changes(side, seen) and not shapes(side, seen)
    return ("before" if version == next(iter(sides)) and len(sides) > 1 else "after") if whole else "neither"


def living(town: Town) -> list[str]:
    """Fill a town at the newest migration; return the migrations, the oldest first."""
    if town.server:
        town.say("CREATE DATABASE living")
    environ = {"GRANTS_ENV": "testing", "GRANTS_VAR": str(town.folder), "DATABASE_URL": town.url("living")}
    app = create_app(load_settings(environ))
    run = app.test_cli_runner().invoke
    for asked in (["db", "upgrade"], ["demo", "load", "--year", "2026", "--if-empty", "--communs", "--projects", "8"]):
        result = run(args=asked)
        if result.exit_code:
            sys.exit(result.output)
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    return sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def main() -> None:
    """Walk, kill, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--lowest", default="0001")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    begun, broken = monotonic(), []
    room = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
    with tempfile.TemporaryDirectory(dir=room) as folder, ExitStack() as stack:
        server = stack.enter_context(cluster(Path(folder) / "pg")).url if wanted.database == "postgresql" else ""
        town = Town(Path(folder), server)
        revisions = [each for each in living(town) if each >= wanted.lowest]
        seen = walk_all(town, revisions, broken)
        struck = strike(town, seen, revisions, wanted)
    told = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}", "database": wanted.database, "seed": wanted.seed,
        "control": wanted.control, "migrations": len(seen), "rows": sum(map(len, seen[revisions[-1]][1].rows.values())),
        "changed by accident": broken, **struck, "seconds": round(monotonic() - begun),
    }  # fmt: skip
    for name, value in told.items():
        print(
            f"{name:22}",
            *(["", *value] if isinstance(value, list) and value else [value]),
            sep="\n  " if isinstance(value, list) and value else " ",
        )
    if wanted.json:
        wanted.json.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    sys.exit(bool(struck["not recovered"]) != wanted.control or (bool(broken) and not wanted.control))


if __name__ == "__main__":
    main()
