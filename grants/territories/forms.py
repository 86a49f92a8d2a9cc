"""The words of a place of help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

OFFERS: dict[str, LazyString] = {
    "helper": _l("quelqu’un qui écrit avec vous"),
    "computer": _l("un ordinateur"),
    "scanner": _l("un scanner"),
    "printer": _l("une imprimante"),
    "phone": _l("un téléphone"),
    "languages": _l("d’autres langues que le français"),
}
