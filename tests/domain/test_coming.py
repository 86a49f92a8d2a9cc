"""When people invited to the evening are written to."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from grants.domain.coming import answer_by, stage_due, stays

EVENING = date(2027, 1, 30)


@pytest.mark.parametrize(
    ("days", "stage"),
    [(40, ""), (22, ""), (21, "answer"), (8, "answer"), (7, "again"), (3, "again"), (2, "eve"), (0, "eve"), (-1, "")],
)
def test_a_stage_is_due_until_the_next_one_and_none_after_the_evening(days, stage):
    assert stage_due(EVENING - timedelta(days=days), EVENING) == stage


def test_who_leaves_before_arriving_is_not_there_unless_the_evening_passes_midnight():
    early, late = time(0, 30), time(22)
    assert stays(late, None, past_midnight=False)
    assert stays(early, late, past_midnight=False)
    assert not stays(late, early, past_midnight=False)
    assert stays(late, early, past_midnight=True)
    assert not stays(late, late, past_midnight=True)


def test_an_answer_helps_until_ten_days_before():
    assert answer_by(EVENING) == date(2027, 1, 20)
