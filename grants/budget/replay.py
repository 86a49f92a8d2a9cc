"""The replay anyone can download and run: the figures, the program that computes them again, and how."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from grants.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = ROOT / "grants" / "static" / "partage" / "rejouer.py"
HOW = """Refaire le calcul du plafond commun, chez vous
==============================================

Il faut Python (https://www.python.org), rien d'autre. Dans ce dossier :

    python3 rejouer.py

Le programme relit les chiffres de partage.json, refait tout le calcul de son côté et dit « Identique », ou nomme
chaque différence. Changez un chiffre de partage.json : il doit le voir.

Compute the common cap again, at home: with Python and nothing else, run "python3 rejouer.py" in this folder. It says
"Identical" or names each difference. Change a figure in partage.json: it has to notice.
"""
MIDNIGHT = (1980, 1, 1, 0, 0, 0)


@cache
def program() -> str:
    """Return the text of the program."""
    return PROGRAM.read_text(encoding="utf-8")


def replay_of(published: Mapping[str, Any]) -> bytes:
    """Return the ZIP of a published computation; the same figures give the same bytes."""
    figures = json.dumps(published, ensure_ascii=False, indent=1) + "\n"
    parts = {"LISEZMOI.txt": HOW, "partage.json": figures, "rejouer.py": program()}
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = ZipInfo(name, MIDNIGHT)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, text)
    return made.getvalue()
