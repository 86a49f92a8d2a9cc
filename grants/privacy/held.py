"""What each column says of people, as `held.toml` declares it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grants.db import Base

if TYPE_CHECKING:
    from sqlalchemy import Table

WHERE: Final = Path(__file__).with_name("held.toml")
CLASSES: Final = ("plain", "theirs", "fresh", "answers", "words", "kept", "chained")
SECRETS: Final = frozenset({"token", "token_hash", "code_hash", "key", "address_key", "once", "id_token"})
"""Columns that open a door or recognise a browser: nobody takes them away, not even whose row it is."""


@dataclass(frozen=True, slots=True)
class Held:
    """One table: its columns by class, what ties a row to a person, what becomes of it, why what is kept is."""

    table: str
    columns: Mapping[str, tuple[str, ...]]
    whose: Mapping[str, str]
    shared: tuple[tuple[str, str], ...]
    then: str
    why: str

    def of(self, *kinds: str) -> tuple[str, ...]:
        """Return the columns of these classes."""
        return tuple(name for kind in kinds for name in self.columns[kind])

    @property
    def about_somebody(self) -> bool:
        """Whether a row of this table can be somebody's."""
        return bool(self.whose or self.shared)


@lru_cache(maxsize=1)
def held() -> Mapping[str, Held]:
    """Return the declaration, by table."""
    return {name: _read(name, told) for name, told in tomllib.loads(WHERE.read_text(encoding="utf-8")).items()}


def table_of(name: str) -> Table:
    """Return the table of that name."""
    return Base.metadata.tables[name]


def _read(name: str, told: Mapping[str, object]) -> Held:
    """Read one table's declaration; raise ValueError for a word it does not know."""
    unknown = set(told) - {*CLASSES, "whose", "shared", "then", "why"}
    if unknown:
        message = f"held.toml, {name}: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    whose = told.get("whose", {})
    pairs = (each.split(".") for each in str(told.get("shared", "")).split())
    return Held(
        table=name,
        columns={kind: tuple(str(told.get(kind, "")).split()) for kind in CLASSES},
        whose={column: str(what) for column, what in whose.items()} if isinstance(whose, dict) else {},
        shared=tuple((table, column) for table, column in pairs),
        then=str(told.get("then", "blank")),
        why=str(told.get("why", "")),
    )
