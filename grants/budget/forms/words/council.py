"""The rules of the council, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "act_exists": _l("La délibération n°\u00a0%(number)s est déjà enregistrée pour cet appel."),
    "act_missing": _l("Écrivez le numéro de la délibération."),
    "act_too_long": _l("Le numéro de la délibération a %(most)s signes au plus."),
    "already_voted": _l(
        "Le conseil a voté le %(voted_on)s (délibération n°\u00a0%(number)s)\u00a0: les montants sont ceux du vote,"
        " le plafond commun ne se recalcule plus."
    ),
    "not_receivable": _l("Le dossier %(number)s n’attend pas de vote."),
    "vote_before_call": _l("Le vote du %(voted_on)s vient avant l’ouverture de l’appel, le %(opens_on)s."),
    "vote_empty": _l("Écrivez au moins un montant voté."),
    "vote_in_future": _l("Le %(voted_on)s n’est pas encore passé : un vote s’enregistre une fois tenu."),
    "vote_over_available": _l(
        "Le total de %(asked)s dépasse les crédits\u00a0: au plus %(allowed)s peuvent être payés par les enveloppes"
        " de ces dossiers. Rien n’a été enregistré."
    ),
    "vote_over_cap": _l("Dossier %(number)s : %(asked)s dépassent le plafond de l’appel, qui est de %(allowed)s."),
    "vote_over_request": _l("Dossier %(number)s : %(asked)s dépassent la demande, qui est de %(allowed)s."),
    "vote_withdrawn": _l(
        "Le projet du dossier %(number)s est retiré\u00a0: il ne peut pas recevoir les %(asked)s que vous avez écrits."
        " Rien n’a été enregistré."
    ),
    "vote_zero": _l("Dossier %(number)s : laissez vide un dossier qui n’est pas dans cette délibération."),
}
