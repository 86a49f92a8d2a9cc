"""The words of a place of help, and of a point people give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.errors import RuleError

OFFERS: dict[str, LazyString] = {
    "helper": _l("quelqu’un qui écrit avec vous"),
    "computer": _l("un ordinateur"),
    "scanner": _l("un scanner"),
    "printer": _l("une imprimante"),
    "phone": _l("un téléphone"),
    "languages": _l("d’autres langues que le français"),
}

KILOMETRE = 1000
POINT_WORDS: dict[str, LazyString] = {
    "unreadable_point": _l(
        "Nous ne lisons pas de lieu ici. Touchez le dessin, ou collez le lien d’un point d’OpenStreetMap, ou deux"
        " nombres comme 48.3905, -4.4860."
    ),
    "no_such_point": _l("Ces deux nombres ne sont pas sur la Terre\u00a0: d’abord la latitude, puis la longitude."),
    "swapped_point": _l("Les deux nombres semblent échangés\u00a0: d’abord la latitude, puis la longitude."),
    "far_point": _l("Ce point est à %(kilometres)s km de la ville\u00a0: vérifiez-le. Il n’est pas enregistré."),
    "outside_town": _l(
        "Ce point est dans l’eau ou hors de la ville. Si c’est bien là, cochez la case et enregistrez à nouveau."
    ),
}


def say_point(error: RuleError) -> str:
    """Say a broken rule of `grants.domain.points` in the reader's language."""
    metres = error.figures.get("metres")
    kilometres = round(metres / KILOMETRE) if isinstance(metres, int) else 0
    return str(POINT_WORDS[error.code]) % {**error.figures, "kilometres": kilometres}
