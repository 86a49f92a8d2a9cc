"""The peers of the seating bench: two bare baselines, and what PyPI has when it is installed in a folder apart.

    python -m pip install --target FOLDER ortools seating-planner
    python bench/seating.py --peers FOLDER

Each gets one process and the same seconds of CPU, and takes the affinities as far as it can express them.
"""

import contextlib
import importlib.util
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from grants.domain.seating.programme import evenings, to_rounds

Tables = list[tuple[int, int]]
Case = tuple[np.ndarray, int, Tables, float]
PREFERENCES = 1.5
"""Preferences given to who knows only yes or no, times the pairs that can meet: the dearest ones."""
LARGEST_MODEL = 200_000
"""Pairs × rounds × tables that CP-SAT is given at most."""
ABSENT = {
    "groupselect": "not on PyPI under this name on the day of the run",
    "good-enough-golfers": "neither on PyPI nor on npm: a web page",
    "anticlust": "an R package, not on PyPI; its exchange of pairs is the column “swaps”",
}


def drawn(case: Case, chance: np.random.Generator) -> np.ndarray:
    """Draw a programme: (round, person) → table."""
    affinity, rounds, tables, _ = case
    sizes = [fewest for fewest, _ in tables]
    while sum(sizes) < len(affinity):
        table = int(chance.integers(len(tables)))
        sizes[table] += sizes[table] < tables[table][1]
    row = np.repeat(np.arange(len(tables)), sizes)
    return np.array([chance.permutation(row) for _ in range(rounds)])


def worth(case: Case, places: np.ndarray) -> float:
    """Return the summed affinity of the pairs that meet."""
    return float(evenings(case[0], to_rounds(places, len(case[2]))).sum() / 2)


def at_random(case: Case, seconds: float) -> float:
    """Return the best of the programmes drawn in the time given."""
    chance, end, best = np.random.default_rng(0), time.process_time() + seconds, 0.0
    while time.process_time() < end:
        best = max(best, worth(case, drawn(case, chance)))
    return best


def by_swaps(case: Case, seconds: float) -> float:
    """Return the best met by swapping two people of a round at random and keeping what does not cost."""
    chance, end = np.random.default_rng(0), time.process_time() + seconds
    places = drawn(case, chance)
    best = worth(case, places)
    while time.process_time() < end:
        row = places[int(chance.integers(len(places)))]
        one, other = chance.integers(len(row), size=2)
        row[[one, other]] = row[[other, one]]
        value = worth(case, places)
        if value < best:
            row[[one, other]] = row[[other, one]]
        best = max(best, value)
    return best


def by_ortools(case: Case, seconds: float) -> float:  # noqa: C901  # one model, read at once
    """Return what CP-SAT finds: all rounds in one model, one worker, from a programme drawn.

    It is stopped by CPU time; writing the model down is not counted, and not tried when it would take minutes (nan).
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415

    affinity, rounds, tables, _ = case
    if int((affinity > 0).sum()) // 2 * rounds * len(tables) > LARGEST_MODEL:
        return float("nan")
    model, people = cp_model.CpModel(), range(len(affinity))
    hint = drawn(case, np.random.default_rng(0))
    sits = {(r, p, t): model.new_bool_var("") for r in range(rounds) for p in people for t in range(len(tables))}
    for r in range(rounds):
        for p in people:
            model.add_exactly_one(sits[r, p, t] for t in range(len(tables)))
        for t, (fewest, most) in enumerate(tables):
            seated = sum(sits[r, p, t] for p in people)
            model.add(seated >= fewest)
            model.add(seated <= most)
    terms = []
    for one, other in combinations(people, 2):
        if affinity[one, other] > 0:
            together = []
            for r in range(rounds):
                for t in range(len(tables)):
                    both = model.new_bool_var("")
                    model.add_implication(both, sits[r, one, t])
                    model.add_implication(both, sits[r, other, t])
                    together.append(both)
            met = model.new_bool_var("")
            model.add(sum(together) >= met)
            terms.append(round(1000 * float(affinity[one, other])) * met)
    model.maximize(sum(terms))
    for (r, p, t), sitting in sits.items():
        model.add_hint(sitting, bool(hint[r, p] == t))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 20 * seconds
    done = threading.Event()
    threading.Thread(target=_stop_at, args=(solver, time.process_time() + seconds, done), daemon=True).start()
    solved = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    done.set()
    return solver.objective_value / 1000 if solved else 0.0


def _stop_at(solver: object, end: float, done: threading.Event) -> None:
    """Stop the solver when the process has had its CPU time."""
    while not done.wait(0.05):
        if time.process_time() >= end:
            solver.stop_search()  # type: ignore[attr-defined]


def by_seating_planner(case: Case, seconds: float) -> float:
    """Return what seating-planner finds round by round: the dearest pairs not met yet are its preferences.

    Nothing when it has no programme for a round in its share of the time, nan when it broke the sizes of the tables.
    """
    from seating_planner import SeatingPlanner  # noqa: PLC0415

    affinity, rounds, tables, _ = case
    left = affinity.copy()
    places = np.zeros((rounds, len(affinity)), dtype=np.intp)
    wanted = round(PREFERENCES * sum(most * (most - 1) / 2 for _, most in tables))
    for row in places:
        pairs = sorted(combinations(range(len(affinity)), 2), key=lambda pair: -left[pair])[:wanted]
        asked = SeatingPlanner(
            guest_groups={str(person): 1 for person in range(len(affinity))},
            preferences=[(str(one), str(other)) for one, other in pairs if left[one, other] > 0],
            tables={str(table): most for table, (_, most) in enumerate(tables)},
            max_capacity_overflow=0.0,
            time_limit=seconds / rounds,
            verbose=False,
        )
        with unheard():
            found = asked.run()
        if "guest_name" not in found:
            return 0.0
        for guest, table in zip(found["guest_name"], found["assigned_table"], strict=True):
            row[int(guest)] = int(table)
        if any(not fewest <= int((row == table).sum()) <= most for table, (fewest, most) in enumerate(tables)):
            return float("nan")
        left[row[:, None] == row] = 0
    return worth(case, places)


@contextlib.contextmanager
def unheard() -> Iterator[None]:
    """Send what a solver prints by itself to nowhere."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def peers(folder: str | None) -> tuple[dict[str, Callable[[Case, float], float]], dict[str, str]]:
    """Return the peers that can run, and why each other one cannot."""
    if folder:
        sys.path.append(folder)
    found: dict[str, Callable[[Case, float], float]] = {"random": at_random, "swaps": by_swaps}
    absent = dict(ABSENT)
    for name, run in (("ortools", by_ortools), ("seating_planner", by_seating_planner)):
        if importlib.util.find_spec(name):
            found[name] = run
        else:
            absent[name] = "not installed: see --peers"
    logging.disable()
    return found, absent
