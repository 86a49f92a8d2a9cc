"""The State's file of voted grants (SCDL « subventions », any version): a header, then one line per recipient."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from grants.domain.errors import RuleError
from grants.domain.feeds.entries import LONGEST_TITLE, Feed, Foreign, cents_of, feed_of, key_of, words, year_of
from grants.domain.scdl import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED: Final = {"nombeneficiaire", "objet"}
MARKS: Final = ",;\t|"
LONGEST_CELL: Final = 100_000
"""Signs; a quote that is never closed swallows the rest. The reader's own limit is whatever a process set last."""
_NAMES: Final = {name.lower(): name for name in COLUMNS}


def read_table(text: str) -> Feed:
    """Read a CSV text; raises RuleError `feed_unknown` when its header is not that of the schema."""
    header = text.split("\n", 1)[0]
    mark = max(MARKS, key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        heads = [name.strip().strip('"').lower() for name in next(lines, [])]
        if not NEEDED.issubset(heads):
            raise RuleError("feed_unknown")
        return feed_of("scdl", _entries(heads, lines))
    except csv.Error as error:
        raise RuleError("feed_unreadable") from error


def _entries(heads: list[str], lines: Iterator[list[str]]) -> Iterator[Foreign]:
    """Give one project per line: what the money is for, and who receives it."""
    for line in lines:
        if any(len(cell) > LONGEST_CELL for cell in line):
            raise RuleError("feed_unreadable")
        row = {_NAMES[head]: cell for head, cell in zip(heads, line, strict=False) if head in _NAMES}
        if not any(row.values()):
            continue
        who = row.get("idBeneficiaire") or row.get("rnaBeneficiaire") or row.get("nomBeneficiaire", "")
        yield Foreign(
            key=key_of("", row.get("referenceDecision"), row.get("dateConvention"), who, row.get("objet")),
            title=words(row.get("objet"), LONGEST_TITLE),
            association=words(row.get("nomBeneficiaire")),
            place=words(row.get("nomAttribuant")),
            year=year_of(row.get("dateConvention", "")),
            themes=words(row.get("dispositifAide")),
            cents=cents_of(row.get("montant", "")),
            updated=words(row.get("dateConvention"), 40),
        )
