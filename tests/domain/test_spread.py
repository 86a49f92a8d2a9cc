"""A sum told by quarter is still the same sum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.spread import spread


@given(cents=st.integers(0, 10**12), places=st.lists(st.text(max_size=3), min_size=1, max_size=9, unique=True))
def test_parts_make_the_sum_and_differ_by_a_cent_at_most(cents, places):
    parts = spread(cents, places)
    assert list(parts) == places
    assert sum(parts.values()) == cents
    assert max(parts.values()) - min(parts.values()) <= 1


def test_a_sum_without_place_or_with_a_place_named_twice():
    assert spread(100, []) == {}
    for cents, places in ((-1, ["a"]), (1, ["a", "a"])):
        with pytest.raises(ValueError, match=r"^$"):
            spread(cents, places)
