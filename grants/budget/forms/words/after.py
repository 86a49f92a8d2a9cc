"""The rules of what comes after payment, in words: money asked back, year ends, agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "agreement_exists": _l("La convention « %(reference)s » est déjà enregistrée pour cette année."),
    "agreement_in_future": _l("Le %(day)s n’est pas encore passé : une convention s’enregistre une fois signée."),
    "agreement_missing": _l("Écrivez la référence de la convention."),
    "asked_in_future": _l("Le %(day)s n’est pas encore passé."),
    "association_unknown": _l("Cette association n’existe pas."),
    "claim_ended": _l("Cette demande de reversement est close depuis le %(day)s."),
    "receipt_over_claim": _l("On ne peut pas noter %(asked)s : il reste %(allowed)s attendu de cette demande."),
    "received_before_asked": _l("Le %(day)s vient avant la demande, le %(asked_on)s."),
    "release_reason_missing": _l("Pour dégager, dites pourquoi en une phrase."),
    "released_already": _l("Dossier %(number)s : la somme est déjà dégagée, elle ne se reporte plus."),
    "restored_first": _l("Les crédits ont été rétablis par la ligne %(number)s : annulez d’abord celle-là."),
    "year_not_over": _l("Le %(day)s n’est pas encore passé : la fin d’année se règle une fois la date atteinte."),
    "year_over": _l(
        "L’année du mandat (%(year)s) est finie : ce reversement est une recette, les crédits ne se rétablissent pas."
    ),
}
