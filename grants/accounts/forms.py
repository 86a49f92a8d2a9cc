"""Signing in: an address, then a link or a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import Email, InputRequired, Length

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

LONGEST_ADDRESS = 254

WORDS: dict[str, LazyString] = {
    "link_over": _l("Ce lien a déjà servi ou il est trop ancien. Demandez-en un nouveau\u00a0: il arrive aussitôt."),
    "code_over": _l("Ce code a déjà servi ou il est trop ancien. Demandez-en un nouveau\u00a0: il arrive aussitôt."),
    "code_wrong": _l("Ce n’est pas le bon code. Recopiez les six chiffres du dernier message reçu."),
    "too_many_mails": _l(
        "Nous avons déjà envoyé plusieurs messages à cette adresse. Attendez quelques minutes, puis regardez aussi"
        " dans les courriers indésirables."
    ),
}


class SignInForm(FlaskForm):
    """The address to which the link and the code are sent."""

    email = StringField(
        _l("Votre adresse e-mail"),
        validators=[
            InputRequired(_l("Écrivez votre adresse e-mail.")),
            Length(max=LONGEST_ADDRESS, message=_l("Cette adresse est trop longue.")),
            Email(_l("Cette adresse ne semble pas complète. Exemple\u00a0: prenom.nom@exemple.fr")),
        ],
    )
    next = HiddenField()


class CodeForm(FlaskForm):
    """The six digits of the mail."""

    code = StringField(
        _l("Le code à six chiffres"),
        validators=[InputRequired(_l("Recopiez les six chiffres reçus par e-mail.")), Length(max=40)],
    )
