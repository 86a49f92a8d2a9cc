"""The books of a fund as files: the ledger, the log of acts, the balances, and the script that checks them alone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from grants.budget import queries
from grants.budget.books import verify
from grants.db import now

if TYPE_CHECKING:
    from collections.abc import Sequence

README: Final = """LES LIVRES DU FONDS

Tout est en texte, les sommes en centimes d'euro, les instants en temps universel.

ledger.jsonl     le grand livre : une ligne par mouvement, chaînée à la précédente par son empreinte SHA-256
audit.jsonl      le journal des actes : ce qui s'est fait au bureau du budget sans bouger d'argent
envelopes.jsonl  les enveloppes et leurs soldes
shares.jsonl     ce que chaque dossier tient de chaque enveloppe
*.csv            les mêmes lignes pour un tableur
heads.json       la tête de chaque chaîne le jour de l'export
verify.py        le contrôle, sans l'application : python3 verify.py

La tête des deux livres est publique, à l'adresse /budget/tete.json du site. Pour prouver que rien n'a été réécrit
depuis un jour donné, donnez à verify.py une tête notée ce jour-là, ailleurs qu'ici :

    python3 verify.py --head EMPREINTE --audit-head EMPREINTE
"""


def export_files() -> dict[str, bytes]:
    """Return every file of the books by name; who writes in them waits meanwhile, so that all is of one instant."""
    rows = queries.book_rows()
    heads = queries.heads()
    files: dict[str, bytes] = {}
    for name, lines in rows.items():
        files[f"{name}.jsonl"] = "".join(f"{json.dumps(line, sort_keys=True)}\n" for line in lines).encode()
        files[f"{name}.csv"] = _csv(lines)
    files["heads.json"] = json.dumps({"exported_at": now().isoformat(), **heads}, indent=1).encode()
    files["verify.py"] = Path(verify.__file__).read_bytes()
    files["LISEZMOI.txt"] = README.encode()
    return files


def write_files(folder: Path) -> dict[str, int]:
    """Write the books in a folder, made if need be; return the bytes of each file. Raises OSError."""
    files = export_files()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return {name: len(content) for name, content in files.items()}


def zipped() -> bytes:
    """Return the books as one archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in export_files().items():
            file.writestr(f"livres/{name}", content)
    return archive.getvalue()


def _csv(lines: Sequence[dict[str, Any]]) -> bytes:
    """Write rows for a spreadsheet: head first, semicolons, a mark of UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    if lines:
        writer.writerow(lines[0])
        writer.writerows([verify.cell(value) for value in line.values()] for line in lines)
    return text.getvalue().encode("utf-8-sig")
