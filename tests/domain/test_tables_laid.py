"""The tables of the town: which ones are laid, and how many sit at each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grants.domain.tables import TableSeats, laid_tables, usual_tables, wished_tables

SIZES = st.tuples(st.integers(2, 9), st.integers(0, 5)).map(lambda pair: (pair[0], sum(pair)))


def named(*sizes, accessible=()):
    return [
        TableSeats(number, "Grande salle", fewest, most, number in accessible)
        for number, (fewest, most) in enumerate(sizes, start=1)
    ]


def told(laid):
    return {caution.code: caution.figures for caution in laid.cautions}


def test_tables_too_many_stay_free_and_the_others_are_even():
    laid = laid_tables(48, named(*[(4, 6)] * 12))
    assert [table.number for table in laid.tables] == list(range(1, 11))
    assert {(table.fewest, table.most) for table in laid.tables} == {(4, 5)}
    assert told(laid) == {"spare_tables": {"tables": 2, "numbers": "11–12"}}


def test_an_accessible_table_is_always_laid():
    laid = laid_tables(20, named(*[(4, 6)] * 9, accessible={9}))
    assert [table.number for table in laid.tables] == [1, 2, 3, 9]


def test_a_few_people_more_than_seats_get_a_chair_more():
    laid = laid_tables(14, named((4, 6), (4, 6)))
    assert [table.most for table in laid.tables] == [7, 7]
    assert told(laid) == {"extra_chairs": {"people": 14, "seats": 12, "missing": 2}}


def test_many_people_more_than_seats_get_tables_more():
    laid = laid_tables(40, named((4, 6), (4, 6)))
    assert [table.number for table in laid.tables] == [1, 2, 3, 4, 5, 6, 7]
    assert [table.room for table in laid.tables][1:3] == ["Grande salle", ""]
    assert told(laid)["extra_tables"] == {"people": 40, "seats": 12, "missing": 28, "more": 5, "numbers": "3–7"}


@given(st.integers(2, 120), st.lists(SIZES, min_size=1, max_size=30))
def test_whatever_was_named_everybody_sits_and_nobody_alone(people, sizes):
    tables = laid_tables(people, named(*sizes)).tables
    assert sum(table.fewest for table in tables) <= people <= sum(table.most for table in tables)
    assert all(2 <= table.fewest <= table.most for table in tables)
    assert [table.number for table in tables] == sorted({table.number for table in tables})


@given(st.integers(2, 900), SIZES)
def test_tables_nobody_named_are_those_of_the_even_rule(people, sizes):
    tables = laid_tables(people, usual_tables(wished_tables(people, *sizes), *sizes)).tables
    assert sum(table.fewest for table in tables) <= people <= sum(table.most for table in tables)
    assert max(table.most for table in tables) - min(table.fewest for table in tables) <= 1
