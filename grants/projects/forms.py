"""The words of a project's choices, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

KIND_WORDS: dict[str, LazyString] = {
    "room": _l("une salle"),
    "equipment": _l("du matériel"),
    "skill": _l("un savoir-faire"),
    "volunteers": _l("des bénévoles"),
    "public": _l("un public"),
    "communication": _l("de la communication"),
    "partner": _l("un partenaire"),
    "money": _l("un financement"),
    "other": _l("autre chose"),
}
"""What a project looks for or can give, by its kind."""
