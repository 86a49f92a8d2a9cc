"""Every rule of money in words, one table a topic, and the words of the ledger's kinds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.budget.forms.words import (
    after,
    correspondence,
    council,
    councillors,
    envelopes,
    foresight,
    ledger,
    partners,
    payments,
    scenarios,
    sharing,
)
from grants.budget.forms.words.sums import euros
from grants.domain.ledger import Kind

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.errors import RuleError

KINDS: dict[Kind, LazyString] = {
    Kind.ALLOCATION: _l("Crédits ouverts"),
    Kind.AMENDMENT: _l("Décision modificative"),
    Kind.TRANSFER: _l("Virement"),
    Kind.REQUEST: _l("Demande"),
    Kind.COMMITMENT: _l("Engagement"),
    Kind.RELEASE: _l("Dégagement"),
    Kind.PAYMENT_ORDER: _l("Mandat"),
    Kind.PAYMENT: _l("Paiement"),
    Kind.REPAYMENT: _l("Reversement"),
    Kind.REVERSAL: _l("Annulation d’écriture"),
}

WORDS: dict[str, LazyString] = {
    **after.WORDS,
    **correspondence.WORDS,
    **council.WORDS,
    **councillors.WORDS,
    **envelopes.WORDS,
    **foresight.WORDS,
    **ledger.WORDS,
    **partners.WORDS,
    **payments.WORDS,
    **scenarios.WORDS,
    **sharing.WORDS,
}
SUMS_IN = {"asked", "allowed", "committed"}


def worded(error: RuleError) -> str:
    """Say a broken rule in the reader's language, its sums and dates written out."""
    figures: dict[str, object] = {}
    for name, value in error.figures.items():
        if name in SUMS_IN and isinstance(value, int):
            figures[name] = euros(value)
        elif name == "book":
            figures[name] = ledger.BOOKS[str(value)]
        else:
            figures[name] = format_date(value, "long") if isinstance(value, date) else value
    if error.code not in WORDS:
        return str(_("Cette opération n’est pas possible (%(code)s).", code=error.code))
    return str(WORDS[error.code]) % figures
