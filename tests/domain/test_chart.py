"""Pictures tell the figures they are given, and nothing stands outside the drawing."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.chart import Curve, Step, bars, discs, histogram, plot, ticks, waterfall
from grants.territories.queries import territory

cents = st.integers(0, 10**11)


@given(most=st.integers(0, 10**12), wanted=st.integers(1, 9), unit=st.sampled_from([1, 100]))
def test_marks_are_round_few_and_reach_the_top(most, wanted, unit):
    marks = ticks(most, wanted, unit)
    steps = {after - before for before, after in pairwise(marks)}
    assert marks[0] == 0
    assert marks[-1] >= most
    assert len(marks) <= wanted + 1
    assert len(steps) == 1
    assert str(steps.pop() // unit).rstrip("0") in {"1", "2", "5"}


def test_marks_need_a_step():
    for wanted, unit in ((0, 1), (4, 0)):
        with pytest.raises(ValueError, match=r"^$"):
            ticks(10, wanted, unit)


@given(amounts=st.lists(cents, min_size=1, max_size=8), ceiling=st.none() | cents)
def test_a_bar_is_as_long_as_its_amount_and_shows_what_passes_the_ceiling(amounts, ceiling):
    drawn = bars([("x", amount) for amount in amounts], ceiling)
    most = max([*amounts, ceiling or 0, 1])
    for bar in drawn.bars:
        assert bar.start == 0
        assert bar.end == pytest.approx(100 * bar.amount / most, abs=0.01)
        assert (bar.over is not None) == (ceiling is not None and bar.amount > ceiling)
        assert bar.under <= bar.end
    assert (drawn.ceiling is None) == (ceiling is None)


def test_pictures_side_by_side_share_their_scale():
    small, large = (bars([("voté", cents)], most=200).bars[0].end for cents in (50, 200))
    assert (small, large) == (25, 100)


@given(moves=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8))
def test_a_waterfall_ends_at_its_sum_each_step_starting_where_the_last_one_ended(moves):
    drawn = waterfall([*(Step("x", move) for move in moves), Step("reste", sum(moves), whole=True)]).bars
    reached = [bar.start if bar.kind == "less" else bar.end for bar in drawn[:-1]]
    begun = [bar.end if bar.kind == "less" else bar.start for bar in drawn[:-1]]
    assert reached[:-1] == begun[1:]
    last = drawn[-1]
    assert reached[-1] == (last.start if sum(moves) < 0 else last.end)
    assert all(0 <= bar.start <= bar.end <= 100 for bar in drawn)


@given(amounts=st.lists(st.integers(0, 500_000), max_size=80), cap=st.integers(1, 400_000))
def test_every_amount_stands_in_one_bin(amounts, cap):
    drawn = histogram(amounts, cap)
    assert sum(each.number for each in drawn.bins) == len(amounts)
    assert len(drawn.bins) <= 10
    assert all(0 <= each.top <= 100 and 0 <= each.left + each.width <= 100.01 for each in drawn.bins)
    assert 0 <= drawn.cap <= 100


def test_who_receives_exactly_the_edge_stands_under_it():
    drawn = histogram([0, 100_000, 100_001, 200_000], 200_000)
    assert [(each.low, each.high, each.number) for each in drawn.bins if each.number] == [
        (0, 20_000, 1),
        (80_000, 100_000, 1),
        (100_000, 120_000, 1),
        (180_000, 200_000, 1),
    ]


def test_a_curve_goes_from_end_to_end_and_a_count_climbs_by_steps():
    drawn = plot(
        [Curve("2026", [(-60, 0), (-30, 10), (0, 40)], "now", steps=True), Curve("rien", [])],
        [(-60, 0, 0), (0, 20, 40)],
        x_marks=(-60, 0),
        holds=(40,),
    )
    (line,) = drawn.lines
    assert line.path == "M0 100 L50 100 L50 75 L100 75 L100 0"
    assert (line.end_x, line.end_y) == (100, 0)
    assert drawn.band == "M0 100 L100 0 L100 50 L0 100 Z"
    assert drawn.x_marks == [(-60, 0), (0, 100)]
    assert drawn.holds == [(40, 0)]
    assert plot([]).lines == []


@given(points=st.lists(st.tuples(st.floats(-100, 100), st.floats(0, 1e9)), min_size=1, max_size=20))
def test_no_curve_leaves_the_drawing(points):
    (line,) = plot([Curve("x", sorted(points))]).lines
    assert all(0 <= float(number) <= 100 for number in re.findall(r"[-\d.e+]+", line.path))


def test_the_surface_of_a_disc_tells_the_sum():
    sizes = {dot.key: dot.radius for dot in discs(territory("port-leon"), {"bellevue": 400, "centre": 100})}
    assert sizes["bellevue"] == 2 * sizes["centre"]
    assert min(sizes.values()) > 0, "a quarter that receives nothing is on the map too"
