"""The rules of the councillors' register, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "councillor_exists": _l("%(name)s est déjà dans le registre pour ces dates."),
    "interest_ended": _l("Le lien avec « %(association)s » est déjà noté comme terminé le %(until)s."),
    "interest_ends_first": _l("Un lien ne peut pas finir avant d’avoir commencé, le %(since)s."),
    "interest_exists": _l("Le lien avec « %(association)s » est déjà noté pour cette période."),
    "mandate_ends_first": _l("Un mandat ne peut pas finir avant d’avoir commencé, le %(since)s."),
    "register_changed": _l(
        "%(actor)s vient de changer cette fiche. Vous voyez ici ses mots à côté des vôtres : relisez,"
        " puis enregistrez de nouveau."
    ),
}
