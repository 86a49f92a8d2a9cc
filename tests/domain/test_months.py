"""A month told without its day is read as its first day, and the line says so."""

from __future__ import annotations

from datetime import date

import pytest

from grants.domain.history import read_grant, read_month


@pytest.mark.parametrize("told", ["mars 2018", "Mars 2018", " mars  2018 ", "03/2018", "3-2018", "2018-03", "03.2018"])
def test_a_month_is_read_in_any_usual_shape(told):
    assert read_month(told) == date(2018, 3, 1)


@pytest.mark.parametrize(
    "told", [None, "", "2018", "mars", "13/2018", "00/2018", "pluviôse 2018", "mars 20188", "1/0001"]
)
def test_what_is_no_month_is_none(told):
    assert read_month(told) is None


def test_the_line_says_that_the_day_is_missing():
    cells = {"recipient": "Les Mains vertes", "amount": "100", "date": "mars 2018"}
    grant = read_grant(cells, 0)
    assert (grant.decided_on, grant.year) == (date(2018, 3, 1), 2018)
    assert [(each.field, each.code) for each in grant.remarks] == [("date", "month_only")]
    whole = read_grant({**cells, "date": "13/03/2018"}, 0)
    assert whole.remarks == ()
