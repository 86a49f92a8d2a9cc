"""The forms that change credits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from grants.budget.forms.fields import LONGEST_ACT, LONGEST_REASON, EurosField, OnceForm, one_line
from grants.budget.forms.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.budget.models import Envelope


class AmendForm(OnceForm):
    """A decision that changes the credits of one envelope."""

    envelope = SelectField(_l("Enveloppe"), coerce=int)
    way = RadioField(
        _l("Sens"),
        choices=[SelectChoice("add", _l("Ajouter des crédits")), SelectChoice("take", _l("Retirer des crédits"))],
        default="add",
    )
    cents = EurosField(_l("Somme"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = StringField(
        _l("Motif"),
        filters=[one_line],
        validators=[InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)],
    )
    act = StringField(_l("Numéro de l’acte"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])


def choices_of(envelopes: Sequence[Envelope]) -> list[SelectChoice]:
    """Return the envelopes as choices of a field."""
    return [SelectChoice(str(each.id), each.name) for each in envelopes]


class TransferForm(OnceForm):
    """Credits that pass from one envelope to another."""

    source = SelectField(_l("De l’enveloppe"), coerce=int)
    target = SelectField(_l("Vers l’enveloppe"), coerce=int)
    cents = EurosField(_l("Somme"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = StringField(
        _l("Motif"),
        filters=[one_line],
        validators=[InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)],
    )
    act = StringField(_l("Numéro de l’acte"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])
