"""What is kept of people, told from the very delays the code holds to: the page promises nothing that nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from grants.accounts.services import INVITATION_DAYS
from grants.domain.holding import ADDRESS_DAYS, CONTACT_DAYS
from grants.follow.services import UNCONFIRMED
from grants.plenary.services.encounters import CONTACTS_KEPT
from grants.plenary.services.reminding import ADDRESSES_KEPT, NEEDS_KEPT
from grants.settings import current_settings
from grants.workshops.services.reminding import LIST_KEPT
from grants.workshops.services.reminding import NEEDS_KEPT as WORKSHOP_NEEDS_KEPT

if TYPE_CHECKING:
    from grants.settings import Settings


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of personal data: what it is, why it is kept, on which legal ground, who sees it, and how long."""

    key: str
    what: str
    why: str
    ground: str
    who: str
    kept: str


def days(number: int) -> str:
    """Write a number of days."""
    return str(ngettext("%(num)s jour", "%(num)s jours", number))


def kinds(settings: Settings) -> list[Kind]:
    """Return every kind of personal data, in the order of the year."""
    return [*_account(settings), *_mails(settings), *_files(), *_evening(), *_workshops(), *_words(), *_traces()]


def _after(delay: timedelta) -> str:
    """Write a delay that the daily work holds to."""
    return str(_("%(delay)s après, effacement automatique", delay=days(delay.days)))


def _task() -> str:
    return str(_("mission d’intérêt public (RGPD, article 6.1.e)"))


def _law() -> str:
    return str(_("obligation légale (RGPD, article 6.1.c)"))


def _agreed() -> str:
    return str(_("votre accord (RGPD, article 6.1.a)"))


def _service() -> str:
    return str(_("le service qui suit l’appel"))


def _by_hand() -> str:
    return str(
        _(
            "%(aided)s ans après le dernier paiement, %(unaided)s ans sans aide\u00a0; "
            "rien ne s’efface tout seul\u00a0: le service élimine avec le visa des archives",
            aided=current_settings().aided_file_years,
            unaided=current_settings().unaided_file_years,
        )
    )


def _account(settings: Settings) -> list[Kind]:
    """Return what an account holds."""
    stays = _("%(days)s, ou dès que vous quittez", days=days(settings.session_days))
    links = _(
        "%(minutes)s minutes\u00a0; les invitations, %(days)s\u00a0; ce qui en reste est effacé %(later)s après",
        minutes=settings.sign_in_minutes,
        later=days(settings.spent_links_days),
        days=days(INVITATION_DAYS),
    )
    return [
        Kind(
            "compte",
            _("Votre adresse électronique, votre nom, votre langue"),
            _("vous reconnaître, vous écrire"),
            _task(),
            _service(),
            _(
                "tant que vous avez un dossier, ou %(days)s après votre dernière connexion, après deux avertissements",
                days=days(settings.unused_account_days),
            ),
        ),
        Kind(
            "session",
            _("Le cookie de connexion, posé quand vous vous connectez, et celui qui protège les formulaires"),
            _("rester connecté, écrire sans qu’un autre site écrive à votre place"),
            _task(),
            _("votre navigateur et ce site"),
            stays,
        ),
        Kind(
            "liens",
            _("Les liens et codes de connexion"),
            _("vous connecter sans mot de passe"),
            _task(),
            _("vous"),
            links,
        ),
    ]


def _mails(settings: Settings) -> list[Kind]:
    """Return what is kept of mails."""
    return [
        Kind(
            "courriels",
            _("Les e-mails envoyés"),
            _("savoir ce qui vous a été dit, et le renvoyer"),
            _task(),
            _service(),
            _after(timedelta(days=settings.sent_mails_days)),
        ),
    ]


def _files() -> list[Kind]:
    """Return what an application and its report hold."""
    return [
        Kind(
            "dossier",
            _("Le dossier\u00a0: contacts, adresse, téléphone, compte bancaire (IBAN), pièces"),
            _("étudier, voter, payer et contrôler l’aide"),
            _law(),
            _service(),
            _by_hand(),
        ),
        Kind(
            "brouillon",
            _("Un brouillon jamais envoyé"),
            _("vous laisser finir plus tard"),
            _task(),
            _("vous et ceux que vous invitez"),
            _("jusqu’à votre demande\u00a0; la collectivité s’est fixé deux ans, rien ne s’efface tout seul"),
        ),
        Kind(
            "bilan",
            _("Le bilan et ses photographies"),
            _("rendre compte, transmettre"),
            _law(),
            _("tout le monde, pour ce que vous publiez\u00a0; chaque photographie a l’accord des personnes"),
            _by_hand(),
        ),
    ]


