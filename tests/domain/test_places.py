"""The map places every quarter inside the drawing, names apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grants.domain.chart.places import MAP_HEIGHT, MAP_WIDTH, discs, lines
from grants.domain.territory import Neighbourhood
from grants.territories.queries import territory


@pytest.mark.parametrize("town", ["port-leon", "poitiers"])
def test_quarters_stand_in_the_drawing_north_above(town):
    found = discs(territory(town), {})
    assert all(0 < dot.x < MAP_WIDTH and 0 < dot.y < MAP_HEIGHT for dot in found)
    places = {place.key: place for place in territory(town).neighbourhoods}
    north, south = min(found, key=lambda dot: dot.y), max(found, key=lambda dot: dot.y)
    assert places[north.key].latitude > places[south.key].latitude


def test_no_two_names_of_the_demo_town_touch():
    found = discs(territory("port-leon"), dict.fromkeys(["bellevue", "centre"], 12))
    for one in found:
        for other in found:
            near = abs(one.name_y - other.name_y) < 12 and abs(one.x - other.x) < 4 * (len(one.name) + len(other.name))
            assert one is other or not near


def test_quarters_that_touch_are_joined_once():
    town = territory("port-leon")
    joined = lines(town, discs(town, {}))
    assert len(joined) == len({frozenset((one.key, other.key)) for one, other in joined})


def test_a_town_of_one_quarter_or_none_has_a_map():
    alone = Neighbourhood("seul", "Seul", 48.0, -4.0)
    one = replace(territory("port-leon"), neighbourhoods=(alone,))
    assert [(dot.x, dot.y) for dot in discs(one, {})] == [(MAP_WIDTH // 2, MAP_HEIGHT // 2)]
    assert discs(replace(one, neighbourhoods=()), {}) == []
