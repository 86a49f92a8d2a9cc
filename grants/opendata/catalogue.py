"""What `/donnees/` tells of each file, and the dictionary of what stands inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _

from grants.domain import scdl, state_file
from grants.opendata.openapi import PROJECT

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Described:
    """A file as the page tells it: where it is, its name, whom it is for, what it holds, how to open it."""

    endpoint: str
    name: str
    kind: str
    words: str
    opens: str


def described() -> list[Described]:
    """Return the files in the order of the page: what was given, the projects, what is followed."""
    return [*_given(), *_told(), *_followed()]


def _given() -> list[Described]:
    """Return the files of what was voted."""
    sheet = _(
        "Un tableur l’ouvre\u00a0; à l’import, dites «\u00a0virgule\u00a0» et «\u00a0UTF-8\u00a0», "
        "et «\u00a0texte\u00a0» pour les SIRET."
    )
    own = _("Votre logiciel de traitement, ou n’importe quel programme.")
    return [
        Described(
            "opendata.subventions",
            "subventions.csv",
            "CSV",
            _("chaque subvention votée, au schéma national SCDL «\u00a0subventions\u00a0» 2.1.1"),
            sheet,
        ),
        Described(
            "opendata.state_file",
            "subventions-etat.csv",
            "CSV",
            _("les mêmes, avec les quarante colonnes que rassemble le service Data.Subvention de l’État"),
            sheet,
        ),
        Described(
            "opendata.threesixty", "360giving.json", "JSON", _("les mêmes, au standard international 360Giving"), own
        ),
    ]


def _told() -> list[Described]:
    """Return the files of the projects."""
    own = _("Votre logiciel de traitement, ou n’importe quel programme.")
    return [
        Described(
            "opendata.projects_sheet",
            "projets.ods",
            _("tableur"),
            _("la liste des projets comme à l’écran, une ligne par projet"),
            _("Un double-clic, dans LibreOffice ou Excel."),
        ),
        Described(
            "opendata.words_sheet",
            "paroles.ods",
            _("tableur"),
            _("ce que l’on dit des projets\u00a0: mots et nouvelles, un par ligne, avec leur adresse"),
            _("Un double-clic, dans LibreOffice ou Excel."),
        ),
        Described(
            "opendata.projects_json",
            "projects.json",
            "JSON",
            _("tous les projets publics avec leurs textes, besoins et propositions"),
            own,
        ),
        Described(
            "opendata.projects_geojson",
            "projects.geojson",
            "GeoJSON",
            _("où se passent les projets\u00a0; coordonnées en WGS 84"),
            _("Une carte\u00a0: uMap, QGIS ou geojson.io."),
        ),
    ]


def _followed() -> list[Described]:
    """Return what is followed day after day, and everything at once."""
    return [
        Described(
            "opendata.projects_atom",
            "projets.atom",
            "Atom",
            _("les nouveaux projets\u00a0; ajoutez les filtres de la liste à l’adresse"),
            _("Un lecteur de flux\u00a0: collez-y l’adresse."),
        ),
        Described(
            "opendata.agenda",
            "agenda.ics",
            _("agenda"),
            _("les dates de l’appel, la plénière et les ateliers"),
            _("Votre agenda\u00a0: «\u00a0s’abonner à un calendrier\u00a0», puis collez l’adresse."),
        ),
        Described(
            "opendata.published_books",
            "journal.json",
            "JSON",
            _(
                "l’empreinte des livres de compte et du journal des actes, jour après jour\u00a0: "
                "qui l’a notée prouve que rien n’a été réécrit depuis"
            ),
            _("Un éditeur de texte. La commande «\u00a0audit verify --head\u00a0» la compare aux livres."),
        ),
        Described(
            "opendata.everything",
            "tout.zip",
            "ZIP",
            _("tous ces fichiers, avec un manifeste\u00a0: licence, date, sommes de contrôle"),
            _("Un double-clic."),
        ),
    ]


def dictionary() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each file's columns or fields with their meaning."""
    gathered, empty = _gathered(), _("non renseigné ici")
    return [
        ("subventions.csv", list(zip(scdl.COLUMNS, _national(), strict=True))),
        (
            "subventions-a-completer.csv",
            [
                *zip(scdl.COLUMNS, _national(), strict=True),
                (
                    scdl.INCOMPLETE[-1],
                    _("son SIREN, quand il reste d’un SIRET abîmé et se vérifie"),
                ),
            ],
        ),
        (
            "subventions-etat.csv",
            [(name, gathered.get(name, empty)) for name in state_file.COLUMNS],
        ),
        ("projects.json", [(name, _shape(schema)) for name, schema in PROJECT["properties"].items()]),
    ]


def _national() -> tuple[str, ...]:
    """Return what each column of the national schema holds here, in its order."""
    return (
        _("qui donne"),
        _("son SIRET"),
        _("le jour du vote"),
        _("le numéro de la délibération"),
        _("l’association qui reçoit"),
        _("son SIRET, s’il est valide"),
        _("son numéro RNA\u00a0: W et neuf chiffres\u00a0; vide s’il est écrit autrement"),
        _("le titre du projet, 256 signes au plus\u00a0; deux lignes égales portent en plus leur numéro"),
        _("la somme votée, argent et nature, avant partage entre bénéficiaires"),
        _("en argent, en nature, ou les deux"),
        _("versée en une fois ou en plusieurs"),
        _("du courrier au dernier jour pour payer"),
        _("vide\u00a0: ne concerne que les entreprises"),
        _("toujours «\u00a0non\u00a0»"),
        _("la part de ce bénéficiaire\u00a0: 1.00 quand il est seul"),
        _("le nom de l’appel"),
    )


def _gathered() -> dict[str, str]:
    """Return what the filled columns of the State's record hold here."""
    return {
        "idSubventionProvider": _("notre numéro de dossier"),
        "statutLabel": _("«\u00a0Accordé\u00a0»\u00a0: seules les subventions votées y sont"),
        "montantDemande": _("la somme demandée, en euros"),
        "montantAccorde": _("la somme votée pour ce bénéficiaire, en euros"),
        "exerciceBudgetaire": _("l’année du vote"),
        "typeIdEtablissementBeneficiaire": "siret",
        "idEtablissementBeneficiaire": _("le SIRET de l’association"),
        "nomAttribuant": _("qui donne"),
        "typeIdAttribuant": "siret",
        "idAttribuant": _("son SIRET"),
        "pluriannualite": "false",
        "dateDecision": _("le jour du vote"),
        "dateConvention": _("le jour du vote"),
        "referenceDecision": _("le numéro de la délibération"),
        "dateDepotDemande": _("le jour où le dossier est arrivé"),
        "anneeDemande": _("l’année de l’appel"),
        "dispositif": _("le nom de l’appel"),
        "objet": _("le titre du projet"),
        "nature": _("en argent ou en nature"),
        "montantTotal": _("la somme votée, tous bénéficiaires ensemble"),
        "conditionsVersements": _("UNIQUE (une fois) ou PHASED (plusieurs)"),
        "datesPeriodeVersement": _("du courrier au dernier jour pour payer"),
        "notificationUE": "false",
        "pourcentageSubvention": _("la part de ce bénéficiaire, sur cent"),
    }


def _shape(schema: dict[str, Any]) -> str:
    """Say the shape of a field as its description does."""
    kind = schema.get("type", "object")
    return str(schema.get("description") or (" | ".join(kind) if isinstance(kind, list) else kind))
