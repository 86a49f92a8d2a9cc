"""The rules of letters, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "letter_in_future": _l(
        "Le %(day)s n’est pas encore passé : écrivez le jour où les lettres partent vraiment, une fois venu."
    ),
    "notice_unknown": _l("Aucune lettre n’est partie pour le dossier %(number)s."),
    "notified_before_vote": _l(
        "La délibération n° %(number)s est du %(voted_on)s : une lettre ne peut pas la notifier avant. Rien n’a été"
        " enregistré."
    ),
}
