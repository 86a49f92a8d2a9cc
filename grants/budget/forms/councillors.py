"""The forms of the councillors' register."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from grants.budget.forms.fields import LONGEST_REASON, DayField, OnceForm, one_line

LONGEST_NAME = 200
LONGEST_COUNT = 9
TOO_LONG = _l("Écrivez au plus %(max)d signes.")


class CouncillorForm(OnceForm):
    """A member of the council; `seen` counts the lines of the history when the page was shown."""

    name = StringField(
        _l("Prénom et nom"),
        filters=[one_line],
        validators=[DataRequired(_l("Écrivez le nom de l’élu·e.")), Length(max=LONGEST_NAME, message=TOO_LONG)],
    )
    since = DayField(
        _l("Début du mandat"),
        description=_l("Par exemple 05/07/2026."),
        validators=[InputRequired(_l("Écrivez la date du début du mandat."))],
    )
    until = DayField(_l("Fin du mandat"), description=_l("Vide tant que le mandat court."), validators=[Optional()])
    seen = HiddenField(default="0")

    @property
    def lines_seen(self) -> int:
        """How many lines of the history its author saw; none that fits when the field was tampered with."""
        typed = str(self.seen.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_COUNT else -1


class InterestForm(OnceForm):
    """What ties a member to an association."""

    association = StringField(
        _l("Association"),
        filters=[one_line],
        validators=[DataRequired(_l("Écrivez le nom de l’association.")), Length(max=LONGEST_NAME, message=TOO_LONG)],
    )
    role = StringField(
        _l("Rôle"),
        description=_l("Par exemple : présidente, membre du bureau, conjoint de la trésorière."),
        filters=[one_line],
        validators=[
            DataRequired(_l("Dites à quel titre, en quelques mots.")),
            Length(max=LONGEST_NAME, message=TOO_LONG),
        ],
    )
    since = DayField(_l("Depuis le"), description=_l("Vide si vous ne le savez pas."), validators=[Optional()])
    until = DayField(_l("Jusqu’au"), description=_l("Vide si l’intérêt dure encore."), validators=[Optional()])
    note = StringField(
        _l("Note (facultatif)"), filters=[one_line], validators=[Length(max=LONGEST_REASON, message=TOO_LONG)]
    )


class EndForm(OnceForm):
    """The day an interest ended."""

    until = DayField(_l("Terminé le"), validators=[InputRequired(_l("Écrivez la date de fin."))])
