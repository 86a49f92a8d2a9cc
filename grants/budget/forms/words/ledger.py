"""The rules of the ledger, and of every form, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from grants.domain.ledger import Account

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "amount_negative": _l("Une somme ne peut pas être négative."),
    "amount_zero": _l("Écrivez une somme au-dessus de zéro."),
    "balance_differs": _l("Le solde de l’enveloppe « %(envelope)s » n’est pas celui que dit le grand livre."),
    "chain_broken": _l("%(book)s : la ligne %(number)s ne correspond pas à son empreinte."),
    "chain_head_unknown": _l("%(book)s : l’empreinte publiée ne se trouve pas dans ses %(lines)s lignes."),
    "chain_line_missing": _l("%(book)s : la ligne %(number)s manque."),
    "figures_moved": _l("Les chiffres viennent de changer. Relisez la page, puis recommencez."),
    "figures_moved_since": _l(
        "Les chiffres ont changé pendant que vous écriviez. Rien n’est enregistré ni perdu : comparez ci-dessous, puis"
        " enregistrez de nouveau si c’est encore juste."
    ),
    "file_unknown": _l("Un de ces dossiers n’existe pas dans cet appel."),
    "line_unknown": _l("La ligne %(number)s n’existe pas dans le grand livre."),
    "move_unknown": _l("Ce dossier vient de changer d’état. Relisez la page, puis recommencez."),
    "no_call": _l("Aucun appel n’est ouvert pour %(year)s."),
    "not_reversible": _l("Cette ligne ne s’annule pas : une autre opération la corrige."),
    "over_available": _l("%(asked)s dépassent le disponible de l’enveloppe, qui est de %(allowed)s."),
    "reason_missing": _l("Dites pourquoi, en une phrase."),
    "reversed_already": _l("La ligne %(number)s est déjà annulée."),
    "no_such_day": _l("Le %(day)s/%(month)s/%(year)s n’existe pas dans le calendrier."),
    "share_differs": _l("Les sommes du dossier %(file)s ne sont pas celles que dit le grand livre."),
    "unreadable_date": _l("Écrivez une date comme 08/12/2026 ou 8 décembre 2026."),
    "year_out_of_range": _l("L’année %(year)s est trop loin."),
}
ACCOUNTS: dict[str, LazyString] = {
    Account.FUNDERS: _l("Financeurs"),
    Account.TRANSFERS: _l("Virements"),
    Account.AVAILABLE: _l("Disponible"),
    Account.COMMITTED: _l("Engagé, non mandaté"),
    Account.ORDERED: _l("Mandaté, non payé"),
    Account.PAID: _l("Payé"),
    Account.REPAID: _l("Reversé"),
}
"""The accounts of the double entry."""
BOOKS: dict[str, LazyString] = {"ledger": _l("Grand livre"), "audit": _l("Journal des actes")}
"""The two books of a fund."""
