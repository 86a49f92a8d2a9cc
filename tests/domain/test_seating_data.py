"""Seating on evenings and published instances, with a budget of moves so that the figures are the same everywhere."""

import json
from pathlib import Path

import numpy as np
import pytest

from grants.domain.seating import seat

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "seating"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "seating"


def evening(path):
    asked = json.loads(path.read_text(encoding="utf-8"))
    return asked["affinity"], asked["rounds"], [(size, size) for size in asked["tables"]], asked["reference"]


def instance(path):
    header, *lines = path.read_text(encoding="utf-8").strip().splitlines()
    people, groups, _, *bounds = header.split()
    sizes = list(map(int, bounds))
    distance = np.zeros((int(people), int(people)))
    for line in lines:
        one, other, worth = line.split()
        distance[int(one), int(other)] = distance[int(other), int(one)] = float(worth)
    return distance, list(zip(sizes[::2], sizes[1::2], strict=True))[: int(groups)]


def test_an_evening_of_twenty_is_seated_nearly_as_well_as_is_known():
    affinity, rounds, tables, reference = evening(SAMPLES / "evening-20.json")
    found = seat(affinity, rounds, tables, moves=6000)
    assert found.value >= 0.98 * reference
    assert found.bound <= 1.2 * found.value


def test_one_round_solves_a_published_instance():
    distance, tables = instance(SAMPLES / "RanInt_n012_ss_03.txt")
    assert seat(distance, 1, tables, moves=1500).value == 993


@pytest.mark.skipif(
    not SHARED.exists(), reason="the large evenings are not beside this project: ../shared/data/seating"
)
@pytest.mark.parametrize(("name", "moves", "part"), [("evening-48-large", 8000, 0.975), ("evening-96", 6000, 0.96)])
def test_larger_evenings_come_near_what_is_known(name, moves, part):
    affinity, rounds, tables, reference = evening(SHARED / f"{name}.json")
    assert seat(affinity, rounds, tables, moves=moves).value >= part * reference


@pytest.mark.skipif(
    not SHARED.exists(), reason="the large evenings are not beside this project: ../shared/data/seating"
)
def test_a_published_instance_with_uneven_tables_is_nearly_solved():
    distance, tables = instance(SHARED / "RanInt_n060_ds_03.txt")
    assert seat(distance, 1, tables, moves=8000).value >= 0.98 * 19841
