"""What the town writes about a report: each way says why, or where."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from grants.reports.forms.words import DECISIONS

LONGEST_WORDS = 5000
LONGEST_LINE = 500
_TOO_LONG = Length(max=LONGEST_WORDS, message=_l("C’est trop long pour un message\u00a0: 5\u00a0000 signes au plus."))


class PaperForm(FlaskForm):
    """A report that came on paper: where it is kept."""

    words = StringField(
        _l("Où le papier est gardé"),
        validators=[
            DataRequired(_l("Dites où le papier est gardé, pour qu’on le retrouve.")),
            Length(max=LONGEST_LINE),
        ],
        description=_l("Un classeur, un bureau, une cote. Votre nom et la date sont notés avec."),
    )


class WhyForm(FlaskForm):
    """No report is asked of this file: why."""

    words = TextAreaField(
        _l("Pourquoi aucun bilan n’est demandé"),
        validators=[DataRequired(_l("Écrivez pourquoi\u00a0: une phrase suffit.")), _TOO_LONG],
    )


class LetterForm(FlaskForm):
    """A few words to those whose report has not come; `key` makes it one letter, however often it is pressed."""

    key = HiddenField(validators=[DataRequired(), Length(max=40)])
    words = TextAreaField(
        _l("Votre message"),
        validators=[DataRequired(_l("Écrivez quelques mots\u00a0: l’association les lira tels quels.")), _TOO_LONG],
        description=_l("Le lien vers le bilan et vos coordonnées sont ajoutés."),
    )


class ClosingForm(FlaskForm):
    """The town has read the report: what becomes of a grant not wholly spent, and a word to the association."""

    decision = RadioField(
        _l("Ce qui reste de l’aide"), choices=[SelectChoice(key, words) for key, words in DECISIONS.items()], default=""
    )
    words = TextAreaField(_l("Un mot pour l’association"), validators=[_TOO_LONG])
