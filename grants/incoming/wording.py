"""The words of an import's report: each remark as a sentence, in the reader's language."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.history import Remark
    from grants.incoming.services.reading import Report

REASONS: dict[tuple[str, str], LazyString] = {
    ("recipient", "empty"): _l("Aucun bénéficiaire n’est nommé sur cette ligne."),
    ("recipient", "totals"): _l("Cette ligne est un total du tableau, pas une aide."),
    ("amount", "empty"): _l("Aucun montant n’est écrit sur cette ligne."),
    ("amount", "unreadable"): _l("Le montant ne se lit pas comme une somme."),
    ("amount", "negative"): _l("Le montant est négatif\u00a0: c’est une reprise, pas une aide."),
    ("amount", "shared"): _l("Un seul montant est écrit pour plusieurs lignes\u00a0: il est compté sur la première."),
    ("amount", "sum"): _l("Cette ligne additionne celles du dessus\u00a0: c’est un total, pas une aide."),
    ("amount", "zero"): _l("Le montant est de zéro euro."),
    ("recipient_id", "empty"): _l("Le SIRET manque."),
    ("recipient_id", "damaged"): _l(
        "Le SIRET a été abîmé par un tableur, ses derniers chiffres sont perdus\u00a0: il est gardé tel quel,"
        " comme texte."
    ),
    ("recipient_id", "siren_only"): _l(
        "C’est un SIREN (9 chiffres), pas un SIRET (14 chiffres)\u00a0: gardé tel quel."
    ),
    ("recipient_id", "wrong"): _l("Ce n’est pas un SIRET valide\u00a0: il est gardé tel quel, comme texte."),
    ("rna", "wrong"): _l("Ce n’est pas un numéro RNA valide."),
    ("date", "empty"): _l("La date de la décision manque."),
    ("date", "month_only"): _l("Seul le mois de la décision est écrit\u00a0: le premier du mois est noté."),
    ("date", "year_only"): _l("Seule l’année de la décision est écrite\u00a0: le jour manque."),
    ("date", "unreadable"): _l("La date de la décision ne se lit pas."),
    ("year", "missing"): _l("L’année ne se lit pas\u00a0: donnez-la avec --year."),
}


def in_words(report: Report) -> dict[str, Any]:
    """Return the report of the fixed interface, with reasons in words (amounts in cents)."""
    return {
        "lines": report.lines,
        "imported": report.imported,
        "already_there": report.already_there,
        "total_cents": report.total_cents,
        "flagged": [_told(line, remark) for line, remark in report.flagged],
        "refused": [_told(line, remark) for line, remark in report.left_out],
    }


def _told(line: int, remark: Remark) -> dict[str, object]:
    """Return one remark: its line, its field, why, and the cell as written."""
    reason = str(REASONS[remark.field, remark.code])
    return {"line": line, "field": remark.field, "reason": reason, "given": remark.given}


FIELDS: dict[str, LazyString] = {
    "recipient": _l("Le nom de qui reçoit"),
    "amount": _l("Le montant accordé"),
    "purpose": _l("L’objet de l’aide"),
    "date": _l("Le jour de la décision"),
    "year": _l("L’année"),
    "recipient_id": _l("Le SIRET de qui reçoit"),
    "rna": _l("Le numéro RNA de qui reçoit"),
    "act": _l("Le numéro de l’acte"),
    "funder": _l("Le nom de qui donne"),
    "funder_id": _l("Le SIRET de qui donne"),
    "scheme": _l("Le dispositif"),
    "period": _l("La période de versement"),
    "nature": _l("La nature de l’aide"),
    "conditions": _l("Les conditions de versement"),
}
"""What a column may hold."""
NEEDED_WORDS: dict[str, LazyString] = {
    "recipient": _l("Dites quelle colonne porte le nom de qui reçoit."),
    "amount": _l("Dites quelle colonne porte le montant accordé."),
}
ENCODING_WORDS: dict[str, LazyString] = {
    "utf-8": _l("UTF-8 (aujourd’hui le plus courant)"),
    "cp1252": _l("Windows, Europe de l’Ouest"),
    "iso-8859-15": _l("ISO 8859-15"),
    "utf-16": _l("UTF-16 («\u00a0texte Unicode\u00a0» d’Excel)"),
    "mac-roman": _l("Ancien Mac"),
    "cp850": _l("MS-DOS"),
}
SEPARATOR_WORDS: dict[str, LazyString] = {
    ";": _l("Point-virgule"),
    ",": _l("Virgule"),
    "\t": _l("Tabulation"),
    "|": _l("Barre droite"),
}
STATES: dict[str, LazyString] = {
    "given": _l("À relire"),
    "trying": _l("Essai en cours"),
    "tried": _l("Essayé, pas encore importé"),
    "importing": _l("Import en cours"),
    "imported": _l("Importé"),
    "undoing": _l("En train d’être défait"),
    "undone": _l("Défait"),
}
TROUBLES: dict[str, LazyString] = {
    "missing": _l("Ce fichier n’a pas pu être lu."),
    "gone": _l("Ce fichier n’est plus gardé ici\u00a0: donnez-le à nouveau."),
    "empty": _l("Ce fichier est vide."),
    "too_large": _l("Ce fichier est trop lourd."),
    "pdf": _l("C’est un PDF, pas un tableau\u00a0: demandez le fichier de tableur dont il vient."),
    "picture": _l("C’est une image, pas un tableau."),
    "password": _l("Un mot de passe protège ce fichier\u00a0: enregistrez-le à nouveau sans mot de passe."),
    "xml_2003": _l("C’est un ancien format d’Excel (XML 2003)\u00a0: enregistrez-le en XLSX ou en ODS."),
    "page": _l("C’est une page web sans aucun tableau."),
    "no_spreadsheet": _l("Ce fichier ne s’ouvre pas comme un tableur\u00a0: il est peut-être abîmé."),
    "too_many_cells": _l(
        "Ce fichier dit contenir trop de cellules\u00a0: gardez la feuille utile, sans ses lignes vides."
    ),
    "too_wide": _l("Ce tableau a plus de mille colonnes\u00a0: gardez celles qui servent."),
    "line": _l("Une ligne ne se lit pas\u00a0: changez le séparateur ou l’encodage."),
    "no_columns": _l("Aucune ligne ne nomme à la fois une colonne de bénéficiaires et une colonne de montants."),
}
"""Why a file is no table, by the code of UnreadableFileError."""
RULES: dict[str, LazyString] = {
    "file_missing": _l("Choisissez un fichier."),
    "file_too_large": _l("Ce fichier est trop lourd\u00a0: quarante mégaoctets au plus."),
    "being_worked_on": _l("Un travail est déjà en cours sur ce fichier, ou il est déjà importé."),
    "not_tried": _l("Faites d’abord un essai à blanc."),
    "not_imported": _l("Cet import n’est pas, ou n’est plus, en place."),
    "year_out_of_range": _l("Écrivez une année entre 1900 et 2200, ou rien."),
    "header_unreadable": _l("Écrivez le numéro d’une ligne, ou rien."),
    "said_twice": _l("Deux colonnes ne peuvent pas tenir la même place\u00a0: %(field)s."),
    "scheme_too_long": _l("Cent signes au plus."),
}


def remark_words(field: str, code: str) -> str:
    """Return a remark as a sentence, on a page: a year is given on the form, not to a command."""
    if (field, code) == ("year", "missing"):
        return str(_l("L’année ne se lit pas\u00a0: écrivez-la dans le formulaire."))
    return str(REASONS.get((field, code), code))


def told_rows(report: dict[str, Any]) -> list[tuple[int, bool, str, str, str]]:
    """Return the remarks of a kept report by line: (line, imported, field, sentence, cell as written)."""
    rows = [
        (each["line"], imported, str(FIELDS.get(each["field"], each["field"])),
         remark_words(each["field"], each["code"]), each["given"])
        for kind, imported in (("left_out", False), ("flagged", True))
        for each in report.get(kind, ())
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row[0])


def told_counts(report: dict[str, Any]) -> list[tuple[int, bool, str]]:
    """Return how many times each remark was made: (times, imported, sentence), what is left out first."""
    counts = Counter((imported, sentence) for _, imported, _, sentence, _ in told_rows(report))
    ordered = sorted(counts.items(), key=lambda each: (each[0][0], -each[1]))
    return [(times, imported, sentence) for (imported, sentence), times in ordered]
