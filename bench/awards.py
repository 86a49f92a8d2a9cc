"""Equal awards: 10,000 requests over 8 envelopes, beside a plain bisection, and random cases against an exact solver.

    python bench/awards.py [--cases 100000] [--programmes 2000] [--json FILE]

The peer bisects the common level in floating point and checks each level by a flow in which every request is a node, as
one would write it first. The exact solvers of the random cases stand in `exact.py`: cent by cent, set by set with a
rounding step, and by linear programmes in fractions.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from exact import by_cuts, by_programme, cent_by_cent, rounded

from grants.domain.awards import Awards, Request, equal_awards

GOAL_SECONDS = 1.0
CAP = 230_000
NEARLY_NOTHING = 1e-6  # a float is never quite zero
PROMISES = ("sums above", "equals apart", "order matters", "lowered by more money")
SMALL_STEPS = (2, 3, 5, 7)
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


def small_case(rng: random.Random, most_requests: int = 8, most_envelopes: int = 4) -> Case:
    """Make a case that can be solved cent by cent."""
    names = [f"e{i}" for i in range(rng.randint(1, most_envelopes))]
    asked = [
        Request(i, rng.randint(0, 12), frozenset(rng.sample(names, rng.randint(0, len(names)))))
        for i in range(rng.randint(0, most_requests))
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
        start = time.process_time()
        equal_awards(*case, step=1_000)
        stepped = time.process_time() - start
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
                "ours_with_a_step_cpu_s": round(stepped, 4),
                "bisection_cpu_s": None if peer is None else round(peer, 3),
                "worst_difference_cents": None if worst is None else round(worst, 2),
            }
        )
    return rows


def compared(cases: int) -> dict[str, int]:
    """Count random cases, to the cent and with a step, that differ from the exact solvers or break a promise."""
    rng = random.Random(2026)  # noqa: S311 - a bench must be repeatable
    found = Counter({"cases": cases, "different": 0, "different_with_a_step": 0})
    found.update(dict.fromkeys(PROMISES, 0))
    for _ in range(cases):
        case = small_case(rng)
        step = rng.choice(SMALL_STEPS)
        awards, held = equal_awards(*case), equal_awards(*case, step=step)
        found["different"] += awards.awarded != cent_by_cent(*case)
        found["different_with_a_step"] += held.awarded != by_cuts(*case, step)
        found.update(broken(case, awards, 1, rng))
        found.update(broken(case, held, step, rng))
    return dict(found)


def broken(case: Case, awards: Awards, step: int, rng: random.Random) -> list[str]:
    """Name the promises a sharing breaks: sums, equals, order, money; exact with a step, else to the cent."""
    requests, envelopes, cap = case
    slack = 1 if step == 1 else 0
    spent = Counter[str]()
    for (_, name), cents in awards.drawn.items():
        spent[name] += cents
    alike: dict[object, list[int]] = {}
    for r in requests:
        alike.setdefault((r.requested, r.envelopes), []).append(awards.awarded[r.key])
    shuffled = equal_awards(rng.sample(requests, len(requests)), envelopes, cap, step=step)
    richer = {name: cents + rng.randint(0, 9) for name, cents in envelopes.items()}
    more = equal_awards(requests, richer, cap, step=step).awarded
    breaks = (
        any(spent[name] > cents for name, cents in envelopes.items()),
        any(max(amounts) - min(amounts) > slack for amounts in alike.values()),
        shuffled != awards,
        any(more[key] < cents - slack for key, cents in awards.awarded.items()),
    )
    return [name for name, broke in zip(PROMISES, breaks, strict=True) if broke]


def programmed(cases: int) -> dict[str, int]:
    """Count smaller random cases in which an award is a cent or more away from the linear programmes' fraction."""
    rng = random.Random(7)  # noqa: S311 - a bench must be repeatable
    different = 0
    for _ in range(cases):
        requests, envelopes, cap = small_case(rng, most_requests=5, most_envelopes=3)
        exact = by_programme(requests, envelopes, cap)
        awarded = equal_awards(requests, envelopes, cap).awarded
        different += any(abs(cents - exact[key]) >= 1 for key, cents in awarded.items())
        step = rng.choice(SMALL_STEPS)
        held = equal_awards(requests, envelopes, cap, step=step).awarded
        different += any(
            held[r.key] != rounded(exact[r.key], step)
            for r in requests
            if r.envelopes and exact[r.key] < min(r.requested, cap)
        )
    return {"cases": cases, "different": different}


def main() -> int:
    """Print the table, write the JSON, and fail when a figure is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--programmes", type=int, default=200)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows, proof, programmes = timed(), compared(options.cases), programmed(options.programmes)
    heads = ("requests", "envelopes", "credits", "ours s", "with step s", "bisection s", "worst cents")
    print(" ".join(f"{head:>12}" for head in heads))
    for row in rows:
        print(" ".join(f"{'-' if cell is None else cell:>12}" for cell in row.values()))
    print(f"{proof['cases']} random cases against exact solvers: {proof['different']} different to the cent,")
    print(
        f"{proof['different_with_a_step']} different with a step;",
        ", ".join(f"{proof[each]} {each}" for each in PROMISES),
    )
    print(f"{programmes['cases']} random cases against linear programmes: {programmes['different']} different")
    if options.json:
        told = {"timed": rows, "compared": proof, "programmed": programmes}
        options.json.write_text(json.dumps(told, indent=2) + "\n")
    slow = any(
        float(str(row[name])) > GOAL_SECONDS for row in rows for name in ("ours_cpu_s", "ours_with_a_step_cpu_s")
    )
    wrong = sum(proof.values()) - proof["cases"] + programmes["different"]
    return 1 if slow or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