def _evening() -> list[Kind]:
    """Return what the plenary holds."""
    return [
        Kind(
            "besoins",
            _("À la plénière\u00a0: besoins particuliers, souhait de ne pas s’asseoir avec quelqu’un"),
            _("bien vous accueillir"),
            _agreed(),
            _service(),
            _after(NEEDS_KEPT),
        ),
        Kind(
            "soiree",
            _("À la plénière\u00a0: votre adresse électronique et le contact que vous laissez"),
            _("vous inviter, vous donner votre programme"),
            _task(),
            _service(),
            _after(ADDRESSES_KEPT),
        ),
        Kind(
            "rencontres",
            _("Les coordonnées que deux personnes se donnent après une rencontre"),
            _("leur permettre de continuer"),
            _agreed(),
            _("le service, et la personne à qui vous les donnez"),
            _after(CONTACTS_KEPT),
        ),
    ]


def _workshops() -> list[Kind]:
    """Return what workshops hold."""
    return [
        Kind(
            "ateliers",
            _("Aux ateliers\u00a0: téléphone et besoins particuliers"),
            _("vous accueillir, vous prévenir"),
            _task(),
            _service(),
            _after(WORKSHOP_NEEDS_KEPT),
        ),
        Kind(
            "ateliers-liste",
            _("Aux ateliers\u00a0: la liste des inscrits"),
            _("savoir qui vient, qui est venu"),
            _task(),
            _service(),
            _after(LIST_KEPT),
        ),
    ]


def _words() -> list[Kind]:
    """Return what readers leave without an account."""
    return [
        Kind(
            "paroles",
            _("Ce que vous écrivez sur la page d’un projet\u00a0: le texte, la signature"),
            _("vous lire, mettre en lien"),
            _agreed(),
            _("tout le monde"),
            _("jusqu’à votre demande\u00a0; rien ne s’efface tout seul"),
        ),
        Kind(
            "contact",
            _("Le contact que vous laissez en offrant votre aide"),
            _("mettre en lien"),
            _agreed(),
            _("les personnes du projet\u00a0; il n’est jamais montré"),
            _after(timedelta(days=CONTACT_DAYS)),
        ),
        Kind(
            "empreinte",
            _("Une empreinte de l’adresse de la connexion d’où l’on écrit, sans retour possible vers l’adresse"),
            _("reconnaître les envois de machines"),
            _task(),
            _service(),
            _after(timedelta(days=ADDRESS_DAYS)),
        ),
        Kind(
            "suivi",
            _("L’adresse électronique à laquelle vous suivez des nouvelles"),
            _("vous les envoyer"),
            _agreed(),
            _service(),
            _(
                "jusqu’à ce que vous arrêtiez, d’un lien dans chaque courriel\u00a0; non confirmée, %(delay)s",
                delay=days(UNCONFIRMED.days),
            ),
        ),
    ]


def _traces() -> list[Kind]:
    """Return what is kept so that nothing happens unseen."""
    return [
        Kind(
            "actes",
            _("Le journal des actes\u00a0: qui a fait quoi, sous un numéro"),
            _("prouver que rien n’a été changé en cachette"),
            _law(),
            _service(),
            _("autant que les comptes\u00a0: une ligne ne s’efface pas, mais elle ne porte ni nom ni adresse"),
        ),
        Kind(
            "empreintes",
            _("L’empreinte de l’adresse de votre appareil, quand vous écrivez sans compte"),
            _("arrêter les robots"),
            _("intérêt légitime à protéger le site (RGPD, article 6.1.f)"),
            _("personne ne la lit\u00a0; elle n’est jointe à aucun texte"),
            _("jusqu’à ce que le service vide cette table\u00a0; rien ne s’efface tout seul"),
        ),
    ]
