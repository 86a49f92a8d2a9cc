"""Signing in: an address, then a link or a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Email, InputRequired, Length

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

LONGEST_ADDRESS = 254

WORDS: dict[str, LazyString] = {
    "link_over": _l("Ce lien a déjà servi ou il est trop ancien. Demandez-en un nouveau\u00a0: il arrive aussitôt."),
    "code_over": _l("Ce code a déjà servi ou il est trop ancien. Demandez-en un nouveau\u00a0: il arrive aussitôt."),
    "code_wrong": _l("Ce n’est pas le bon code. Recopiez les six chiffres du dernier message reçu."),
    "too_many_codes": _l(
        "Beaucoup de codes ont été essayés. Ouvrez plutôt le lien du message, qui marche toujours, ou revenez dans une"
        " heure."
    ),
    "not_staff": _l("Cette personne ne fait plus partie de l’équipe."),
    "nothing_given": _l("Cochez au moins une chose, ou choisissez tous les appels."),
    "last_admin": _l("C’est la dernière personne qui administre : donnez d’abord ce rôle à quelqu’un d’autre."),
    "factor_wrong": _l(
        "Ce code ne sert pas\u00a0: il a déjà servi, il a changé, ou il est mal recopié. Attendez le suivant, puis"
        " essayez encore."
    ),
    "too_many_factors": _l("Beaucoup de codes ont été essayés. Attendez dix minutes, puis essayez encore."),
    "nothing_begun": _l("La page était ancienne. Recommencez depuis le début."),
    "own_address": _l("C’est votre propre adresse\u00a0: vous êtes déjà là."),
    "already_there": _l("Cette personne est déjà dans la liste."),
    "not_there": _l("Cette personne n’est plus dans la liste."),
    "last_one": _l(
        "Il ne resterait personne\u00a0: invitez d’abord quelqu’un, et partez quand cette personne aura accepté."
    ),
    "too_many_open": _l(
        "Huit invitations attendent déjà une réponse. Annulez celles qui ne servent plus, puis recommencez."
    ),
    "too_many_links": _l("Beaucoup d’invitations sont parties aujourd’hui. Recommencez demain."),
    "too_many_mails": _l(
        "Nous avons déjà envoyé plusieurs messages à cette adresse. Attendez quelques minutes, puis regardez aussi"
        " dans les courriers indésirables."
    ),
}

PROCONNECT_WORDS: dict[str, LazyString] = {
    "provider_silent": _l("ProConnect ne répond pas pour le moment. Ce n’est pas de votre fait."),
    "provider_wrong": _l("La réponse de ProConnect n’était pas en règle, nous ne l’avons pas suivie."),
    "cancelled": _l("Vous avez quitté ProConnect sans vous identifier. Rien n’a changé."),
    "trip_over": _l("Cette page a déjà servi, ou elle est trop ancienne. Recommencez depuis le début."),
    "too_many_trips": _l("Beaucoup de connexions viennent de votre réseau. Attendez quelques minutes."),
    "unverified": _l(
        "ProConnect n’a pas encore vérifié votre adresse e-mail. Faites-le chez ProConnect, puis revenez."
    ),
    "other_organisation": _l(
        "ProConnect vous rattache à une autre organisation que celles qui travaillent ici. Si vous en avez plusieurs,"
        " choisissez l’autre chez ProConnect."
    ),
    "low_level": _l(
        "La ville demande une connexion plus sûre\u00a0: ajoutez une double authentification chez ProConnect,"
        " puis revenez."
    ),
    "not_of_the_team": _l(
        "ProConnect vous connaît, mais votre adresse n’est pas celle d’une personne de l’équipe. Demandez à un"
        " administrateur de vous inviter à l’adresse que ProConnect utilise."
    ),
    "other_identity": _l(
        "Cette adresse est déjà reliée à un autre compte ProConnect. Si vous en avez changé, demandez à un"
        " administrateur de remettre votre protection à zéro."
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


def address_checks() -> list[object]:
    """Return what an address must pass wherever it is asked for."""
    return [
        InputRequired(_l("Écrivez une adresse e-mail.")),
        Length(max=LONGEST_ADDRESS, message=_l("Cette adresse est trop longue.")),
        Email(_l("Cette adresse ne semble pas complète. Exemple\u00a0: prenom.nom@exemple.fr")),
    ]


class InviteForm(FlaskForm):
    """The address of somebody to invite; `leaves`: whoever invites goes when they accept."""

    email = StringField(_l("Son adresse e-mail"), validators=address_checks())
    leaves = BooleanField(_l("Cette personne me remplace\u00a0: je pars dès qu’elle accepte"))


class CodeForm(FlaskForm):
    """The six digits of the mail."""

    code = StringField(
        _l("Le code à six chiffres"),
        validators=[InputRequired(_l("Recopiez les six chiffres reçus par e-mail.")), Length(max=40)],
    )


class FactorForm(FlaskForm):
    """A code of the clock, or a recovery code."""

    code = StringField(_l("Votre code"), validators=[InputRequired(_l("Recopiez votre code.")), Length(max=40)])
