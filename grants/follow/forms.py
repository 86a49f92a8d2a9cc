"""The form of a following."""

from __future__ import annotations

from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

from grants.domain.file import clean
from grants.follow.models import MONTHLY, WEEKLY
from grants.projects.forms import KIND_WORDS

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.territory import Territory

CADENCES: dict[str, LazyString] = {WEEKLY: _l("Chaque semaine"), MONTHLY: _l("Chaque mois")}


class FollowForm(FlaskForm):
    """What somebody wants to hear of; `site` is a field nobody sees, that only robots fill."""

    email = EmailField(
        _l("Votre e-mail"),
        [InputRequired(_l("Écrivez votre e-mail\u00a0: le lien qui confirme y arrive.")), Length(max=254)],
        description=_l("Il n’est montré à personne, et il est effacé quand vous arrêtez."),
    )
    theme = SelectField(_l("Thème"), validate_choice=False)
    quartier = SelectField(_l("Quartier"), validate_choice=False)
    besoin = SelectField(_l("Qui cherchent"), validate_choice=False)
    cadence = RadioField(
        _l("À quel rythme"), choices=[SelectChoice(key, words) for key, words in CADENCES.items()], default=WEEKLY
    )
    site = StringField(_l("Laissez cette case vide"))

    def offer(self, town: Territory, language: str) -> None:
        """Offer the town's own themes and quarters."""
        self.theme.choices = [
            SelectChoice("", _("Tous les thèmes")),
            *(SelectChoice(each.key, each.name_in(language)) for each in town.themes),
        ]
        self.quartier.choices = [
            SelectChoice("", _("Tous les quartiers")),
            *(SelectChoice(each.key, each.name) for each in town.neighbourhoods),
        ]
        self.besoin.choices = [
            SelectChoice("", _("Tout besoin")),
            *(SelectChoice(key, words) for key, words in KIND_WORDS.items()),
        ]

    def validate_email(self, field: EmailField) -> None:
        """Hold the address to what mail can reach."""
        try:
            validate_email(self.address, check_deliverability=False)
        except EmailNotValidError as error:
            message = _("Cette adresse ne semble pas complète. Exemple\u00a0: prenom.nom@exemple.fr")
            raise ValidationError(message) from error
        field.data = self.address

    @property
    def address(self) -> str:
        """The mail address, in small letters."""
        return clean(self.email.data or "").strip().lower()
