"""A point is read as people give it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.errors import RuleError
from grants.domain.points import read_point

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    "typed",
    [
        "48.3905, -4.486",
        "48.3905 -4.486",
        "48,3905 ; -4,4860",
        " (48.3905°, -4.486°) ",
        "https://www.openstreetmap.org/?mlat=48.3905&mlon=-4.486#map=17/48.0/-4.0",
        "https://www.openstreetmap.org/#map=17/48.3905/-4.486",
        "https://www.openstreetmap.org/node/12#map=19/48.39050/-4.48600&layers=N",
        "geo:48.3905,-4.486;u=20",
        "https://www.google.com/maps/place/Port/@48.3905,-4.486,17z/data=!3m1",
        "https://maps.example/?q=48.3905%2C-4.486",
    ],
)
def test_two_numbers_and_the_links_of_maps_give_the_same_point(typed):
    assert read_point(typed) == (48.3905, -4.486)


@pytest.mark.parametrize(
    "typed", ["", "rue du Port", "48.39", "1 2 3", "https://www.openstreetmap.org/node/12", "9" * 600]
)
def test_what_says_no_point_is_told(typed):
    with pytest.raises(RuleError, match="unreadable_point"):
        read_point(typed)


@pytest.mark.parametrize("typed", ["91, 0", "0, 181", "-90.1 ; 3"])
def test_a_point_that_is_not_on_the_earth_is_told(typed):
    with pytest.raises(RuleError, match="no_such_point"):
        read_point(typed)


@given(st.text(max_size=60))
def test_anything_typed_gives_a_point_of_the_earth_or_a_reason(typed):
    with suppress(RuleError):
        latitude, longitude = read_point(typed)
        assert abs(latitude) <= 90
        assert abs(longitude) <= 180
