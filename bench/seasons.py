"""Does the band of what is coming hold the truth as often as it says? Invented seasons held out, beside a plain ratio.

    python bench/seasons.py [--times 400] [--json FILE]

Each time, some earlier seasons and one more are drawn from one family (about 44 files, most in the last weeks), the
season held out is told at some weeks before closing, and the band of its final number is held against what came. The
peer is the plain way: today's number times the lowest, the middle and the highest of the earlier ratios.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from grants.domain.fund import Fund
from grants.domain.pace import Now, Season, forecast
from tests.domain.season_family import FILING_DAYS, one_season, there, typed

YEARS, WEEKS = (0, 1, 2, 3, 6, 12), (14, 10, 8, 6, 4, 3, 2, 1, 0.3)


def plain(past: list[Season], count: int, days: float) -> tuple[float, float]:
    """Return the lowest and the highest final number by earlier ratios alone."""
    ratios = [season.files / max(season.at(days, FILING_DAYS) or 0, 1) for season in past]
    return count * min(ratios, default=1), count * max(ratios, default=1)


def measure(years: int, weeks: float, times: int) -> dict[str, float]:
    """Draw seasons and count how often each band held, and how wide it was on average."""
    rng, days = Random(f"{years}/{weeks}"), 7 * weeks  # noqa: S311 - a bench must be repeatable
    held = width = plain_held = plain_width = 0.0
    for _ in range(times):
        past = [typed(2020 + place, one_season(rng)) for place in range(years)]
        season = one_season(rng)
        count = there(season, days)
        found = forecast(past, Now(days, FILING_DAYS, {False: (1,) * count}), Fund(1, ()), draws=300).files
        held += found.low <= len(season) <= found.high
        width += found.high - found.low
        low, high = plain(past, count, days)
        plain_held += low <= len(season) <= high
        plain_width += high - low
    sums = {"held": held, "width": width, "plain_held": plain_held, "plain_width": plain_width}
    return {"years": years, "weeks": weeks} | {name: round(value / times, 3) for name, value in sums.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=400)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    started, rows = time.process_time(), []
    print("earlier years | weeks before | held | width | plain ratios held | width")
    for years in YEARS:
        for weeks in WEEKS:
            row = measure(years, weeks, asked.times)
            rows.append(row)
            print(" | ".join(str(value) for value in row.values()), flush=True)
    print(f"{time.process_time() - started:.0f} s")
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
