"""A person's names taken out of every text in which they stand, whoever wrote it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import JSON, Text, or_, select, true, update

from grants.db import db
from grants.domain.fulltext import fold
from grants.domain.slugs import slug_of
from grants.privacy.held import held, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Column, ColumnElement, Table

ERASED: Final = "personne effacée"
ERASED_SLUG: Final = "personne-effacee"
SHORTEST: Final = 6
"""Signs of a name that is looked for in texts; a single first name stands for too many people."""
DIGITS: Final = 8
ASCII_RUN: Final = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one person as they are looked for; `fragments` find the rows that may hold one."""

    pattern: re.Pattern[str]
    slugs: re.Pattern[str] | None
    fragments: frozenset[str]

    def out_of(self, value: Any) -> Any:  # noqa: ANN401 - any value JSON knows
        """Return a value without the names, all the way down."""
        if isinstance(value, str):
            plain = self.pattern.sub(ERASED, value)
            return self.slugs.sub(ERASED_SLUG, plain) if self.slugs else plain
        if isinstance(value, dict):
            return {self.out_of(key): self.out_of(each) for key, each in value.items()}
        return [self.out_of(each) for each in value] if isinstance(value, list) else value


def names_of(known: Iterable[str]) -> Names:
    """Make what finds these names: addresses and telephones as they are, a name only when it has two words."""
    patterns: dict[str, str] = {}
    slugs: set[str] = set()
    for name in known:
        digits = re.sub(r"\D", "", name)
        if "@" in name:
            patterns[re.escape(name)] = max(ASCII_RUN.findall(name), key=len, default="")
        elif len(digits) >= DIGITS and len(digits) * 2 > len(name.replace(" ", "")):
            signs = re.sub(r"[^0-9A-Za-z]", "", name)
            patterns[r"[\s.\-]*".join(map(re.escape, signs))] = signs[-2:]
        elif len(name) >= SHORTEST and len(name.split()) > 1:
            slugs.add(slug_of(name))
            for form in {name, fold(name)}:
                spaced = r"\s+".join(re.escape(word) for word in form.split())
                patterns[spaced] = max(ASCII_RUN.findall(form), key=len, default="")
    longest = sorted(patterns, key=len, reverse=True)
    written = re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", re.IGNORECASE)
    addressed = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(sorted(slugs))})(?![a-z0-9])") if slugs else None
    return Names(written, addressed, frozenset(patterns.values()))


def replace_everywhere(names: Names) -> dict[str, list[dict[str, Any]]]:
    """Take the names out of every text; return by table the rows that changed, each with its numbers of keys."""
    return {each.table: rows for each in held().values() if (rows := _replace(each.table, names))}


def lines_naming(names: Names) -> list[tuple[str, int]]:
    """Return the chained lines (book, number) that name the person although they never should: nothing changes them."""
    found = []
    for each in held().values():
        table = table_of(each.table)
        columns = [table.c[name] for name in each.of("chained")]
        naming = (
            row
            for row in _rows(table, columns, names)
            if any(names.out_of(row[column.name]) != row[column.name] for column in columns)
        )
        found += [(each.table, int(row["id"])) for row in naming]
    return found


def _replace(name: str, names: Names) -> list[dict[str, Any]]:
    """Take the names out of one table's texts."""
    table = table_of(name)
    columns = [table.c[each] for each in held()[name].of("words", "answers")]
    changed = []
    for row in list(_rows(table, columns, names)):
        fresh = {}
        for column in columns:
            value = names.out_of(row[column.name])
            if value != row[column.name]:
                fresh[column.name] = _alone(column, value)
        if fresh:
            mine = [column == row[column.name] for column in table.primary_key.columns]
            db.session.execute(update(table).where(*mine).values(**fresh))
            changed.append(row)
    return changed


def _alone(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - a value of any column
    """Return a value that no other row has, where no two may be the same."""
    return f"{value}-{secrets.token_hex(3)}" if column.unique else value


def _rows(table: Table, columns: list[Column[Any]], names: Names) -> Iterator[dict[str, Any]]:
    """Give the rows in which one of the names may stand, with their keys and the number of their project."""
    if not columns:
        return
    kept = [column for column in table.columns if column.primary_key or column.name in {"project_id", "association_id"}]
    asked = select(*kept, *columns).where(or_(*(_may_hold(column, names) for column in columns)))
    yield from map(dict, db.session.execute(asked).mappings())


def _may_hold(column: Column[Any], names: Names) -> ColumnElement[bool]:
    """Find quickly what may hold a name; JSON writes letters with accents as numbers, so only plain ones are asked."""
    if "" in names.fragments:
        return true()
    text = column.cast(Text) if isinstance(column.type, JSON) else column
    return or_(*(text.icontains(each, autoescape=True) for each in sorted(names.fragments)))
