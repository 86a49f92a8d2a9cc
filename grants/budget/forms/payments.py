"""The forms of payment orders, payments, releases and repayments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from grants.budget.forms.fields import LONGEST_ACT, LONGEST_REASON, EurosField, OnceForm, SeenForm, one_line
from grants.domain.ledger import Kind


class BatchForm(OnceForm):
    """An act on all files at once, with the number of the slip if there is one."""

    act = StringField(_l("Numéro de bordereau"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])


class MoveForm(SeenForm):
    """One step of one award: order, pay, release, take back."""

    kind = RadioField(
        _l("Opération"),
        choices=[
            SelectChoice(Kind.PAYMENT_ORDER.value, _l("Mandater")),
            SelectChoice(Kind.PAYMENT.value, _l("Noter un paiement")),
            SelectChoice(Kind.RELEASE.value, _l("Dégager (l’argent voté redevient disponible)")),
            SelectChoice(Kind.REPAYMENT.value, _l("Noter un reversement")),
        ],
        default=Kind.PAYMENT_ORDER.value,
    )
    cents = EurosField(_l("Somme"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = StringField(
        _l("Motif (obligatoire pour dégager ou reverser)"),
        filters=[one_line],
        validators=[Length(max=LONGEST_REASON)],
    )
    act = StringField(_l("Numéro de bordereau"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])
