"""The forms that have letters leave."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length

from grants.budget.forms.fields import LONGEST_ACT, LONGEST_REASON, DayField, OnceForm, one_line
from grants.budget.forms.words import WORDS

NEAR, ALL = "near", "all"


class LettersForm(OnceForm):
    """The day letters leave: it stands on each of them."""

    day = DayField(
        _l("Jour où les lettres partent"), validators=[InputRequired(_l("Écrivez le jour où les lettres partent."))]
    )


class CorrectionForm(LettersForm):
    """The right day of one letter, and why."""

    number = StringField(
        _l("Numéro du dossier"),
        filters=[one_line],
        validators=[DataRequired(_l("Écrivez le numéro du dossier.")), Length(max=LONGEST_ACT)],
    )
    reason = StringField(
        _l("Motif"), filters=[one_line], validators=[DataRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)]
    )


class HoldingForm(LettersForm):
    """Holding letters: to whom."""

    whom = RadioField(
        _l("À qui"),
        choices=[
            SelectChoice(NEAR, _l("Aux dossiers dont la date limite tombe dans les deux semaines")),
            SelectChoice(ALL, _l("À tous les dossiers sans réponse")),
        ],
        default=NEAR,
    )
