"""The evening without network: one archive with all that is printed, a page that opens from the disk, and the lists."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from grants.pdf.engine import STATIC
from grants.plenary.hours import hour
from grants.plenary.prints import data
from grants.plenary.prints.plan import drawn
from grants.plenary.prints.text import address, sorting, who
from grants.plenary.prints.twin import shown
from grants.sheets import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grants.plenary.prints.content import BookletContent

OPENED = (1980, 1, 1, 0, 0, 0)
"""Date of the files: the same evening makes the same archive."""

ASSETS = {"style.css": "css/offline.css", "chercher.js": "js/offline.js"}


def bundle(content: BookletContent, prints: Mapping[str, Path]) -> bytes:
    """Return the archive; `prints` are the PDFs by kind, those that are missing being left out.

    It needs an application context. Names of files are plain, so that any machine opens them.
    """
    with force_locale(content.language):
        files: dict[str, bytes] = {"index.html": _page(content, "offline"), "personnes.html": _page(content, "people")}
        files |= {name: (STATIC / path).read_bytes() for name, path in ASSETS.items()}
        present = {kind: path for kind, path in prints.items() if path.is_file()}
        numbered = {kind: f"a-imprimer/{nth:02d}-{kind}.pdf" for nth, kind in enumerate(present, 1)}
        files |= {numbered[kind]: path.read_bytes() for kind, path in present.items()}
        files |= _lists(content)
        files["LISEZ-MOI.txt"] = _told(content, numbered).encode("utf-8-sig")
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files.items():
            archive.writestr(zipfile.ZipInfo(name, OPENED), held, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _page(content: BookletContent, name: str) -> bytes:
    template = current_app.jinja_env.get_template(f"plenary/prints/{name}.html")
    named = sorted(content.people, key=lambda person: sorting(person.name or person.association))
    page = template.render(
        **shown(content), content=content, people=named, hour=hour, who=who, address=address, drawn=drawn
    )
    return page.encode()


def _lists(content: BookletContent) -> dict[str, bytes]:
    tables = {
        "projets": data.projects(content),
        "tables": data.seats(content),
        "presentations": data.turns(content),
        "personnes": data.people(content),
    }
    return {f"listes/{name}.ods": written(table, "ods") for name, table in tables.items()}


def _told(content: BookletContent, prints: Mapping[str, str]) -> str:
    """Say what is in the archive, and what to do with it."""
    from grants.plenary.prints.catalogue import PRINTS  # noqa: PLC0415 — the catalogue knows nothing of the archive

    lines = [
        _("La soirée sans réseau"),
        f"{content.title}, {format_date(content.day, 'EEEE d MMMM y')}, {content.place}",
        "",
        _("Décompressez ce dossier sur l’ordinateur de l’accueil, et gardez-en une copie sur une clé."),
        _("Ouvrez index.html\u00a0: le programme, les tables et les projets, sans aucun réseau."),
        _("Ouvrez personnes.html\u00a0: cherchez une personne, lisez ses tables."),
        _("Le dossier «\u00a0listes\u00a0» s’ouvre avec LibreOffice ou Excel."),
        "",
        _("À imprimer\u00a0:"),
        *(f"  {path} – {PRINTS[kind].name}. {PRINTS[kind].use}" for kind, path in prints.items()),
        "",
        _("Ce dossier contient des noms\u00a0: il est pour l’équipe, effacez-le après la soirée."),
    ]
    return "\r\n".join(line.replace("\u202f", "\u00a0") for line in map(str, lines)) + "\r\n"
