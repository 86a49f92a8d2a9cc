"""Guests who sign up by themselves, and addresses as people type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    EmailField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from grants.domain.coming import LONGEST_NAME
from grants.domain.file import clean
from grants.plenary.services import Guest

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString
    from wtforms import Field

LONGEST_EMAIL = 254
LONGEST_LINE = 200
LONGEST_NEEDS = 500

GUEST_KINDS: dict[str, LazyString] = {
    "resident": _l("Habitante ou habitant"),
    "service": _l("Service de la ville ou partenaire"),
    "elected": _l("Élue ou élu"),
    "neighbour": _l("Projet d’une autre commune ou d’un autre appel"),
}
KIND_CHOICES = [SelectChoice(key, words) for key, words in GUEST_KINDS.items()]
ANY_KIND = [SelectChoice("", _l("Sans précision")), *KIND_CHOICES]
NEEDS_HINT = _l(
    "Facultatif\u00a0: boucle magnétique, langue des signes, garde d’enfants, trajet… Lu par le service seulement,"
    " effacé trente jours après."
)


def address(field: Field) -> str:
    """Return an address as it is kept: in small letters, without what no address holds."""
    return "".join(clean(field.data or "").split()).lower()


def check_address(field: Field) -> None:
    """Hold an address, when there is one, to what mail can reach."""
    typed = address(field)
    if not typed:
        return
    try:
        validate_email(typed, check_deliverability=False)
    except EmailNotValidError as error:
        message = _("Cette adresse ne semble pas complète. Exemple\u00a0: prenom.nom@exemple.fr")
        raise ValidationError(message) from error


def line(field: Field) -> str:
    """Return what was typed on one line, without the signs that no page can show."""
    return " ".join(clean(field.data or "").split())


class GuestSignUpForm(FlaskForm):
    """A guest: a name, an address, and in what capacity."""

    name = StringField(
        _l("Votre nom"),
        description=_l("Il paraît dans le programme, à la table où vous serez."),
        validators=[
            InputRequired(_l("Écrivez votre nom.")),
            Length(max=LONGEST_NAME, message=_l("Ce nom est trop long.")),
        ],
    )
    email = EmailField(
        _l("Votre e-mail"),
        description=_l("Votre lien personnel y arrive. Il n’est montré à personne."),
        validators=[
            InputRequired(_l("Écrivez votre e-mail\u00a0: votre lien personnel y arrive.")),
            Length(max=LONGEST_EMAIL, message=_l("Cette adresse est trop longue.")),
        ],
    )
    guest_kind = RadioField(
        _l("Vous venez en tant que"),
        choices=KIND_CHOICES,
        validate_choice=False,
        validators=[AnyOf(GUEST_KINDS, message=_l("Choisissez une réponse."))],
    )
    organisation = StringField(
        _l("Service, commune ou groupe"),
        description=_l("Facultatif."),
        validators=[Length(max=LONGEST_LINE, message=_l("Ce texte est trop long."))],
    )
    accessible_seat = BooleanField(_l("Il me faut une table accessible (fauteuil, poussette, peu de pas)"))
    needs = TextAreaField(
        _l("De quoi avez-vous besoin pour venir\u00a0?"),
        description=NEEDS_HINT,
        validators=[Length(max=LONGEST_NEEDS, message=_l("500 signes au plus."))],
    )

    def validate_email(self, field: EmailField) -> None:
        """Hold the address to what mail can reach."""
        check_address(field)

    def validate_name(self, field: StringField) -> None:
        """Ask for a name one can read."""
        if not line(field):
            raise ValidationError(_("Écrivez votre nom."))

    def guest(self, language: str) -> Guest:
        """Return who signs up."""
        return Guest(
            name=line(self.name),
            email=address(self.email),
            guest_kind=self.guest_kind.data,
            organisation=line(self.organisation),
            needs=clean(self.needs.data or "").strip(),
            accessible_seat=self.accessible_seat.data,
            language=language,
        )


class LinkForm(FlaskForm):
    """The address at which somebody was invited."""

    address = EmailField(
        _l("L’e-mail où l’invitation est arrivée"),
        validators=[
            InputRequired(_l("Écrivez l’e-mail où l’invitation est arrivée.")),
            Length(max=LONGEST_EMAIL, message=_l("Cette adresse est trop longue.")),
        ],
    )

    def validate_address(self, field: EmailField) -> None:
        """Hold the address to what mail can reach."""
        check_address(field)

    @property
    def email(self) -> str:
        """The address, in small letters."""
        return address(self.address)


def kind_named(guest_kind: str) -> str:
    """Name in what capacity a guest comes."""
    return str(GUEST_KINDS.get(guest_kind, _("Invité")))
