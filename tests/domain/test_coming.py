"""When people invited to the evening are written to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from grants.domain.coming import answer_by, reminder_due

EVENING = date(2027, 1, 30)


@pytest.mark.parametrize(
    ("days", "last", "answered", "stage"),
    [
        (40, "", False, ""),
        (21, "", False, "answer"),
        (15, "answer", False, ""),
        (6, "answer", False, "again"),
        (6, "", False, "again"),
        (20, "", True, ""),
        (6, "", True, ""),
        (2, "", True, "eve"),
        (1, "again", False, "eve"),
        (1, "eve", True, ""),
        (0, "", False, "eve"),
        (-1, "", True, ""),
    ],
)
def test_each_stage_is_written_once_and_a_missed_morning_is_made_up_for(days, last, answered, stage):
    assert reminder_due(EVENING - timedelta(days=days), EVENING, last, answered=answered) == stage


def test_an_answer_helps_until_ten_days_before():
    assert answer_by(EVENING) == date(2027, 1, 20)
