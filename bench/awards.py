"""Equal awards: 10,000 requests over 8 envelopes, beside a plain bisection, and random cases against an exact solver.

    python bench/awards.py [--cases 100000] [--json FILE]

The peer bisects the common level in floating point and checks each level by a flow in which every request is a node, as
one would write it first. The exact solver of the random cases goes round cent by cent under Hall's condition.
"""

import argparse
import json
import random
import sys
import time
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from grants.domain.awards import Request, equal_awards

GOAL_SECONDS = 1.0
CAP = 230_000
NEARLY_NOTHING = 1e-6  # a float is never quite zero
PEER_REQUESTS = 1_000  # above, the peer takes minutes
Case = tuple[list[Request], dict[str, int], int]


def big_case(seed: int, requests: int, envelopes: int, credits_share: float) -> Case:
    """Make a year in which the envelopes hold about `credits_share` of what is asked, unevenly."""
    rng = random.Random(seed)  # noqa: S311 - a bench must be repeatable
    names = [f"e{i}" for i in range(envelopes)]
    asked = [
        Request(i, rng.randint(1, 2 * CAP), frozenset(rng.sample(names, rng.randint(1, envelopes))))
        for i in range(requests)
    ]
    total = sum(min(r.requested, CAP) for r in asked) * credits_share
    parts = [rng.random() ** 3 + 0.02 for _ in names]
    return asked, {n: int(total * part / sum(parts)) for n, part in zip(names, parts, strict=True)}, CAP


def small_case(rng: random.Random) -> Case:
    """Make a case that can be solved cent by cent."""
    names = [f"e{i}" for i in range(rng.randint(1, 4))]
    asked = [
        Request(i, rng.randint(0, 12), frozenset(rng.sample(names, rng.randint(0, len(names)))))
        for i in range(rng.randint(0, 8))
    ]
    return asked, {name: rng.randint(0, 25) for name in names}, rng.randint(0, 12)


def bisection(requests: list[Request], envelopes: dict[str, int], cap: int, rounds: int = 40) -> dict[object, float]:
    """Raise one level by bisection, stop whoever cannot rise, start again: the plain way."""
    fixed: dict[object, float] = {}
    while len(fixed) < len(requests):
        low, high = 0.0, float(cap)
        for _ in range(rounds):
            middle = (low + high) / 2
            short = unmet(requests, envelopes, {r.key: fixed.get(r.key, min(r.requested, middle)) for r in requests})
            low, high = (low, middle) if short else (middle, high)
        closed = unmet(requests, envelopes, {r.key: fixed.get(r.key, min(r.requested, high + 1)) for r in requests})
        for r in requests:
            if r.key not in fixed and (not closed or r.envelopes <= closed):
                fixed[r.key] = min(r.requested, low)
    return fixed


def unmet(requests: list[Request], envelopes: dict[str, int], wanted: dict[object, float]) -> frozenset[str]:
    """Envelopes that close in a request which cannot be met, one augmenting path at a time; empty when all are met."""
    left: dict[str, float] = dict(envelopes)
    drawn: dict[str, dict[int, float]] = {name: {} for name in envelopes}
    for position, request in enumerate(requests):
        due = wanted[request.key]
        while due > NEARLY_NOTHING:
            end, came = search(requests, position, left, drawn)
            if not end:
                return frozenset(came)
            due -= augment(due, end, came, left, drawn)
    return frozenset()


def search(
    requests: list[Request], start: int, left: dict[str, float], drawn: dict[str, dict[int, float]]
) -> tuple[str, dict[str, tuple[int, str]]]:
    """Look, nearest first, for an envelope with money left; give it (or nothing) and how each envelope was reached."""
    came = dict.fromkeys(requests[start].envelopes, (start, ""))
    queue = sorted(came)
    for name in queue:
        if left[name] > NEARLY_NOTHING:
            return name, came
        for holder in drawn[name]:
            for other in requests[holder].envelopes - came.keys():
                came[other] = (holder, name)
                queue.append(other)
    return "", came


