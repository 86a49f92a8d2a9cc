"""The rules of the common cap, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "nothing_to_settle": _l("Aucun dossier recevable n’attend en %(year)s : il n’y a rien à calculer."),
}
