"""The simple budget in words: what both sides come to, and what is lacking between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from grants.domain.money import format_euros

if TYPE_CHECKING:
    from grants.domain.file import Balance

THIS_CALL: Final = _l("Cet appel")
"""What the first line of income is called, as long as nobody calls it otherwise."""
ANY_THIS_CALL: Final = frozenset({"Cet appel", "This call"})

BALANCE: Final = {
    "empty": _l("Écrivez les dépenses et les recettes\u00a0: le total se fait tout seul."),
    "even": _l("Le budget est équilibré\u00a0: %(charges)s de chaque côté."),
    "short": _l("Il manque %(difference)s de recettes\u00a0: %(charges)s de dépenses, %(products)s de recettes."),
    "over": _l("Il y a %(difference)s de recettes en trop\u00a0: %(charges)s de dépenses, %(products)s de recettes."),
}


def this_call() -> tuple[str, str]:
    """Return what the line of this call is called here, and all its names for a script."""
    return str(THIS_CALL), "|".join(sorted(ANY_THIS_CALL))


def balance_words(balance: Balance) -> str:
    """Say how the two sides stand."""
    sums = {"charges": balance.charges, "products": balance.products, "difference": balance.difference}
    return str(BALANCE[balance.state]) % {name: _euros(cents) for name, cents in sums.items()}


def balance_models() -> dict[str, str]:
    """Return the sentences with their places left open, for the script that says them while one types."""
    places = {name: f"{{{name}}}" for name in ("charges", "products", "difference")}
    return {state: str(words) % places for state, words in BALANCE.items()}


def _euros(cents: int) -> str:
    """Write a sum in the reader's language."""
    return format_euros(cents, str(get_locale() or "fr"))
