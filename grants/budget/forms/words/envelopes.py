"""The rules of credits, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "credits_below_committed": _l(
        "On ne peut pas retirer %(asked)s : %(allowed)s seulement ne sont pas encore engagés."
    ),
    "envelope_unknown": _l("Cette enveloppe n’existe pas."),
    "envelopes_not_planned": _l("Le territoire « %(territory)s » ne prévoit pas d’enveloppe."),
    "no_envelopes": _l("Aucune enveloppe n’est ouverte pour %(year)s. Ouvrez d’abord les crédits."),
    "transfer_between_calls": _l("Un virement reste à l’intérieur d’un même appel."),
    "transfer_of_earmarked": _l("Les crédits de « %(name)s » sont réservés : ils ne vont pas ailleurs."),
    "transfer_to_itself": _l("Choisissez deux enveloppes différentes."),
}
