"""How a file of past grants is read: what somebody chose, what is guessed where nothing was, and where it stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from grants.domain.history_columns import DEEPEST_HEADER, NEEDED, find_header, match_columns, plain

if TYPE_CHECKING:
    from collections.abc import Sequence


class State(StrEnum):
    """Where a file stands, in the order of its life; the words in -ing are works under way."""

    GIVEN = "given"
    TRYING = "trying"
    TRIED = "tried"
    IMPORTING = "importing"
    IMPORTED = "imported"
    UNDOING = "undoing"
    UNDONE = "undone"


WORKING = frozenset({State.TRYING, State.IMPORTING, State.UNDOING})
OPEN = frozenset({State.GIVEN, State.TRIED})
"""States in which the way a file is read may still change."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen about a file; what is empty, zero or missing is guessed.

    `sheets` are names of sheets, `header` is the line of the names of columns, counted as in the file, `columns` tell
    the field that a column (by its key, see `column_keys`) holds, or nothing when it is left aside.
    """

    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    header: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    scheme: str | None = None


def choices_from(kept: Mapping[str, Any]) -> Choices:
    """Read choices as they are kept."""
    return Choices(**{**kept, "sheets": tuple(kept.get("sheets", ()))})


def column_keys(header: Sequence[object]) -> list[str]:
    """Return what each column is known by: its plain name, numbered when it comes again, its place without any."""
    keys: dict[str, None] = {}
    again: Counter[str] = Counter()
    for place, cell in enumerate(header, start=1):
        name = plain(cell) if cell is not None else ""
        key = name or f"#{place}"
        while key in keys:
            again[name] += 1
            key = f"{name} #{again[name] + 1}"
        keys[key] = None
    return list(keys)


def signature(header: Sequence[object]) -> str:
    """Return what tells a row of names of columns from another."""
    return hashlib.sha256("\x1f".join(column_keys(header)).encode()).hexdigest()


def columns_of(header: Sequence[object], choices: Choices) -> dict[str, int]:
    """Return the place of each field: as chosen, as guessed for the columns nobody spoke of."""
    keys = column_keys(header)
    spoken = {place for place, key in enumerate(keys) if key in choices.columns}
    guessed = match_columns(header, choices.year)
    found = {name: place for name, place in guessed.items() if place not in spoken}
    return found | {choices.columns[keys[place]]: place for place in sorted(spoken) if choices.columns[keys[place]]}


def header_of(rows: Sequence[tuple[int, Sequence[object]]], choices: Choices) -> tuple[int, dict[str, int]] | None:
    """Return the place (from 0) of the line that names the columns and what they hold; None when no line does.

    `rows` are lines with their number in the file.
    """
    place = _spoken_of(rows, choices)
    if place is None and not choices.header:
        found = find_header([cells for _, cells in rows], choices.year)
        place = found[0] if found else None
    if place is None:
        return None
    columns = columns_of(rows[place][1], choices)
    return (place, columns) if columns.keys() >= NEEDED else None


def _spoken_of(rows: Sequence[tuple[int, Sequence[object]]], choices: Choices) -> int | None:
    """Return the place of the line that was chosen, else of the first that has all the columns somebody spoke of."""
    if choices.header:
        return next((at for at, (line, _) in enumerate(rows) if line >= choices.header), None)
    if not choices.columns:
        return None
    head = enumerate(rows[:DEEPEST_HEADER])
    return next((at for at, (_, cells) in head if choices.columns.keys() <= set(column_keys(cells))), None)


def likely_header(rows: Sequence[tuple[int, Sequence[object]]], choices: Choices) -> int | None:
    """Return the place of the line that most likely names the columns, understood or not; None for an empty table."""
    found = header_of(rows, choices)
    if found is not None:
        return found[0]
    spoken = _spoken_of(rows, choices)
    if spoken is not None:
        return spoken
    widths = [sum(cell is not None and bool(str(cell).strip()) for cell in cells) for _, cells in rows[:DEEPEST_HEADER]]
    most = max(widths, default=0)
    return widths.index(most) if most else None