def augment(
    due: float, end: str, came: dict[str, tuple[int, str]], left: dict[str, float], drawn: dict[str, dict[int, float]]
) -> float:
    """Move money back along the path found; give how much."""
    steps, name, amount = [], end, min(due, left[end])
    while name:
        holder, before = came[name]
        steps.append((holder, name, before))
        amount = min(amount, drawn[before][holder]) if before else amount
        name = before
    for holder, name, before in steps:
        drawn[name][holder] = drawn[name].get(holder, 0) + amount
        if before:
            drawn[before][holder] -= amount
            if drawn[before][holder] <= NEARLY_NOTHING:
                del drawn[before][holder]
    left[end] -= amount
    return amount


def cent_by_cent(requests: list[Request], envelopes: dict[str, int], cap: int) -> dict[object, int]:
    """Solve exactly: one cent to each in turn while no set of envelopes is asked for more than it holds."""
    sets = [frozenset(some) for size in range(len(envelopes) + 1) for some in combinations(envelopes, size)]
    room = {some: sum(envelopes[name] for name in some) for some in sets}
    awarded: dict[object, int] = dict.fromkeys((r.key for r in requests), 0)
    going = list(requests)
    while going:
        rising = []
        for r in going:
            touched = [some for some in sets if r.envelopes <= some]
            if awarded[r.key] < min(r.requested, cap) and all(room[some] for some in touched):
                awarded[r.key] += 1
                for some in touched:
                    room[some] -= 1
                rising.append(r)
        going = rising
    return awarded


def timed() -> list[dict[str, object]]:
    """CPU seconds of both on the same cases; the peer only on those it can do in reasonable time."""
    rows: list[dict[str, object]] = []
    for requests, envelopes, share in [
        (50, 2, 0.8),
        (300, 4, 0.5),
        (1_000, 8, 0.5),
        (10_000, 8, 0.5),
        (10_000, 8, 2.0),
    ]:
        case = big_case(1, requests, envelopes, share)
        start = time.process_time()
        awards = equal_awards(*case)
        ours = time.process_time() - start
        peer: float | None = None
        worst: float | None = None
        if requests <= PEER_REQUESTS:
            start = time.process_time()
            theirs = bisection(*case)
            peer = time.process_time() - start
            worst = max(abs(theirs[key] - cents) for key, cents in awards.awarded.items())
        rows.append(
            {
                "requests": requests,
                "envelopes": envelopes,
                "credits_share": share,
                "ours_cpu_s": round(ours, 4),
                "bisection_cpu_s": None if peer is None else round(peer, 3),
                "worst_difference_cents": None if worst is None else round(worst, 2),
            }
        )
    return rows


def compared(cases: int) -> dict[str, int]:
    """Count random cases whose awards differ from the exact solver's."""
    rng = random.Random(2026)  # noqa: S311 - a bench must be repeatable
    different = 0
    for _ in range(cases):
        case = small_case(rng)
        different += equal_awards(*case).awarded != cent_by_cent(*case)
    return {"cases": cases, "different": different}


def main() -> int:
    """Print the table, write the JSON, and fail when a figure is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows, proof = timed(), compared(options.cases)
    print(f"{'requests':>9} {'envelopes':>9} {'credits':>8} {'ours s':>8} {'bisection s':>12} {'worst cents':>12}")
    for row in rows:
        cells = ("-" if cell is None else cell for cell in row.values())
        print("{:>9} {:>9} {:>8} {:>8} {:>12} {:>12}".format(*cells))
    print(f"{proof['cases']} random cases against the exact solver: {proof['different']} different")
    if options.json:
        options.json.write_text(json.dumps({"timed": rows, "compared": proof}, indent=2) + "\n")
    slow = any(float(str(row["ours_cpu_s"])) > GOAL_SECONDS for row in rows)
    return 1 if slow or proof["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
