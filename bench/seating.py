"""Seating: evenings and published instances against the best values known, beside peers given the same seconds.

    python bench/seating.py [--seconds 1 5] [--only evening-48-large …] [--large] [--peers FOLDER] [--json FILE]

Peers (`bench/seating_peers.py`) run in the same process, on the same instance, with the same CPU seconds.
"""

import argparse
import json
import platform
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from bench.seating_peers import Case, drawn, peers, worth
from grants.domain.seating import seat
from grants.domain.seating.programme import evenings

Peer = Callable[[Case, float], float]
DATA = HOUSE.parent / "shared" / "data" / "seating"


def evening(path: Path) -> Case:
    """Read an evening and the best value known."""
    asked = json.loads(path.read_text(encoding="utf-8"))
    return np.array(asked["affinity"], float), asked["rounds"], [(t, t) for t in asked["tables"]], asked["reference"]


def instance(path: Path, reference: float) -> Case:
    """Read an MDGPLIB instance: one round."""
    header, *lines = path.read_text(encoding="utf-8").strip().splitlines()
    people, _, _, *bounds = header.split()
    sizes = list(map(int, bounds))
    distance = np.zeros((int(people), int(people)))
    for line in lines:
        one, other, worth = line.split()
        distance[int(one), int(other)] = distance[int(other), int(one)] = float(worth)
    return distance, 1, list(zip(sizes[::2], sizes[1::2], strict=True)), reference


def cases(data: Path) -> dict[str, Case]:
    """Give every case found in the folder."""
    found = {path.stem: evening(path) for path in sorted(data.glob("evening-*.json"))}
    known = json.loads((data / "mdgp-reference.json").read_text(encoding="utf-8"))
    return found | {name: instance(data / f"{name}.txt", value) for name, value in known.items()}


def due(affinity: np.ndarray, rounds: int, most: int) -> np.ndarray:
    """Return all that each person could receive if everybody else made way."""
    dearest: np.ndarray = -np.sort(-affinity, axis=1)[:, : rounds * (most - 1)].sum(axis=1)
    return dearest


def measured(name: str, case: Case, seconds: float, beside: dict[str, Peer]) -> dict[str, object]:
    """Measure one case: value, bound, fairness, and the peers beside it."""
    affinity, rounds, tables, reference = case
    start = time.process_time()
    found = seat(affinity, rounds, tables, seconds=seconds, clock=time.process_time)
    cpu = time.process_time() - start
    received = evenings(affinity, found.rounds)
    line: dict[str, object] = {
        "case": name,
        "people": len(affinity),
        "rounds": rounds,
        "seconds": seconds,
        "cpu": round(cpu, 2),
        "value": round(found.value, 3),
        "percent_of_reference": round(100 * found.value / reference, 2),
        "bound_above_value_percent": round(100 * (found.bound / found.value - 1), 1),
        "poorest_of_median": round(found.poorest / float(np.median(received)), 2),
        "poorest_of_median_or_all_one_can": round(
            float((received / np.minimum(np.median(received), due(affinity, rounds, max(m for _, m in tables)))).min()),
            2,
        ),
    }
    for peer, run in beside.items():
        line[f"{peer}_percent"] = round(100 * run(case, seconds) / reference, 2)
    return line


def sparse_bound() -> dict[str, object]:
    """Measure how near the bound is when affinities are sparse, as real ones are."""
    chance = np.random.default_rng(5)
    affinity = np.triu(chance.integers(1, 10, (48, 48)) * (chance.random((48, 48)) < 0.15), 1)  # noqa: PLR2004
    found = seat((affinity + affinity.T).astype(float), 4, [(8, 8)] * 6, seconds=2, clock=time.process_time)
    above = 100 * (found.bound / found.value - 1)
    return {"case": "sparse-48", "value": found.value, "bound_above_value_percent": round(above, 1)}


def repair(data: Path) -> dict[str, object]:
    """Measure a check-in: one round over, 20 % absent, three more people, beside a programme made anew."""
    affinity, rounds, _, _ = evening(data / "evening-48-large.json")
    tables = [(4, 8)] * 6
    plan = seat(affinity[:45, :45], rounds, tables, seconds=2, clock=time.process_time)
    chance = np.random.default_rng(3)
    gone = [(int(p), r) for p in chance.choice(45, 9, replace=False) for r in range(1, rounds)]
    absent = [*gone, *((p, 0) for p in (45, 46, 47))]
    over = plan.after(1)
    fresh = type(plan)(plan.rounds[:1], 0.0, 0.0, 0.0, past=1)
    anew = seat(affinity, rounds, tables, absent=absent, keep=fresh, seconds=5, clock=time.process_time)
    start = time.process_time()
    mended = seat(affinity, rounds, tables, absent=absent, keep=over, seconds=0.9, clock=time.process_time)
    cpu = time.process_time() - start
    seats = sum(len(table) for row in mended.rounds[1:] for table in row)
    return {
        "case": "repair",
        "cpu": round(cpu, 2),
        "percent_of_anew": round(100 * mended.value / anew.value, 2),
        "moved": mended.moved,
        "seats": seats,
    }


def large(people: int = 2_000, rounds: int = 8, seconds: float = 55.0) -> dict[str, object]:
    """Measure a very large evening: time, memory and what a random programme is worth beside it."""
    chance = np.random.default_rng(1)
    affinity = np.triu(chance.integers(1, 10, (people, people)) * (chance.random((people, people)) < 0.1), 1)  # noqa: PLR2004
    case = ((affinity + affinity.T).astype(float), rounds, [(8, 8)] * (people // 8), 1.0)
    random_value = worth(case, drawn(case, chance))
    start = time.process_time()
    found = seat(case[0], rounds, case[2], seconds=seconds, clock=time.process_time)
    return {
        "case": f"{people}x{rounds}",
        "cpu": round(time.process_time() - start, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "times_random": round(found.value / random_value, 2),
        "bound_above_value_percent": round(100 * (found.bound / found.value - 1), 1),
    }


def main() -> None:
    """Run everything, print the table and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, nargs="+", default=[1.0, 5.0])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--large", action="store_true", help="2,000 people and 8 rounds as well: a minute")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the evenings and instances")
    parser.add_argument("--peers", help="a folder where peers are installed, apart from the product")
    parser.add_argument("--json", type=Path, default=HOUSE / "bench" / "results" / "seating.json")
    options = parser.parse_args()
    if not options.data.exists():
        sys.exit(f"the evenings are not at {options.data}")
    beside, absent = peers(options.peers)
    for name, why in absent.items():
        print(f"not beside: {name}: {why}")
    lines = []
    for name, case in cases(options.data).items():
        for seconds in options.seconds if not options.only or name in options.only else ():
            lines.append(measured(name, case, seconds, beside))
            print(*(f"{key} {value}" for key, value in lines[-1].items()), sep="  ", flush=True)
    for more in (sparse_bound, lambda: repair(options.data), *([large] if options.large else [])):
        lines.append(more())
        print(*(f"{key} {value}" for key, value in lines[-1].items()), sep="  ", flush=True)
    about = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": platform.machine(),
        "peers_absent": absent,
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps({**about, "lines": lines}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
