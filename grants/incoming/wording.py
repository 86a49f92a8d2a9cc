"""The words of an import's report: each remark as a sentence, in the reader's language."""

from __future__ import annotations

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
