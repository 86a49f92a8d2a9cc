"""A person planted everywhere: a row of theirs in each table that can hold one, their names in every text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, DateTime, LargeBinary, String, insert, select, update

from grants.db import Base, UtcDateTime, db, now
from grants.privacy.held import held, table_of
from grants.privacy.queries.tracing import NAMES

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

ADDRESS = "zephyrine.quetzal@oubli.example"
NAME = "Zéphyrine Quetzalcoatl"
PHONE = "06 98 76 54 32"
IBAN = "FR76 3000 6000 0112 3456 7890 189"
NEEDLES = ("quetzal", "oubli.example", "98 76 54 32", "98765432", "3000 6000 0112", "zqx")
"""What must be found nowhere, in small letters."""
TEXT = f"écrit par {NAME.upper()}, {ADDRESS}, 06.98.76.54.32"


@dataclass
class Planted:
    """Where they were planted, by class, and the tables that had no row to give them."""

    columns: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)


def plant(writer: str) -> Planted:
    """Make the person of this address somebody unheard of, in every column that can hold anything about them."""
    person = table_of("person")
    number = db.session.scalar(select(person.c.id).where(person.c.email == writer))
    db.session.execute(update(person).where(person.c.id == number).values(email=ADDRESS, name=NAME))
    planted = Planted({"person.email", "person.name"})
    for table in Base.metadata.sorted_tables:
        says = held()[table.name].of("theirs", "fresh", "words")
        if says and not db.session.execute(select(table).limit(1)).first():
            _make(table)
    _leave_alone(number)
    _answers(number)
    for _ in range(2):  # rows of rows: an answer of a participant given in the first turn
        for name, each in held().items():
            if each.of("theirs", "fresh") and each.whose and name != "person":
                _give(name, number, planted)
    for name, each in held().items():
        for column in each.of("words"):
            _name_in(table_of(name), table_of(name).c[column], planted)
    return planted


def _make(table: Table) -> None:
    """Add a row to a table that has none, as its types, ties and checks ask."""
    choices = {
        found[1]: found[2]
        for check in table.constraints
        if isinstance(check, CheckConstraint)
        for found in re.finditer(r"(\w+) IN \('(\w*)'", str(check.sqltext))
    }
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.nullable or column is table.autoincrement_column:
            continue
        tie = next(iter(column.foreign_keys), None)
        if tie is not None:
            if not db.session.execute(select(tie.column).limit(1)).first():
                _make(tie.column.table)
            values[column.name] = db.session.scalar(select(tie.column).order_by(tie.column).limit(1))
        elif isinstance(column.type, String):
            values[column.name] = choices.get(column.name, "x" * 8)
        elif isinstance(column.type, JSON):
            values[column.name] = {}
        elif isinstance(column.type, (UtcDateTime, DateTime)):
            values[column.name] = now()
        else:
            values[column.name] = now().date() if isinstance(column.type, Date) else 1
    db.session.execute(insert(table).values(**values))


def _answers(number: int) -> None:
    files, writers = table_of("application"), table_of("writer")
    mine = select(writers.c.application_id).where(writers.c.person_id == number)
    said = {
        "contact_name": NAME,
        "contact_email": ADDRESS.upper(),
        "contact_phone": PHONE,
        "cer_name": NAME,
        "iban": IBAN,
    }
    for table in (files, table_of("sending")):
        key = table.c.id if table is files else table.c.application_id
        for row in db.session.execute(select(table.c.id, table.c.answers).where(key.in_(mine))).all():
            db.session.execute(update(table).where(table.c.id == row.id).values(answers={**row.answers, **said}))


def _give(name: str, number: int, planted: Planted) -> None:
    """Make one row of a table theirs, and write unheard-of words in all that is theirs there."""
    each, table = held()[name], table_of(name)
    column, what = next(iter(each.whose.items()))
    owner = _owner(what, number)
    if owner is None:
        planted.empty.add(name)
        return
    if not db.session.execute(select(table).where(table.c[column] == owner)).first():
        row = db.session.execute(select(table).limit(1)).first()
        if row is None:
            planted.empty.add(name)
            return
        _write(table, row, {column: owner})
    planted.empty.discard(name)
    row = db.session.execute(select(table).where(table.c[column] == owner)).first()
    values = {
        here.name: _mark(name, here)
        for here in (table.c[one] for one in each.of("theirs"))
        if here.name != column and not isinstance(here.type, Boolean) and _mark(name, here) is not None
    }
    planted.columns |= {f"{name}.{one}" for one in (*values, column) if one in each.of("theirs", "fresh")}
    if values:
        _write(table, row, values)


def _owner(what: str, number: int) -> Any:
    if what == "address":
        return ADDRESS
    if what == "person":
        return number
    if what == "alone":
        return _alone(number)
    table = table_of(what)
    column, whose = next(iter(held()[what].whose.items()))
    owner = _owner(whose, number)
    return db.session.scalar(select(table.c.id).where(table.c[column] == owner).limit(1))


def _alone(number: int) -> int | None:
    """Return the file that was sent and that nobody else writes."""
    files, writers = table_of("application"), table_of("writer")
    mine = select(writers.c.application_id).where(writers.c.person_id == number)
    return db.session.scalar(select(files.c.id).where(files.c.id.in_(mine), files.c.state == "receivable").limit(1))


def _leave_alone(number: int) -> None:
    """Have everybody else leave that file."""
    writers = table_of("writer")
    others = update(writers).where(writers.c.application_id == _alone(number), writers.c.person_id != number)
    db.session.execute(others.values(ended_at=now()))


def _mark(table: str, column: Column[Any]) -> Any:
    if column.name in NAMES.get(table, ()):
        return PHONE if column.name in {"phone", "contact"} else NAME
    mark = f"zqx{table}{column.name}"
    if isinstance(column.type, JSON):
        return {"said": mark}
    if isinstance(column.type, LargeBinary):
        return mark.encode()
    return mark if isinstance(column.type, String) else None


def _name_in(table: Table, column: Column[Any], planted: Planted) -> None:
    """Write their names in a text of somebody else's row."""
    row = db.session.execute(select(table).order_by(*table.primary_key.columns).limit(1)).mappings().first()
    if row is None:
        planted.empty.add(table.name)
        return
    value = row[column.name]
    if isinstance(column.type, JSON):
        told = {"key": "x", "label": {"fr": "x"}, "text": {"fr": TEXT}, "link": ""}
        value = (
            [*value, told if column.name == "more" else TEXT]
            if isinstance(value, list)
            else {**(value or {}), "zz": TEXT}
        )
    else:
        value = "jardin-zephyrine-quetzalcoatl" if column.name == "slug" else f"{value or ''} {TEXT}"
    _write(table, row, {column.name: value})
    planted.columns.add(f"{table.name}.{column.name}")


def _write(table: Table, row: Any, values: dict[str, Any]) -> None:
    told = dict(row) if hasattr(row, "keys") else row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    mine = [column == told[column.name] for column in table.primary_key.columns]
    db.session.execute(update(table).where(*mine).values(**values))
