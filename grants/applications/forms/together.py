"""The small forms around the people of a file: whom to invite, and what a carrier answers."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from grants.accounts.forms import WORDS as OF_PEOPLE
from grants.accounts.forms import address_checks
from grants.applications.forms.problems import WORDS

LONGEST_WORDS = 2000
LONGEST_LINE = 200

SAID: Final = {**OF_PEOPLE, **WORDS}
"""The sentences of the rules about people, and about their file."""

WRITE, TAKE_OVER = "write", "take_over"


class InviteForm(FlaskForm):
    """Whom to invite, to write together or to take the file over."""

    email = StringField(_l("Son adresse e-mail"), validators=address_checks())
    what = RadioField(
        _l("Pour quoi faire"),
        choices=[
            SelectChoice(WRITE, _l("Écrire ce dossier avec nous")),
            SelectChoice(TAKE_OVER, _l("Prendre la suite\u00a0: devenir la personne à qui la ville écrit d’abord")),
        ],
        default=WRITE,
    )
    leaves = BooleanField(_l("Je quitte ce dossier dès que cette personne accepte d’en prendre la suite"))


class JoinForm(FlaskForm):
    """A word from somebody who asks to act for an association."""

    words = TextAreaField(
        _l("Un mot pour vous présenter"),
        validators=[Length(max=LONGEST_WORDS, message=_l("C’est trop long\u00a0: 2\u00a0000 signes au plus."))],
        description=_l("Votre prénom, votre nom, votre rôle. Les personnes de l’association le liront."),
    )


class CarrierForm(FlaskForm):
    """Who answers for a carrier, and a word if they like; the answer itself is the button that was pressed."""

    name = StringField(
        _l("Votre nom"),
        validators=[DataRequired(_l("Écrivez votre nom.")), Length(max=LONGEST_LINE)],
    )
    role = StringField(
        _l("Votre fonction dans l’association"),
        validators=[DataRequired(_l("Écrivez votre fonction.")), Length(max=LONGEST_LINE)],
        description=_l("Présidente, trésorier, directrice…"),
    )
    words = TextAreaField(
        _l("Un mot pour le groupe, si vous voulez"),
        validators=[Length(max=LONGEST_WORDS, message=_l("C’est trop long\u00a0: 2\u00a0000 signes au plus."))],
    )
