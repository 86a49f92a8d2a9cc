"""The rules of payments, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "award_unknown": _l("Ce dossier n’a pas encore été voté."),
    "nothing_chosen": _l("Cochez au moins un dossier."),
    "nothing_to_order": _l("Il n’y a rien à mandater."),
    "nothing_to_pay": _l("Il n’y a aucun mandat à payer."),
    "order_agreement": _l(
        "Dossier %(number)s : l’association dépasse 23 000 € dans l’année. Enregistrez d’abord la convention signée."
    ),
    "order_changed": _l(
        "Dossier %(number)s : vous aviez %(asked)s à mandater, il y a maintenant %(allowed)s. Un collègue vient sans"
        " doute de le mandater. Rien n’a été enregistré : relisez la liste."
    ),
    "order_iban_missing": _l("Dossier %(number)s : il manque l’IBAN."),
    "order_iban_wrong": _l("Dossier %(number)s : l’IBAN est inexact."),
    "order_siret_missing": _l("Dossier %(number)s : il manque le SIRET."),
    "order_siret_wrong": _l("Dossier %(number)s : le SIRET est inexact."),
    "order_withdrawn": _l("Le projet %(number)s est retiré : aucun argent ne part plus pour lui."),
    "order_over_commitment": _l("On ne peut pas mandater %(asked)s : il reste %(allowed)s voté et non mandaté."),
    "order_paid": _l("La ligne %(number)s est déjà payée : demandez plutôt un reversement."),
    "payee_empty": _l("Écrivez l’IBAN, le SIRET ou les deux."),
    "payee_iban": _l("Cet IBAN est inexact : relisez-le groupe par groupe."),
    "payee_siret": _l("Ce SIRET est inexact : il a 14 chiffres."),
    "payment_changed": _l(
        "Ligne %(number)s : vous aviez %(asked)s à payer, il reste maintenant %(allowed)s. Rien n’a été enregistré :"
        " relisez la liste."
    ),
    "payment_over_order": _l("On ne peut pas payer %(asked)s : il reste %(allowed)s mandaté et non payé."),
    "plan_day_missing": _l("Versement %(number)s : écrivez le jour."),
    "plan_empty": _l("Écrivez au moins un versement."),
    "plan_part_zero": _l("Versement %(number)s : écrivez une part au-dessus de zéro."),
    "plan_percent": _l("Les parts font %(percent)s pour cent au lieu de cent."),
    "plan_sum": _l("Les versements font %(asked)s : ils doivent faire %(allowed)s, la somme votée."),
    "plan_too_long": _l("Un échéancier a %(most)s versements au plus."),
    "project_withdrawn": _l("Le projet %(number)s est retiré : aucun argent ne part plus pour lui."),
    "release_over_unordered": _l("On ne peut pas dégager %(asked)s : il reste %(allowed)s voté et non mandaté."),
    "repayment_over_paid": _l("On ne peut pas reverser %(asked)s : il reste %(allowed)s payé et non reversé."),
    "reversal_below_paid": _l("Ce mandat est déjà payé : %(allowed)s seulement ne le sont pas encore."),
    "reversal_below_zero": _l("Ce reversement ne peut plus être annulé."),
    "slip_before_vote": _l("Le %(day)s vient avant le vote du conseil, le %(voted_on)s."),
    "slip_in_future": _l("Le %(day)s n’est pas encore passé : un bordereau porte la date du jour ou une date passée."),
}
