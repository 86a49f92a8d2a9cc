"""Every column of every table says what it holds of people, in one place."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table

import grants.app  # noqa: F401 - every room's tables
from grants.db import Base
from grants.privacy.held import CLASSES, held
from grants.privacy.queries.tracing import NAMES


def undeclared(metadata: MetaData) -> set[str]:
    """Return the columns that no class holds, the classes' columns that are none, and those held twice."""
    wrong = {name for name in held() if name not in metadata.tables}
    for table in metadata.sorted_tables:
        told = list(held()[table.name].of(*CLASSES)) if table.name in held() else []
        columns = {column.name for column in table.columns}
        wrong |= {
            f"{table.name}.{name}" for name in (columns ^ set(told)) | {each for each in told if told.count(each) > 1}
        }
    return wrong


def test_every_column_says_what_it_holds_of_people() -> None:
    assert undeclared(Base.metadata) == set()


def test_a_new_column_without_a_line_would_be_seen() -> None:
    more = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(more)
    more.tables["person"].append_column(Column("birthday", String))
    Table("diary", more, Column("id", Integer, primary_key=True))
    assert undeclared(more) == {"person.birthday", "diary.id"}


def test_what_ties_a_row_to_somebody_is_a_column() -> None:
    for each in held().values():
        columns = Base.metadata.tables[each.table].columns
        assert set(each.whose) <= set(columns.keys()), each.table
        for column, what in each.whose.items():
            assert what in {"address", "alone"} or what in held(), f"{each.table}.{column}"
        for other, column in each.shared:
            assert column in Base.metadata.tables[other].columns
        assert each.then in {"blank", "delete", "end"}
        assert bool(each.of("kept")) == bool(each.why), f"{each.table}: what is kept says why"
    for table, names in NAMES.items():
        assert set(names) <= set(held()[table].of("theirs", "words")), table


def test_what_is_theirs_belongs_to_somebody() -> None:
    """A column emptied with its person's row needs a tie to that person."""
    for each in held().values():
        assert each.about_somebody or not each.of("theirs", "fresh"), each.table
