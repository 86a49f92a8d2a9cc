"""The rules of scenarios, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "scenario_below_zero": _l(
        "«\u00a0%(name)s\u00a0»\u00a0: on ne peut pas retirer %(asked)s, il n’y a que %(allowed)s à partager."
    ),
    "scenario_cap": _l("Le plafond d’un scénario est au-dessus de zéro."),
    "scenario_empty": _l("Changez au moins une chose\u00a0: sinon, c’est l’année telle qu’elle est."),
    "scenario_files_fewest": _l("Il doit rester au moins un dossier\u00a0: retirez-en %(most)s au plus."),
    "scenario_files_most": _l("Un scénario ajoute %(most)s dossiers au plus."),
    "scenario_floor": _l("L’aide minimale est entre un centime et le plafond du scénario, %(allowed)s."),
    "scenario_gone": _l("Quelqu’un a retiré ce scénario entre-temps. Gardez le vôtre sous un autre nom."),
    "scenario_moved": _l(
        "Quelqu’un a changé ce scénario depuis que vous l’avez ouvert. Rien n’a été écrasé\u00a0: les deux versions"
        " sont ci-dessous."
    ),
    "scenario_name_long": _l("Le nom d’un scénario a %(most)s signes au plus."),
    "scenario_name_missing": _l("Donnez un nom à ce scénario."),
    "scenario_name_taken": _l("Un autre scénario s’appelle déjà «\u00a0%(name)s\u00a0». Choisissez un autre nom."),
    "scenario_no_files": _l("Il faut des dossiers recevables et des crédits ouverts pour essayer un scénario."),
    "scenario_transfer_incomplete": _l("Un virement va d’une enveloppe à une autre\u00a0: choisissez les deux."),
}
