"""The words of kits: why one cannot be opened, why a letter was left aside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask_babel import format_date
from flask_babel import lazy_gettext as _l

from grants.calls.forms import WORDS, worded

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.errors import RuleError

RULES: dict[str, LazyString] = {
    "kit_missing": _l("Choisissez un kit."),
    "kit_too_large": _l("Ce fichier est trop gros pour un kit d’appel."),
    "kit_no_archive": _l("Ce fichier n’est pas un kit d’appel\u00a0: un kit est un fichier ZIP de textes."),
    "kit_no_text": _l("Il manque «\u00a0%(name)s\u00a0» dans ce kit."),
    "kit_foreign": _l("Ce kit contient «\u00a0%(name)s\u00a0», qui n’y a pas sa place\u00a0: rien n’en est pris."),
    "kit_unreadable": _l("La description de ce kit (kit.toml) ne se lit pas."),
    "kit_newer": _l("Ce kit suit un format que cette version ne connaît pas."),
    "kit_odd": _l("La description de ce kit ne convient pas\u00a0: «\u00a0%(name)s\u00a0»."),
    "kit_unknown": _l("La description de ce kit dit «\u00a0%(name)s\u00a0», inconnu dans «\u00a0%(where)s\u00a0»."),
    "form_unreadable": _l("Les questions de ce kit ne conviennent pas\u00a0: %(reason)s"),
    "year_odd": _l("Écrivez une année comme 2026."),
    "ends_before": _l("La soirée de ce kit finit avant d’avoir commencé."),
    "odd_rounds": _l("Le nombre de tours de la soirée de ce kit ne convient pas."),
    "odd_pitch": _l("La durée des présentations de ce kit ne convient pas."),
    "odd_sizes": _l("Les tailles de tables de ce kit ne conviennent pas."),
}
LETTERS_LEFT: dict[str, LazyString] = {
    "letter_unknown": _l("lettre inconnue ici"),
    "letter_ours": _l("déjà réécrite par votre ville, la vôtre reste"),
}


def said(error: RuleError) -> str:
    """Say why a kit cannot be opened."""
    if error.code in WORDS:
        return worded(error)
    return str(RULES.get(error.code, RULES["kit_unreadable"])) % error.figures


def why_left(code: str) -> str:
    """Say why a letter was left aside; one that fails its proofreading is told in one way."""
    return str(LETTERS_LEFT.get(code, _l("ne passe pas la relecture des lettres")))


def day_words(written: str) -> str:
    """Return the day a kit says it was made, in words when it is a day."""
    try:
        return str(format_date(date.fromisoformat(written), "long"))
    except ValueError:
        return written
