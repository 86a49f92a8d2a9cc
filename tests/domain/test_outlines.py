"""The outlines of quarters: cells computed from centres, those a file draws, and where a point falls."""

from __future__ import annotations

from itertools import pairwise
from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.chart.outlines import cells, from_town, holds, metres, outlines, quarter_at
from grants.domain.territory import Neighbourhood
from grants.territories.queries import territories, territory

pytestmark = pytest.mark.one_database

AROUND = st.tuples(st.floats(48.30, 48.50), st.floats(-4.60, -4.40))
CENTRES = st.lists(AROUND, min_size=1, max_size=12, unique_by=lambda place: (round(place[0], 3), round(place[1], 3)))


def surface(outline):
    """Twice the surface of an outline, in square degrees, signed by its turn."""
    return sum(a[1] * b[0] - b[1] * a[0] for a, b in pairwise([*outline, outline[0]]))


@given(CENTRES)
def test_each_cell_holds_its_centre_and_no_other(centres):
    drawn = cells(centres)
    assert len(drawn) == len(centres)
    for number, centre in enumerate(centres):
        assert [k for k, cell in enumerate(drawn) if holds(cell, centre)] == [number]


@given(CENTRES, AROUND)
def test_a_place_belongs_to_the_cell_of_its_nearest_centre_or_to_none(centres, place):
    shrink = cos(radians(sum(up for up, _ in centres) / len(centres)))
    away = [hypot(place[0] - up, (place[1] - across) * shrink) for up, across in centres]
    found = [k for k, cell in enumerate(cells(centres)) if holds(cell, place)]
    assert len(found) <= 1
    for number in found:
        assert away[number] == pytest.approx(min(away), abs=1e-9)


@given(CENTRES)
def test_cells_are_surfaces_that_turn_one_way(centres):
    assert all(surface(cell) < -1e-12 or surface(cell) > 1e-12 for cell in cells(centres))


@pytest.mark.parametrize("town", territories(), ids=lambda town: town.key)
def test_every_quarter_of_every_town_holds_its_own_centre_and_its_help_points(town):
    for quarter in town.neighbourhoods:
        assert quarter_at(town, (quarter.latitude, quarter.longitude)) is quarter
    for point in town.help_points:
        if point.latitude is not None and point.longitude is not None:
            assert quarter_at(town, (point.latitude, point.longitude)) is town.neighbourhood(point.neighbourhood)


def test_the_quarters_a_file_draws_share_their_borders_and_never_overlap():
    town = territory("port-leon")
    drawn = outlines(town)
    steps = 60
    for up in range(steps):
        for across in range(steps):
            place = (48.375 + 0.0601 * up / steps, -4.545 + 0.1051 * across / steps)
            assert sum(holds(outline, place) for outline in drawn.values()) <= 1
    for quarter in town.neighbourhoods:
        for other in filter(None, map(town.neighbourhood, quarter.touches)):
            shared = set(quarter.outline) & set(other.outline)
            assert shared, (quarter.key, other.key)


def test_the_water_and_the_neighbouring_towns_are_in_no_quarter():
    town = territory("port-leon")
    assert quarter_at(town, (48.3700, -4.4900)) is None
    assert quarter_at(town, (48.3860, -4.4935)) is None, "in the river, between its two banks"
    assert from_town(town, (48.3700, -4.4900)) == pytest.approx(1880, rel=0.05)
    assert from_town(town, (46.58, 0.34)) > 400_000


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude():
    assert metres((48, -4), (49, -4)) == pytest.approx(111_195)
    assert metres((48, -4), (48, -3)) == pytest.approx(111_195 * cos(radians(48)))


@pytest.mark.parametrize(
    ("outline", "says"),
    [
        (((48.0, -4.0), (48.1, -4.0)), "has 2 points"),
        (((48.0, -4.0), (48.1, -4.0), (48.1,)), "a point is"),
        (((48.0, -4.0), (48.1, -4.0), (148.1, -4.0)), "is not"),
    ],
)
def test_an_outline_that_is_no_surface_is_told(outline, says):
    with pytest.raises(ValueError, match=says):
        Neighbourhood("port", "Le Port", 48, -4, outline=outline)
