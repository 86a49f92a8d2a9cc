"""When people invited to the evening are written to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from grants.domain.coming import answer_by, stage_due

EVENING = date(2027, 1, 30)


@pytest.mark.parametrize(
    ("days", "stage"),
    [(40, ""), (22, ""), (21, "answer"), (8, "answer"), (7, "again"), (3, "again"), (2, "eve"), (0, "eve"), (-1, "")],
)
def test_a_stage_is_due_until_the_next_one_and_none_after_the_evening(days, stage):
    assert stage_due(EVENING - timedelta(days=days), EVENING) == stage


def test_an_answer_helps_until_ten_days_before():
    assert answer_by(EVENING) == date(2027, 1, 20)
