"""Every mail the house writes, one line each: its kind, what makes it leave, what its text may not leave out.

A new template in templates/mails/ gets its line in LETTERS, and the things its text says their line in `samples`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What a mail is about; people choose kind by kind."""

    ACCOUNT = "account"
    """Signing in, invitations: at once, always, and its text is shown to nobody else."""
    FILE = "file"
    """What the law or the life of a file requires: at once, always."""
    REMINDER = "reminder"
    MESSAGE = "message"
    NEWS = "news"
    FOLLOW = "follow"
    """What somebody without an account follows: its own page stops it, no other choice does."""


class Choice(StrEnum):
    """How somebody wants the mails of a kind."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    OFF = "off"


CHOICES: Final[Mapping[Kind, tuple[Choice, ...]]] = {
    Kind.REMINDER: (Choice.AT_ONCE, Choice.OFF),
    Kind.MESSAGE: (Choice.AT_ONCE, Choice.DAILY, Choice.OFF),
    Kind.NEWS: (Choice.DAILY, Choice.AT_ONCE, Choice.OFF),
}
"""What may be chosen, the usual choice first. A kind that is not here is always sent at once."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Words a text must hold, and how they are called when they miss."""

    pattern: re.Pattern[str]
    name: LazyString


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: its kind, what makes it leave, the variables and the words that its text must say in every case."""

    kind: Kind
    when: LazyString
    must: tuple[str, ...] = ()
    says: tuple[Saying, ...] = ()


TWO_MONTHS: Final = Saying(
    re.compile(r"(?:deux|2)\s+mois|(?:two|2)\s+months", re.IGNORECASE), _l("la règle des deux mois")
)
FILE_PAGE: Final = "application.public_id"
GUEST_PAGE: Final = "guest.token"
EVENING_PAGE: Final = "participant.token"
EVENING: Final = "evening.held_on"

LETTERS: Final[Mapping[str, Letter]] = {
    "sign_in": Letter(Kind.ACCOUNT, _l("Quelqu’un demande à entrer dans son espace."), ("token", "code")),
    "staff_removed": Letter(Kind.ACCOUNT, _l("Quelqu’un ne fait plus partie de votre équipe."), ()),
    "role_given": Letter(Kind.ACCOUNT, _l("Quelqu’un reçoit un rôle dans votre équipe, ou le sien change.")),
    "account_changed": Letter(
        Kind.ACCOUNT,
        _l("La protection de l’accès de quelqu’un change, ou ses appareils sont déconnectés."),
    ),
    "application_received": Letter(
        Kind.FILE,
        _l("Un dossier est envoyé\u00a0: c’est l’accusé de réception."),
        ("application.number", "received_on", "town.service", "call.council_on", "silence_on", "town.appeal_court"),
        (TWO_MONTHS,),
    ),
    "application_completion": Letter(
        Kind.FILE, _l("Vous demandez un complément."), ("words", FILE_PAGE, "call.complete_by")
    ),
    "application_redirected": Letter(
        Kind.FILE,
        _l("Vous orientez un projet ailleurs."),
        ("words", "where", "town.appeal_court"),
        (TWO_MONTHS,),
    ),
    "application_withdrawn": Letter(Kind.FILE, _l("Un dossier est retiré."), ("words",)),
    "application_carrier": Letter(
        Kind.FILE,
        _l("On demande à une association si elle porte un groupe."),
        ("file.name", "file.carrier", "token", "call.council_on"),
    ),
    "application_carrier_answer": Letter(
        Kind.FILE, _l("Une association répond si elle porte un groupe."), ("answered.carrier", "file.title")
    ),
    "file_invitation": Letter(Kind.ACCOUNT, _l("Quelqu’un est invité à écrire un dossier."), ("author.email", "token")),
    "file_handover": Letter(
        Kind.ACCOUNT, _l("Quelqu’un est invité à prendre la suite d’un dossier."), ("author.email", "token")
    ),
    "file_people": Letter(Kind.FILE, _l("Les personnes qui écrivent un dossier changent."), ("whom", "file.title")),
    "association_invitation": Letter(
        Kind.ACCOUNT,
        _l("Quelqu’un est invité à agir pour une association."),
        ("author.email", "association.name", "token"),
    ),
    "association_people": Letter(
        Kind.FILE, _l("Les personnes d’une association changent."), ("association.name", "association.id")
    ),
    "association_claim": Letter(
        Kind.FILE,
        _l("Quelqu’un demande à agir pour une association."),
        ("claimant.email", "association.name", "association.id"),
    ),
    "application_contact": Letter(Kind.FILE, _l("La personne à joindre change."), ("file.title", "file.contact_name")),
    "application_voted": Letter(
        Kind.FILE, _l("Le vote du conseil est enregistré."), ("file.title", "voted_on", "act", "call.dates.notify_by")
    ),
    "application_notified": Letter(
        Kind.FILE,
        _l("Les lettres de notification partent."),
        ("file.title", "act", "voted_on", "notified_on", "call.report_by", "town.appeal_court"),
    ),
    "holding_letter": Letter(
        Kind.FILE,
        _l("Les deux mois d’un dossier finissent avant le vote\u00a0: c’est la lettre d’attente."),
        ("application.number", "received_on", "silence_on", "call.council_on", "town.appeal_court"),
        (TWO_MONTHS,),
    ),
    "silence_warning": Letter(
        Kind.FILE,
        _l("À la ville, deux semaines avant que les deux mois d’un dossier finissent."),
        ("waiting.number", "waiting.first_on"),
    ),
    "application_ordered": Letter(Kind.FILE, _l("L’ordre de payer part à la trésorerie."), ("file.title", "cents")),
    "application_paid": Letter(Kind.FILE, _l("L’aide est payée."), ("file.title", "cents", "call.report_by")),
    "message_new": Letter(
        Kind.MESSAGE, _l("Quelqu’un écrit un message dans un dossier."), ("text", "file.title", FILE_PAGE)
    ),
    "message_left_out": Letter(
        Kind.FILE, _l("Une réponse par e-mail apporte des fichiers que nous ne prenons pas."), ("left_out", FILE_PAGE)
    ),
    "draft_reminder": Letter(
        Kind.REMINDER,
        _l("L’appel se termine bientôt, et un brouillon n’est pas envoyé."),
        ("call.closes_on", FILE_PAGE),
    ),
    "report_received": Letter(Kind.FILE, _l("Un bilan est envoyé, ou corrigé."), ("file.title", FILE_PAGE)),
    "report_closed": Letter(Kind.FILE, _l("Vous clôturez un bilan."), ("file.title", FILE_PAGE)),
    "report_asked": Letter(
        Kind.FILE, _l("Vous écrivez à une association dont le bilan n’est pas arrivé."), ("words", FILE_PAGE)
    ),
    "report_reminder": Letter(
        Kind.REMINDER, _l("Le bilan d’un projet est attendu."), ("file.title", "call.report_by", FILE_PAGE)
    ),
    "workshop_signed": Letter(Kind.FILE, _l("Quelqu’un s’inscrit à un atelier."), ("workshop.title", GUEST_PAGE)),
    "workshop_waiting": Letter(
        Kind.FILE, _l("Quelqu’un s’inscrit à un atelier complet."), ("workshop.title", GUEST_PAGE)
    ),
    "workshop_moved_up": Letter(
        Kind.FILE, _l("Une place se libère pour qui attendait."), ("workshop.title", GUEST_PAGE)
    ),
    "workshop_changed": Letter(Kind.FILE, _l("La date ou le lieu d’un atelier change."), ("workshop.title",)),
    "workshop_cancelled": Letter(Kind.FILE, _l("Un atelier est annulé."), ("workshop.title",)),
    "workshop_left": Letter(Kind.FILE, _l("Quelqu’un annule son inscription."), ("workshop.title",)),
    "workshop_reminder": Letter(Kind.REMINDER, _l("Un atelier a lieu bientôt."), ("workshop.title",)),
    "plenary_after": Letter(Kind.REMINDER, _l("Le lendemain de la plénière."), (EVENING_PAGE,)),
    "encounters_living": Letter(
        Kind.REMINDER,
        _l("Un mois et six mois après la plénière, pour savoir où en sont les rencontres."),
        (EVENING_PAGE,),
    ),
    "encounter_contacts": Letter(
        Kind.FILE,
        _l("Deux personnes de la plénière veulent continuer et se donnent leurs coordonnées."),
        ("met.who", "met.contact"),
    ),
    "plenary_invitation": Letter(
        Kind.FILE,
        _l("Vous envoyez les invitations à la plénière."),
        (EVENING, "answer_by", GUEST_PAGE),
    ),
    "plenary_confirmed": Letter(Kind.FILE, _l("Quelqu’un répond qu’il vient à la plénière."), (EVENING, GUEST_PAGE)),
    "plenary_link": Letter(Kind.FILE, _l("Quelqu’un demande son lien personnel pour la plénière."), (GUEST_PAGE,)),
    "plenary_left": Letter(Kind.FILE, _l("Quelqu’un n’est plus attendu à la plénière."), (EVENING,)),
    "plenary_changed": Letter(
        Kind.FILE, _l("Vous prévenez que le jour ou le lieu de la plénière a changé."), (EVENING, GUEST_PAGE)
    ),
    "plenary_answer_reminder": Letter(
        Kind.REMINDER, _l("La plénière approche, et quelqu’un n’a pas répondu."), (EVENING, GUEST_PAGE)
    ),
    "plenary_reminder": Letter(Kind.REMINDER, _l("La plénière est dans deux jours."), (EVENING, GUEST_PAGE)),
    "follow_confirm": Letter(
        Kind.FOLLOW, _l("Quelqu’un demande à suivre des projets par e-mail."), ("token", "followed")
    ),
    "follow_digest": Letter(
        Kind.FOLLOW, _l("Chaque semaine ou chaque mois, à qui suit des projets."), ("groups", "token")
    ),
    "voice_written": Letter(
        Kind.NEWS, _l("On écrit sur la page d’un projet, ou on la corrige."), ("project.title", "voice.words")
    ),
    "voice_answer": Letter(
        Kind.MESSAGE,
        _l("Quelqu’un propose son aide à un projet, ou s’y intéresse."),
        ("voice.wish", "voice.words", "voice.contact"),
    ),
    "voice_reported": Letter(Kind.FILE, _l("Plusieurs lecteurs signalent le même message."), ("project.title",)),
    "account_ending": Letter(
        Kind.ACCOUNT, _l("Un espace que personne n’ouvre va être effacé\u00a0: deux avertissements."), ("ends_on",)
    ),
    "draft_ending": Letter(
        Kind.FILE,
        _l("Un brouillon que personne n’envoie va être effacé\u00a0: deux avertissements."),
        ("ends_on", FILE_PAGE),
    ),
    "files_ending": Letter(
        Kind.FILE,
        _l("À la ville, quand des dossiers arrivent au bout de leur durée de garde."),
        ("ending.files", "ending.first_on"),
    ),
    "backup_missed": Letter(
        Kind.FILE, _l("À l’administration, quand deux jours passent sans sauvegarde."), ("town.name",)
    ),
    "digest": Letter(Kind.NEWS, _l("Chaque matin, à qui reçoit ses nouvelles en une fois."), ("groups",)),
}

FEET: Final[Mapping[Kind, LazyString]] = {
    Kind.ACCOUNT: _l("Ce message concerne un accès au site\u00a0: il part à chaque fois et ne peut pas être arrêté."),
    Kind.FILE: _l(
        "Ce message suit un dossier ou une inscription\u00a0: nous devons vous l’envoyer, il ne peut pas être arrêté."
    ),
    Kind.REMINDER: _l("Ce message est un rappel. Pour ne plus en recevoir\u00a0:"),
    Kind.MESSAGE: _l(
        "Ce message vient d’une conversation que vous suivez. Pour en recevoir moins, ou plus du tout\u00a0:"
    ),
    Kind.FOLLOW: _l(
        "Vous recevez ce message parce que cette adresse a demandé à suivre des projets. Le lien plus haut l’arrête."
    ),
    Kind.NEWS: _l("Ce sont des nouvelles des projets. Pour en recevoir moins, plus souvent, ou plus du tout\u00a0:"),
}
"""Why a mail was sent, said at its foot; a link follows when there is a choice."""


def letter(template: str) -> Letter:
    """Return the line of a template; raise KeyError when it has none."""
    return LETTERS[template]


def optional(kind: Kind) -> bool:
    """Tell whether people may choose how they receive this kind."""
    return kind in CHOICES
