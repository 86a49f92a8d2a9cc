"""The rules of the common cap, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "nothing_to_settle": _l("Aucun dossier recevable n’attend en %(year)s : il n’y a rien à calculer."),
    "settlement_moved": _l(
        "Des dossiers, des crédits ou le plafond commun gardé ont changé depuis que vous avez vu ces chiffres. Rien n’a"
        " été gardé. Voici les chiffres d’aujourd’hui\u00a0: relisez-les, puis gardez-les."
    ),
    "step_unknown": _l("Choisissez un arrondi de la liste\u00a0: au centime, à l’euro ou à dix euros."),
}
