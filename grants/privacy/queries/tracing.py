"""Every row that is about a person, and every name they go by, found from their address."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, or_, select, tuple_

from grants.applications.models import Application, FileWriter, Sending
from grants.db import db
from grants.privacy.held import held, table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy import ColumnElement, Select, Table

    from grants.privacy.held import Held

    Key = tuple[Any, ...]

BATCH: Final = 500
NAMES: Final = {
    "person": ("name",),
    "participant": ("name", "contact"),
    "workshop_sign_up": ("name", "phone"),
    "hand": ("name",),
    "voice": ("name", "contact"),
    "carrier_request": ("name",),
    "encounter_side": ("contact",),
}
"""Where somebody says how they are called or reached, by table."""
CONTACT: Final = ("contact_name", "contact_phone")
PRIVATE: Final = ("address", "iban")
"""The answers that name somebody: whoever is the contact of a file, and whoever writes it alone."""


@dataclass(frozen=True, slots=True)
class Found:
    """A person: the keys of their rows by table, all the files they write, those nobody else writes, their names."""

    address: str
    rows: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    files: frozenset[int] = frozenset()
    alone: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def person_id(self) -> int | None:
        """The number of their account, if they have one."""
        return next((key[0] for key in self.rows["person"]), None)


def trace(address: str) -> Found:
    """Find a person by their address, written in any case."""
    address = address.strip().lower()
    person = table_of("person")
    number = db.session.scalar(select(person.c.id).where(person.c.email == address))
    files, alone = _files_of(number)
    rows: dict[str, set[Key]] = defaultdict(set)
    if number is not None:
        rows["person"].add((number,))
    known = -1
    while known != (known := sum(map(len, rows.values()))):
        for each in held().values():
            rows[each.table] |= _rows(each, address, rows, alone)
    names = dict.fromkeys([address, *_names(rows), *_answered(address, files, alone)])
    houses = _associations(names)
    return Found(address, rows, files, alone, tuple(name for name in names if name.lower() not in houses))


def among(table: Table, keys: Collection[Key]) -> Iterator[ColumnElement[bool]]:
    """Give the condition that a row has one of these keys, a batch at a time."""
    columns, listed = list(table.primary_key.columns), sorted(keys)
    for start in range(0, len(listed), BATCH):
        some = listed[start : start + BATCH]
        yield columns[0].in_([key[0] for key in some]) if len(columns) == 1 else tuple_(*columns).in_(some)


def every_address() -> set[str]:
    """Return every address by which some row is somebody's."""
    found: set[str] = set()
    for each in held().values():
        table = table_of(each.table)
        for name in (column for column, what in each.whose.items() if what == "address"):
            found.update(db.session.scalars(select(func.lower(table.c[name])).distinct()))
    found.update(db.session.scalars(select(table_of("person").c.email)))
    return found - {""}


def _rows(each: Held, address: str, rows: Mapping[str, set[Key]], alone: Collection[int]) -> set[Key]:
    """Return the keys of a table's rows that are theirs, knowing those found so far."""
    table, found = table_of(each.table), set()
    keys = select(*table.primary_key.columns)
    for name, what in each.whose.items():
        if what == "address":
            found |= _all(keys.where(func.lower(table.c[name]) == address))
        else:
            numbers = alone if what == "alone" else {key[0] for key in rows[what]}
            for some in _batches(numbers):
                found |= _all(keys.where(table.c[name].in_(some)))
    for other, name in each.shared:
        its = table_of(other)
        for condition in among(its, rows[other]):
            found |= _all(select(its.c[name]).where(condition))
    return found


def _all(asked: Select[Any]) -> set[Key]:
    return {tuple(row) for row in db.session.execute(asked)}


def _batches(numbers: Collection[int]) -> Iterator[list[int]]:
    listed = sorted(numbers)
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))


def _files_of(number: int | None) -> tuple[frozenset[int], frozenset[int]]:
    """Return the files somebody writes or wrote, and those that nobody else writes."""
    if number is None:
        return frozenset(), frozenset()
    wrote = select(FileWriter.application_id).where(FileWriter.person_id == number)
    asked = select(Application.id).where(or_(Application.person_id == number, Application.id.in_(wrote)))
    files = frozenset(db.session.scalars(asked))
    others = select(FileWriter.application_id).where(FileWriter.person_id != number, FileWriter.ended_at.is_(None))
    return files, files - frozenset(db.session.scalars(others))


def _names(rows: Mapping[str, set[Key]]) -> Iterator[str]:
    """Give what their own rows call them."""
    for name, columns in NAMES.items():
        table = table_of(name)
        for condition in among(table, rows[name]):
            for row in db.session.execute(select(*(table.c[column] for column in columns)).where(condition)):
                yield from (each.strip() for each in row if each)


def _associations(names: Collection[str]) -> set[str]:
    """Return those of the names that an association bears: somebody who signed with it is not called so."""
    table = table_of("association")
    asked = select(func.lower(table.c.name)).where(func.lower(table.c.name).in_([name.lower() for name in names]))
    return set(db.session.scalars(asked))


def _answered(address: str, files: Collection[int], alone: Collection[int]) -> Iterator[str]:
    """Give what the files they write say of them: whole when they are its contact, or write it alone."""
    for some in _batches(files):
        drafts = select(Application.id, Application.answers).where(Application.id.in_(some))
        sent = select(Sending.application_id, Sending.answers).where(Sending.application_id.in_(some))
        for number, answers in [*db.session.execute(drafts), *db.session.execute(sent)]:
            mine = str(answers.get("contact_email", "")).strip().lower() == address
            wanted = (CONTACT if mine or number in alone else ()) + (PRIVATE if number in alone else ())
            yield from (str(answers[key]).strip() for key in wanted if answers.get(key))
