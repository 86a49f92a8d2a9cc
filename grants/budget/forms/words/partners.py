"""The rules of projects carried by several associations, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "part_empty": _l("Chaque association a une part de plus de 0\u00a0€. Sinon, retirez-la de la liste."),
    "partner_already": _l("«\u00a0%(association)s\u00a0» porte déjà ce projet."),
    "partner_nameless": _l("Aucune association n’est connue sous ce numéro\u00a0: écrivez aussi son nom."),
    "partner_number": _l("Ce numéro n’est ni un SIRET (14 chiffres) ni un RNA (W et 9 signes)\u00a0: vérifiez-le."),
    "partner_unknown": _l("Aucune association n’est connue sous ce nom\u00a0: écrivez aussi son SIRET ou son RNA."),
    "partners_changed": _l(
        "La liste des associations vient de changer\u00a0: relisez les parts, puis enregistrez de nouveau."
    ),
    "parts_before_vote": _l("Les parts s’écrivent quand le conseil a voté."),
    "parts_differ": _l("Les parts font %(asked)s\u00a0; la somme votée est de %(allowed)s. Elles doivent être égales."),
}
