"""Who the town may call or write to about a file."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Email, Length

CONTACT: Final = ("contact_name", "contact_role", "contact_email", "contact_phone")
"""The answers of a file that its people may change after sending, without sending it again."""


def _short(most: int) -> Length:
    """Hold a line to what the file keeps of it."""
    return Length(max=most, message=_l("C’est trop long\u00a0: %(max)d signes au plus."))


class ContactForm(FlaskForm):
    """The person to reach, as the file tells it; fields are named as the file's."""

    contact_name = StringField(
        _l("Personne à joindre"),
        validators=[DataRequired(_l("Écrivez le nom d’une personne à joindre.")), _short(100)],
        description=_l("Prénom et nom, jamais publiés."),
    )
    contact_role = StringField(_l("Son rôle"), validators=[_short(100)])
    contact_email = StringField(
        _l("Son e-mail"),
        validators=[
            DataRequired(_l("Écrivez l’e-mail de la personne à joindre.")),
            Email(_l("Cette adresse ne semble pas complète. Exemple\u00a0: prenom.nom@exemple.fr")),
            _short(200),
        ],
        description=_l("Nous écrirons à cette adresse au sujet du dossier."),
    )
    contact_phone = StringField(
        _l("Son téléphone"), validators=[_short(40)], description=_l("Facultatif, jamais publié.")
    )

    def answers(self) -> dict[str, str]:
        """Return what was typed, by question of the file."""
        return {key: (self[key].data or "").strip() for key in CONTACT}
