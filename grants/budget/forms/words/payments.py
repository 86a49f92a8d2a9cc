"""The rules of payments, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "award_unknown": _l("Ce dossier n’a pas encore été voté."),
    "nothing_to_order": _l("Il n’y a rien à mandater."),
    "nothing_to_pay": _l("Il n’y a aucun mandat à payer."),
    "order_over_commitment": _l("On ne peut pas mandater %(asked)s : il reste %(allowed)s voté et non mandaté."),
    "payment_over_order": _l("On ne peut pas payer %(asked)s : il reste %(allowed)s mandaté et non payé."),
    "project_withdrawn": _l("Le projet %(number)s est retiré : aucun argent ne part plus pour lui."),
    "release_over_unordered": _l("On ne peut pas dégager %(asked)s : il reste %(allowed)s voté et non mandaté."),
    "repayment_over_paid": _l("On ne peut pas reverser %(asked)s : il reste %(allowed)s payé et non reversé."),
    "reversal_below_paid": _l("Ce mandat est déjà payé : %(allowed)s seulement ne le sont pas encore."),
    "reversal_below_zero": _l("Ce reversement ne peut plus être annulé."),
}
