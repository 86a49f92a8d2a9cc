"""What a person takes away: one archive that a machine reads (JSON), a table each (CSV), and a page for people."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from flask import render_template

from grants.db import now
from grants.privacy.queries import gather
from grants.privacy.wording import column_words, table_words

if TYPE_CHECKING:
    from collections.abc import Sequence

READ_ME = "lisez-moi.html"
DATA = "donnees.json"


def take_away(address: str) -> bytes:
    """Return the archive of all that is held of whoever has this address."""
    rows, files = gather(address)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DATA, json.dumps(rows, ensure_ascii=False, indent=1))
        page = render_template(
            "privacy/take_away.html",
            rows={table_words(name): _shown(lines) for name, lines in rows.items()},
            files=sorted(files),
            instant=now(),
            address=address,
        )
        archive.writestr(READ_ME, page)
        for name, lines in rows.items():
            archive.writestr(f"tableaux/{name}.csv", _table(lines))
        for name, content in files.items():
            archive.writestr(f"fichiers/{name}", content)
    return made.getvalue()


def _shown(lines: Sequence[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    """Return rows as (what, words), what says nothing left out."""
    return [
        [(column_words(name), _words(value)) for name, value in line.items() if value not in (None, "", {}, [])]
        for line in lines
    ]


def _table(lines: Sequence[dict[str, Any]]) -> str:
    """Write rows as CSV, marked so that spreadsheets read it in UTF-8."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([column_words(name) for name in lines[0]])
    writer.writerows([_safe(_words(value)) for value in line.values()] for line in lines)
    return "\ufeff" + made.getvalue()


def _words(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _safe(cell: str) -> str:
    """Keep a spreadsheet from taking somebody's words for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
