"""What readers ask in an address, and the words of the dated steps of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from grants.projects.asked import KEY, NUMBER, PARAMETERS, SLUG, YEAR, Asked, read_asked, read_page

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

__all__ = ["KEY", "NUMBER", "PARAMETERS", "SLUG", "STEP_WORDS", "YEAR", "Asked", "read_asked", "read_page"]

STEP_WORDS: dict[str, LazyString] = {
    "payment_order": _l("Paiement ordonné : %(sum)s"),
    "payment": _l("Paiement : %(sum)s"),
    "repayment": _l("Somme reversée : %(sum)s"),
}
