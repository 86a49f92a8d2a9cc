"""What a file looks like before anything is done with it: its columns, what they seem to hold, its first lines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from grants.domain.history import clean
from grants.domain.history_choices import Choices, choices_from, column_keys, columns_of, likely_header
from grants.domain.history_columns import DEEPEST_HEADER, NEEDED
from grants.incoming.services.looking import HEAD, on_disk
from grants.incoming.services.reading import Line, read_lines
from grants.incoming.sheets import UnreadableFileError, read_sheets
from grants.incoming.texts import decoded, encoding_of, separator_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.incoming.models import HistoryImport
    from grants.incoming.sheets import Sheet

SHOWN: Final = 10
"""Lines shown as they would be read."""
EXAMPLES: Final = 3
LONGEST_EXAMPLE: Final = 60
MOST_COLUMNS: Final = 60


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its key, its name as written, the first things written in it, the field it holds or nothing."""

    key: str
    name: str
    examples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is tried. `sheets` are (name, read or not); `header` is a line number, zero without."""

    choices: Choices
    sheets: tuple[tuple[str, bool], ...]
    is_text: bool
    encoding: str
    separator: str
    header: int
    cells: tuple[object, ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    trouble: UnreadableFileError | None = None


def preview_of(source: HistoryImport) -> Preview:
    """Read a file as it was chosen to be read; what cannot be read is told in `trouble`."""
    choices = choices_from(source.choices)
    try:
        with on_disk(source) as path:
            sheets = read_sheets(path, choices.encoding, choices.separator, HEAD)
            encoding, separator = _seems(path, choices) if sheets and sheets[0].is_text else ("", "")
    except UnreadableFileError as error:
        return Preview(choices, (), False, "", "", 0, (), (), (), tuple(sorted(NEEDED)), error)  # noqa: FBT003
    chosen = [sheet for sheet in sheets if not choices.sheets or sheet.name in choices.sheets]
    shown, place = _first_table(chosen, choices)
    cells = shown.rows[place].cells[:MOST_COLUMNS] if shown and place is not None else ()
    columns = columns_of(cells, choices)
    return Preview(
        choices=choices,
        sheets=tuple((sheet.name, sheet in chosen) for sheet in sheets),
        is_text=bool(sheets) and sheets[0].is_text,
        encoding=encoding,
        separator=separator,
        header=shown.rows[place].line if shown and place is not None else 0,
        cells=cells,
        heads=_heads(shown, place, cells, columns) if shown and place is not None else (),
        lines=tuple(islice(chain.from_iterable(read_lines(sheet, choices) for sheet in chosen), SHOWN)),
        missing=tuple(sorted(NEEDED - columns.keys())),
    )


def _seems(path: Path, choices: Choices) -> tuple[str, str]:
    """Return the encoding and the separator of a text, as chosen or as guessed."""
    raw = path.read_bytes()
    encoding = choices.encoding or encoding_of(raw).removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    return encoding, choices.separator or separator_of(decoded(raw, choices.encoding))


def _first_table(sheets: Sequence[Sheet], choices: Choices) -> tuple[Sheet | None, int | None]:
    """Return the first sheet that is understood, else the first that says something, and its line of names."""
    places = [(sheet, likely_header(_numbered(sheet), choices)) for sheet in sheets]
    told = [(sheet, place) for sheet, place in places if place is not None]
    understood = (
        (sheet, place) for sheet, place in told if columns_of(sheet.rows[place].cells, choices).keys() >= NEEDED
    )
    return next(understood, told[0] if told else (None, None))


def _numbered(sheet: Sheet) -> list[tuple[int, tuple[object, ...]]]:
    return [(row.line, row.cells) for row in sheet.rows[: DEEPEST_HEADER * 2]]


def _heads(sheet: Sheet, place: int, cells: Sequence[object], columns: dict[str, int]) -> tuple[Head, ...]:
    """Return the columns of a sheet with examples of what they hold."""
    fields = {at: name for name, at in columns.items()}
    below = [row for row in sheet.rows[place + 1 : place + 30] if not row.blank]
    heads = []
    for at, (key, cell) in enumerate(zip(column_keys(cells), cells, strict=True)):
        said = (" ".join(clean(row.cells[at]).split()) for row in below if at < len(row.cells))
        examples = dict.fromkeys(each[:LONGEST_EXAMPLE] for each in said if each)
        heads.append(Head(key, clean(cell), tuple(islice(examples, EXAMPLES)), fields.get(at, "")))
    return tuple(heads)
