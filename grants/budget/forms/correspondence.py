"""The forms that have letters leave."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from grants.budget.forms.fields import DayField, OnceForm

NEAR, ALL = "near", "all"


class LettersForm(OnceForm):
    """The day letters leave: it stands on each of them."""

    day = DayField(
        _l("Jour où les lettres partent"), validators=[InputRequired(_l("Écrivez le jour où les lettres partent."))]
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
