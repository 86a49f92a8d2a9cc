"""What stands beside the pages of an archive: tables, data, the booklet, the licence, and the words that explain."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import format_date
from flask_babel import gettext as _

from grants import __version__
from grants.domain import scdl
from grants.domain.contacts import without_contacts
from grants.opendata.files import licence_address, page_maker
from grants.opendata.queries import voted_grants
from grants.opendata.records import project_record
from grants.plenary.services.printing import file_of, is_printed
from grants.sheets import CENTS, DAY, Column, Table, written
from grants.years import showing
from grants.years.archive.words import plain_data, readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from grants.sheets import Cell
    from grants.years.archive.pages import Press
    from grants.years.queries import Whole, YearRow

EDITIONS = {"a5": "livret.pdf", "large-print": "livret-gros-caracteres.pdf"}
DUTIES = {
    "Licence Ouverte 2.0": (
        "Vous pouvez tout en faire, à condition de citer la source et sa date.",
        "You may do anything with them, if you name the source and its date.",
    ),
    "ODbL": (
        "Vous pouvez tout en faire, à condition de citer la source et de partager sous la même licence vos bases.",
        "You may do anything with them, if you name the source and share your databases under the same licence.",
    ),
}
"""What each licence of data asks, in French and in English."""


class Data:
    """The projects of an archive as data, gathered while their pages are drawn."""

    def __init__(self) -> None:
        """Begin without any."""
        self.records: list[dict[str, object]] = []
        self.rows: list[Sequence[Cell]] = []
        self.page_of = page_maker()

    def add(self, whole: Whole, press: Press) -> None:
        """Note a project whose page was just drawn."""
        project, entry = whole.project, press.entries[-1]
        self.records.append(plain_data(project_record(whole.record, self.page_of)))
        self.rows.append(
            (
                readable(project.title),
                readable(entry.who),
                readable(", ".join(each.association.name for each in project.partners)),
                project.association.siret or "",
                project.association.rna or "",
                ", ".join(entry.places),
                ", ".join(entry.themes),
                sum(vote.cents for vote in whole.votes) if whole.votes else None,
                sum(vote.in_kind_cents for vote in whole.votes) if whole.votes else None,
                next((vote.voted_on for vote in whole.votes if vote.voted_on), None),
                whole.votes[0].number if whole.votes else "",
                project.licence,
                self.page_of(project.slug),
                f"projets/{entry.name}",
            )
        )

    def files(self, press: Press, row: YearRow) -> dict[str, bytes]:
        """Return the tables and the data."""
        town = press.town
        whole = {"licence": licence_address(town), "publisher": town.funder, "projects": self.records}
        grants = (replace(each, purpose=without_contacts(each.purpose)) for each in _grants(press.number))
        return {
            "donnees/projets.csv": written(self._table(), "csv"),
            "donnees/projets.json": (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode(),
            "donnees/subventions.csv": "".join(scdl.csv_text(scdl.lines(grants))).encode(),
            "donnees/chiffres.csv": written(showing.years_table([row]), "csv"),
        }

    def _table(self) -> Table:
        """Return the plain table of the projects."""
        heads = (
            *map(Column, (_("Projet"), _("Association"), _("Avec"), "SIRET", "RNA", _("Quartiers"), _("Thèmes"))),
            Column(_("Somme votée"), CENTS),
            Column(_("Aide en nature"), CENTS),
            Column(_("Jour du vote"), DAY),
            *map(Column, (_("Délibération"), _("Licence du texte"), _("Adresse d’origine"), _("Page de l’archive"))),
        )
        return Table(str(_("Projets")), heads, self.rows)


def _grants(year: int) -> Iterator[scdl.VotedGrant]:
    """Give the voted grants of a year, those of a past file too."""
    return voted_grants(history=True, year=year)


def told() -> dict[str, str]:
    """Say what each file beside the pages is."""
    return {
        "donnees/projets.csv": _("les projets, une ligne chacun"),
        "donnees/projets.json": _("les projets et leurs textes, pour les programmes"),
        "donnees/subventions.csv": _("les subventions votées, au format national SCDL"),
        "donnees/chiffres.csv": _("les chiffres de l’année, avec ce qui n’est pas connu"),
        EDITIONS["a5"]: _("le livret de la plénière"),
        EDITIONS["large-print"]: _("le livret en gros caractères"),
    }


def booklets(press: Press) -> Iterator[tuple[str, Path]]:
    """Give the booklets that were printed: the name, the file. None is printed for the archive."""
    var = current_app.extensions["settings"].var
    for evening in press.year.evenings[:1]:
        for edition, name in EDITIONS.items():
            if is_printed(evening.plenary, edition, var):
                yield name, file_of(evening.plenary, edition, evening.plenary.published_version, var)


def readme(press: Press) -> str:
    """Say what the archive is, in both languages, to whoever finds it one day."""
    town, year, stand = press.town, press.number, press.stand.isoformat()
    return f"""{town.funder} - {town.scheme_name} {year}

FRANÇAIS
Ouvrez index.html avec n'importe quel navigateur, sans réseau.
  projets/         une page par projet
  versions/        ce que chaque page a dit avant, et ce qui a changé
  photographies/   les photographies des bilans et des nouvelles
  en/              les mêmes pages en anglais ; les textes des associations restent en français
  donnees/         tableaux CSV (UTF-8) et JSON ; subventions.csv suit le format SCDL
  livret.pdf       le livret de la plénière, s'il a été imprimé
  MANIFESTE.txt    l'empreinte SHA-256 de chaque fichier ; à vérifier par : sha256sum -c MANIFESTE.txt
  LICENCE.txt      ce que l'on peut faire de ces fichiers
Cette archive dit ce que le site montrait, arrêté au {stand} ({format_date(press.stand, "d MMMM y")}).
Les adresses électroniques, les téléphones, les comptes bancaires et les noms des signataires en ont été retirés.
Les mêmes données font toujours la même archive, octet pour octet.

ENGLISH
Open en/index.html with any browser, without network.
  en/projets/      one page a project; what associations wrote stays in French
  en/versions/     what each page said before, and what changed
  photographies/   the photographs of the reports and of the news
  donnees/         CSV tables (UTF-8) and JSON; subventions.csv follows the French SCDL schema
  livret.pdf       the booklet of the plenary, if it was printed
  MANIFESTE.txt    the SHA-256 sum of each file; check with: sha256sum -c MANIFESTE.txt
  LICENCE.txt      what may be done with these files
This archive tells what the site showed, as of {stand}.
E-mail addresses, telephones, bank accounts and signatories' names were left out.
The same data always make the same archive, byte for byte.

Envie de faire {__version__} (AGPL-3.0-or-later)
"""


def licence(press: Press) -> str:
    """Say what may be done with the files, in both languages."""
    town = press.town
    stand = press.stand.isoformat()
    french, english = DUTIES.get(town.licence, DUTIES["Licence Ouverte 2.0"])
    return f"""FRANÇAIS
Données : {town.licence}
{licence_address(town)}
{french}
Source à citer : {town.funder}, {town.scheme_name} {press.number}, au {stand}.

Textes et photographies : la licence que leurs auteurs ont choisie, dite au bas de chaque page ; le plus souvent
CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/deed.fr
Les textes dont les auteurs gardent tous les droits ne sont pas repris ici.

ENGLISH
Data: {town.licence}
{licence_address(town)}
{english}
Source to name: {town.funder}, {town.scheme_name} {press.number}, as of {stand}.

Texts and photographs: the licence their authors chose, told at the foot of each page; most often
CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/
Texts whose authors keep all rights are not in this archive.
"""
