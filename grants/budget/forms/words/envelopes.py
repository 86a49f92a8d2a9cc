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
    "envelope_changed": _l(
        "Un autre agent a changé « %(name)s » pendant que vous écriviez. Rien n’est perdu : comparez les deux versions"
        " ci-dessous, puis enregistrez la vôtre."
    ),
    "envelope_closed": _l("L’enveloppe « %(name)s » est fermée depuis le %(closed_on)s : plus rien ne s’y écrit."),
    "envelope_exists": _l("Une enveloppe ouverte s’appelle déjà « %(name)s »."),
    "envelope_in_use": _l(
        "L’enveloppe « %(name)s » ne peut pas être fermée : %(committed)s y sont engagés. Dégagez-les d’abord."
    ),
    "envelope_unknown": _l("Cette enveloppe n’existe pas."),
    "envelopes_not_planned": _l("Le territoire « %(territory)s » ne prévoit pas d’enveloppe."),
    "in_kind_never_paid": _l("Une aide en nature se donne ou se dégage : elle ne se mandate pas et ne se paie pas."),
    "nothing_to_withdraw": _l(
        "Il n’y a rien à retirer de « %(name)s » : tout ce qui y reste, %(committed)s, est déjà engagé."
    ),
    "no_envelopes": _l("Aucune enveloppe n’est ouverte pour %(year)s. Ouvrez d’abord les crédits."),
    "transfer_across_kinds": _l("L’argent et l’aide en nature ne se mélangent pas : le virement reste d’un seul côté."),
    "transfer_between_calls": _l("Un virement reste à l’intérieur d’un même appel."),
    "transfer_of_earmarked": _l("Les crédits de « %(name)s » sont réservés : ils ne vont pas ailleurs."),
    "transfer_to_itself": _l("Choisissez deux enveloppes différentes."),
    "vote_over_in_kind": _l(
        "Les aides en nature de cette délibération valent %(asked)s : les enveloppes en nature n’en permettent que"
        " %(allowed)s. Rien n’a été enregistré."
    ),
}
