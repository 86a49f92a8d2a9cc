"""A thousand instants around the opening and the closing of calls, in four towns, both nights of summer time included.

    python bench/trust/deadlines.py [--instants 1000] [--seed 1] [--json FILE]

Each instant falls within a day and a half of a limit, half of them within two minutes; half of the limits are a night
on which the clocks change (2024 to 2032). The answer of the product, with its tables of zones, is compared with the
directive on summer time written down apart (tests/durability/clocks.py). The controls, the day by UTC and a fixed
offset of an hour, must be wrong. Ends with 1 when the product is wrong once, or a control never.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from grants.applications.queries import window
from grants.territories import queries
from tests.durability.clocks import FIXED, HOUR, ZONES, call_around, last_sunday, lay_towns, right

DAY = timedelta(days=1)


def instant_near(pick: random.Random, town: str) -> tuple[date, datetime]:
    """Return a limit and an instant near it."""
    year = pick.randrange(2024, 2033)
    limit = last_sunday(year, pick.choice((3, 10))).date() + pick.choice((-1, 0, 1)) * DAY
    if pick.random() < 0.5:  # noqa: PLR2004 - one time in two
        limit = date(year, 1, 2) + pick.randrange(360) * DAY
    midnight = (
        datetime.combine(limit + pick.choice((0, 1)) * DAY, time(), UTC) - FIXED.get(town, pick.choice((1, 2))) * HOUR
    )
    away = pick.choice((120, 36 * 3600))
    return limit, midnight + timedelta(seconds=pick.randint(-away, away))


def state(day: date, opens_on: date, closes_on: date) -> str:
    """Say what a day makes of a call."""
    return "before" if day < opens_on else "open" if day <= closes_on else "closed"


def main() -> None:
    """Ask, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instants", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    pick = random.Random(wanted.seed)  # noqa: S311 - instants, not secrets
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        lay_towns(Path(folder))
        queries.FOLDER = Path(folder)
        for place in range(wanted.instants):
            town = sorted(ZONES)[place % len(ZONES)]
            limit, instant = instant_near(pick, town)
            opens_on, closes_on = (limit, limit + 40 * DAY) if pick.random() < 0.5 else (limit - 40 * DAY, limit)  # noqa: PLR2004 - as above
            call = call_around(town, opens_on, closes_on)
            truth = right(call, town, instant)
            wrong["of the product"] += window(call, instant).state != truth
            wrong["by UTC (control)"] += state(instant.date(), opens_on, closes_on) != truth
            wrong["by an hour ahead (control)"] += state((instant + HOUR).date(), opens_on, closes_on) != truth
    told = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "seed": wanted.seed,
        "instants": wanted.instants,
        "wrong": dict(wrong),
    }
    print(json.dumps(told, indent=1))
    if wanted.json:
        wanted.json.write_text(json.dumps(told), encoding="utf-8")
    sys.exit(bool(wrong["of the product"]) or not all(wrong[name] for name in wrong if "control" in name))


if __name__ == "__main__":
    main()
