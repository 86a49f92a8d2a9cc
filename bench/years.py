"""Ten thousand years of fifty projects: how robust a fund is, beside equal awards worked out on each year.

    python bench/years.py [--years 10000] [--json FILE]

The peer draws the same years and asks `equal_awards` for each of them: the plain way, exact as well. Both must find the
same common caps, to the cent. The goal is 2 seconds for ten thousand years of about fifty projects.
"""

import argparse
import json
import platform
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from grants.domain import years
from grants.domain.awards import Request, equal_awards
from grants.domain.fund import Fund, Purse
from grants.domain.years import History, draw_years, robustness

GOAL_SECONDS = 2.0
CAP = 230_000
SUMS = tuple(range(60_000, 260_000, 20_000))
PAST = History((50, 46, 57, 43, 52, 49), (SUMS, SUMS[2:], SUMS[:-1]), (148, 297))
FUNDS = {
    "one envelope": (Purse("town", 7_600_000),),
    "two, one kept for priority areas": (Purse("town", 4_300_000), Purse("state", 3_700_000, "priority")),
    "five, two of them kept": (
        Purse("town", 2_300_000),
        Purse("region", 1_300_000),
        Purse("foundation", 700_000),
        Purse("state", 2_400_000, "priority"),
        Purse("housing", 1_300_000, "priority"),
    ),
}


def plain(history: History, fund: Fund, count: int, seed: int) -> list[int]:
    """Return the lowest common cap of each drawn year by equal awards alone."""
    seen: list[dict[bool, list[int]]] = []
    caps = []

    def note(_fund: Fund, asked: dict[bool, list[int]]) -> int:
        seen.append(asked)
        return 0

    kept, years.missing, years.common_cap = (years.missing, years.common_cap), lambda *_: 1, note
    draw_years(history, fund, years=count, seed=seed)
    years.missing, years.common_cap = kept
    money = {purse.key: purse.cents for purse in fund.purses}
    started = time.process_time()
    for kinds in seen:
        asked = [
            Request(place, cents, fund.open_to(priority=kind))
            for place, (kind, cents) in enumerate((kind, cents) for kind in kinds for cents in kinds[kind])
        ]
        caps.append(min(equal_awards(asked, money, fund.cap).common_caps.values()))
    caps.append(round((time.process_time() - started) * 1e6))
    return caps


def measure(name: str, fund: Fund, count: int) -> dict[str, object]:
    """Time both ways on the same years."""
    seed = Random(name).randrange(10_000)  # noqa: S311 - a bench must be repeatable
    started = time.process_time()
    told = robustness(PAST, fund, years=count, seed=seed)
    ours = time.process_time() - started
    drawn = draw_years(PAST, fund, years=count, seed=seed)
    *caps, micros = plain(PAST, fund, count, seed)
    different = sum(year.cap != cap for year, cap in zip(drawn, caps, strict=True))
    projects = sum(year.files for year in drawn) / count
    return {
        "fund": name,
        "projects": round(projects, 1),
        "holds": told.holds,
        "ours_seconds": round(ours, 3),
        "equal_awards_seconds": round(micros / 1e6, 3),
        "ratio": round(micros / 1e6 / ours, 1),
        "different": different,
    }


def main() -> int:
    """Print the table; end with 1 when a cap differs or the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rows = [measure(name, Fund(CAP, purses), asked.years) for name, purses in FUNDS.items()]
    print(f"Python {platform.python_version()}, {asked.years} years")
    for row in rows:
        print(" | ".join(f"{name} {value}" for name, value in row.items()))
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return int(any(row["different"] or float(str(row["ours_seconds"])) > GOAL_SECONDS for row in rows))


if __name__ == "__main__":
    sys.exit(main())
