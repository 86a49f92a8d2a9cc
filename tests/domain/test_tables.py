from __future__ import annotations

import pytest

from grants.domain.errors import RuleError
from grants.domain.tables import tables_for


def test_forty_five_people_sit_at_nine_tables_of_five():
    assert tables_for(45) == [(5, 5)] * 9


@pytest.mark.parametrize("people", range(8, 300))
def test_everybody_sits_at_tables_of_four_to_six(people):
    tables = tables_for(people)
    assert sum(fewest for fewest, _ in tables) <= people <= sum(most for _, most in tables)
    assert all(4 <= most <= 6 for _, most in tables)


@pytest.mark.parametrize(("people", "tables"), [(2, 1), (3, 1), (6, 1), (7, 2)])
def test_a_small_evening_still_sits(people, tables):
    assert len(tables_for(people)) == tables


@pytest.mark.parametrize(
    ("people", "settings", "code", "figures"),
    [
        (0, {}, "nobody_comes", {}),
        (1, {}, "somebody_alone", {}),
        (60, {"count": 8}, "too_few_seats", {"people": 60, "tables": 8, "most": 6, "missing": 12, "enough": 10}),
        (9, {"count": 6}, "too_many_tables", {"people": 9, "tables": 6, "enough": 2}),
        (9, {"fewest": 6, "most": 4}, "odd_sizes", {"fewest": 6, "most": 4}),
        (9, {"fewest": 0}, "odd_sizes", {"fewest": 0, "most": 6}),
    ],
)
def test_what_cannot_be_is_said_with_what_to_change(people, settings, code, figures):
    with pytest.raises(RuleError) as caught:
        tables_for(people, **settings)
    assert (caught.value.code, caught.value.figures) == (code, figures)
