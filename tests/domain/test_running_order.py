from __future__ import annotations

import random
from itertools import pairwise

from grants.domain.running_order import running_order


def test_everybody_speaks_once_in_blocks_of_about_fifteen():
    chance = random.Random(1)  # noqa: S311 - no secret here
    themes = [chance.choice(["culture", "sport", "jardins"]) for _ in range(45)]
    blocks = running_order(themes, lambda one, other: (one * other) % 7)
    assert sorted(place for block in blocks for place in block.places) == list(range(45))
    assert [block.number for block in blocks] == [1, 2, 3]
    assert all(11 <= len(block.places) <= 19 for block in blocks)


def test_a_theme_is_told_in_one_go():
    themes = ["culture", "sport"] * 10
    order = [themes[place] for block in running_order(themes, lambda _one, _other: 0.0) for place in block.places]
    assert order == ["culture"] * 10 + ["sport"] * 10


def test_neighbours_share_something_when_they_can():
    chain = list(range(12))
    random.Random(2).shuffle(chain)  # noqa: S311 - no secret here
    linked = {frozenset(pair) for pair in pairwise(chain)}
    blocks = running_order(["culture"] * 12, lambda one, other: float(frozenset((one, other)) in linked))
    order = [place for block in blocks for place in block.places]
    shared = sum(frozenset(pair) in linked for pair in pairwise(order))
    assert shared >= 10


def test_the_theme_most_linked_comes_next():
    themes = ["a", "a", "a", "b", "b", "c", "c"]
    blocks = running_order(themes, lambda one, other: 1.0 if {themes[one], themes[other]} == {"a", "c"} else 0.0)
    assert blocks[0].themes == ("a", "c", "b")


def test_projects_without_theme_come_last():
    blocks = running_order(["", "sport", ""], lambda _one, _other: 0.0)
    assert blocks[0].places[0] == 1


def test_nobody_makes_no_block():
    assert running_order([], lambda _one, _other: 0.0) == []


def test_the_order_depends_on_the_inputs_alone():
    themes = ["a", "b", "c"] * 8
    orders = [running_order(themes, lambda one, other: (one * 31 + other * 17 + one * other) % 5) for _ in range(2)]
    assert orders[0] == orders[1]


def test_somebody_with_many_projects_presents_them_in_a_row():
    blocks = running_order(["a"] * 6, lambda _one, _other: 0.0, sizes=[13, 1, 1, 1, 13, 1])
    assert [len(block.places) for block in blocks] == [3, 3]
    assert sorted(place for block in blocks for place in block.places) == list(range(6))
