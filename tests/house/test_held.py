"""Every column of every table says what it holds of people, in one place."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table

import grants.app  # noqa: F401 - every room's tables
from grants.db import Base
from grants.privacy.held import CLASSES, SECRETS, held
from grants.privacy.queries.gathering import WRITTEN
from grants.privacy.queries.tracing import NAMES
from grants.privacy.wording import COLUMNS, TABLES


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


def unsaid(tables: set[str]) -> set[str]:
    """Return the tables and the columns of somebody's that people read under a name of the machine."""
    words = {name for name in tables if name not in TABLES}
    return words | {f"{name}.{each}" for name in tables for each in _read_by_them(name) if each not in COLUMNS}


def _read_by_them(name: str) -> set[str]:
    files = {each.name for each in Base.metadata.tables[name].columns if isinstance(each.type, LargeBinary)}
    return set(held()[name].of("theirs", "fresh", "words", "answers")) - SECRETS - files


def test_what_somebody_takes_away_is_called_in_words() -> None:
    taken = {each.table for each in held().values() if each.about_somebody} | set(WRITTEN)
    assert unsaid(taken) == set()
    assert unsaid({"recovery_code", "bucket"}) == {"bucket"}
