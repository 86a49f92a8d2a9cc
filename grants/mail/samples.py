"""What mails may say, one line each: the words staff read for it, and a believable example for the preview.

`bare` is what it is in the barest case, when a file asks for no sum or misses nothing; None when it is never bare.
`only_whether` lets a text ask whether there is one, and never say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from grants.domain.file import Problem, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Variable:
    """Something a mail may say: its name in words, an example, and what it is in the barest case."""

    words: LazyString
    sample: object = None
    bare: object = None
    only_whether: bool = False


NEWS_OF_A_DAY: Final = (
    SimpleNamespace(
        heading="Un jardin pour tous",
        items=(
            SimpleNamespace(
                subject="Une aide est proposée",
                text="Lou Le Gall propose une serre démontable, à venir chercher en mars.",
            ),
            SimpleNamespace(subject="Des nouvelles du projet", text="Les premières planches sont posées."),
        ),
    ),
    SimpleNamespace(
        heading="La chorale du port",
        items=(SimpleNamespace(subject="Des nouvelles du projet", text="Première répétition le 12\u00a0janvier."),),
    ),
)

VARIABLES: Final[Mapping[str, Variable]] = {
    "application.number": Variable(_l("le numéro du dossier"), "2026-0012"),
    "application.public_id": Variable(_l("l’adresse de la page du dossier"), "aB3xY7kQ2m"),
    "file.title": Variable(_l("le titre du projet"), "Un jardin pour tous"),
    "file.name": Variable(_l("le nom de l’association ou du groupe"), "Les Mains vertes de Bellevue"),
    "file.carrier": Variable(_l("l’association qui porte le groupe"), "Maison de quartier de Bellevue"),
    "file.contact_name": Variable(_l("la personne à joindre"), "Ana Le Goff"),
    "file.iban": Variable(_l("vrai si le dossier a un IBAN"), sample=True, bare=False, only_whether=True),
    "file.requested_cents": Variable(_l("la somme demandée"), 180_000, 0),
    "file.in_kind": Variable(_l("l’aide en nature demandée"), "une salle le samedi", ""),
    "call.title": Variable(_l("le titre de l’appel"), "Appel à envie de faire 2026"),
    "call.scheme": Variable(_l("la sorte d’appel"), "envie-de-faire"),
    "call.year": Variable(_l("l’année de l’appel"), 2026),
    "call.closes_on": Variable(_l("le dernier jour pour envoyer"), date(2026, 9, 15)),
    "call.late_files_welcome": Variable(_l("vrai si les dossiers en retard sont bienvenus"), sample=True, bare=False),
    "call.complete_by": Variable(_l("le jour où les dossiers doivent être complets"), date(2026, 10, 10)),
    "call.settle_on": Variable(_l("le jour où les sommes sont calculées"), date(2026, 10, 20)),
    "call.council_on": Variable(_l("le jour du vote du conseil"), date(2026, 12, 3)),
    "call.plenary_on": Variable(_l("le jour de la plénière"), date(2027, 1, 30)),
    "call.report_by": Variable(_l("le dernier jour pour le bilan"), date(2028, 6, 30)),
    "call.dates.notify_by": Variable(_l("le dernier jour pour notifier la décision"), date(2026, 12, 15)),
    "call.dates.pay_by": Variable(_l("le dernier jour pour payer"), date(2027, 2, 13)),
    "cents": Variable(_l("la somme votée, ordonnée ou payée"), 180_000, 0),
    "act": Variable(_l("le numéro de la délibération"), "D-2026-112"),
    "shares": Variable(
        _l("les associations qui portent ensemble un projet, avec la part de chacune"),
        (
            SimpleNamespace(association="Les Mains vertes de Bellevue", cents=120_000),
            SimpleNamespace(association="Le Fournil", cents=60_000),
        ),
        (),
    ),
    "voted_on": Variable(_l("le jour du vote"), date(2026, 12, 3)),
    "notified_on": Variable(_l("le jour de la lettre de notification"), date(2026, 12, 10)),
    "pay_on": Variable(_l("le dernier jour pour payer, d’après la lettre"), date(2027, 2, 8)),
    "waiting.number": Variable(_l("le nombre de dossiers sans réponse"), 12, 1),
    "waiting.first_on": Variable(_l("le premier jour où le silence vaut réponse"), date(2026, 11, 12)),
    "received_on": Variable(_l("le jour où le dossier est arrivé"), date(2026, 9, 12)),
    "silence_on": Variable(_l("le jour où le silence vaut réponse"), date(2026, 11, 12)),
    "missing": Variable(
        _l("ce qui manque au dossier"),
        (Problem("when", "missing", Weight.COMPLETENESS), Problem("iban", "missing", Weight.COMPLETENESS)),
        (),
    ),
    "fields": Variable(_l("les questions à compléter"), ("when", "for_whom"), ()),
    "notes": Variable(
        _l("ce que vous avez écrit de chaque question"), {"when": "Quels jours, à quelle heure\u00a0?"}, {}
    ),
    "title": Variable(_l("le titre du projet, s’il en a un"), "Un jardin pour tous", ""),
    "days": Variable(_l("le nombre de jours qui restent"), 7, 1),
    "essential": Variable(
        _l("ce qui manque pour pouvoir envoyer"), (Problem("consent", "missing", Weight.ESSENTIAL),), ()
    ),
    "words": Variable(
        _l("les mots que vous avez écrits"), "Pouvez-vous préciser les jours d’ouverture du jardin\u00a0?"
    ),
    "text": Variable(_l("le message"), "Le jardin peut-il ouvrir le mercredi\u00a0?"),
    "names": Variable(_l("les fichiers joints au message"), ("plan.pdf",), ()),
    "from_town": Variable(_l("vrai si c’est la ville qui écrit"), sample=True, bare=False),
    "by_mail": Variable(_l("vrai si l’on peut répondre par e-mail"), sample=True, bare=False),
    "left_out": Variable(_l("les fichiers qui n’ont pas été repris"), {"film.mp4": "file_too_large"}),
    "where": Variable(_l("à qui s’adresser"), "Le fonds de travaux de la Métropole, au 02 98 00 00 00."),
    "author.email": Variable(_l("l’adresse de qui a fait le geste"), "ana@exemple.fr"),
    "whom": Variable(_l("l’adresse de la personne concernée"), "lou@exemple.fr"),
    "what": Variable(_l("ce qui change : joined, left, removed, handed_over, not_joined"), "joined"),
    "mine": Variable(_l("vrai si le message va à la personne concernée"), sample=False, bare=False),
    "leaves": Variable(_l("vrai si qui invite s’en va ensuite"), sample=True, bare=False),
    "association.name": Variable(_l("le nom de l’association"), "Les Mains vertes de Bellevue"),
    "association.id": Variable(_l("l’adresse de la page de l’association"), 12),
    "claimant.email": Variable(_l("l’adresse de qui demande"), "lou@exemple.fr"),
    "to_town": Variable(_l("vrai si personne n’agit pour l’association"), sample=False, bare=True),
    "answered.carrier": Variable(_l("l’association qui répond"), "Maison de quartier de Bellevue"),
    "answered.answer": Variable(_l("sa réponse : yes ou no"), "yes", "no"),
    "answered.name": Variable(_l("qui répond pour elle"), "Ana Le Goff"),
    "answered.role": Variable(_l("sa fonction"), "présidente"),
    "answered.words": Variable(_l("le mot de l’association"), "Avec plaisir.", ""),
    "token": Variable(_l("l’adresse du lien, qui sert une fois"), "exemple-de-lien"),
    "code": Variable(_l("le code de connexion"), "123 456"),
    "change": Variable(
        _l(
            "ce qui change\u00a0: sessions_ended, clock_set, proconnect_tied, recovery_made, recovery_used,"
            " factor_reset"
        ),
        "clock_set",
    ),
    "minutes": Variable(_l("le nombre de minutes pour s’en servir"), 10),
    "report.decision": Variable(_l("ce qui reste de l’aide : kept, repay ou rien"), "repay", ""),
    "report.decision_words": Variable(_l("le mot que vous avez écrit"), "Un titre de 200 € suivra.", ""),
    "again": Variable(_l("vrai si le bilan est corrigé"), sample=False, bare=True),
    "kind": Variable(_l("le moment du rappel"), "two_weeks", "month_after"),
    "workshop.title": Variable(_l("le titre de l’atelier"), "Écrire son projet en deux pages"),
    "workshop.starts_at": Variable(_l("le début de l’atelier"), datetime(2026, 6, 18, 16, tzinfo=UTC)),
    "workshop.ends_at": Variable(_l("la fin de l’atelier"), datetime(2026, 6, 18, 18, tzinfo=UTC)),
    "workshop.place": Variable(_l("le lieu de l’atelier"), "Maison des associations"),
    "workshop.address": Variable(_l("l’adresse de l’atelier"), "3 rue du Port", ""),
    "workshop.territory": Variable(_l("la ville de l’atelier"), "port-leon"),
    "guest.token": Variable(_l("l’adresse de la page d’inscription"), "exemple-de-page"),
    "guest.seated": Variable(_l("vrai si une place est gardée"), sample=True, bare=False),
    "participant.token": Variable(_l("l’adresse de la page personnelle de la plénière"), "exemple-de-page"),
    "plenary.held_on": Variable(_l("le jour de la plénière"), date(2027, 1, 30)),
    "met.name": Variable(_l("la personne rencontrée"), "Lou Le Gall"),
    "met.who": Variable(_l("l’association de la personne rencontrée"), "La chorale du port"),
    "met.contact": Variable(_l("comment la joindre"), "06 00 00 00 00"),
    "evening.year": Variable(_l("l’année de la plénière"), 2026),
    "evening.held_on": Variable(_l("le jour de la plénière"), date(2027, 1, 30)),
    "evening.starts_at": Variable(_l("l’heure du début"), time(13, 45)),
    "evening.ends_at": Variable(_l("l’heure de la fin"), time(17, 30)),
    "evening.place": Variable(_l("le lieu de la plénière"), "Maison des associations, 3 rue du Port", ""),
    "evening.access": Variable(_l("l’accès au lieu"), "De plain-pied, tram ligne A", ""),
    "answer_by": Variable(_l("le jour avant lequel répondre"), date(2027, 1, 20)),
    "project.title": Variable(_l("le titre du projet"), "Un jardin pour tous"),
    "project.slug": Variable(_l("l’adresse de la page du projet"), "un-jardin-pour-tous"),
    "voice.name": Variable(_l("le nom de qui écrit"), "Lou Le Gall", ""),
    "voice.words": Variable(_l("ce qui est écrit"), "J’ai une serre démontable, à venir chercher en mars."),
    "voice.wish": Variable(_l("le besoin ou la proposition"), "une serre pour les semis"),
    "voice.contact": Variable(_l("le contact laissé"), "06 00 00 00 00", ""),
    "groups": Variable(_l("les nouvelles, projet par projet"), NEWS_OF_A_DAY),
    "last_backup": Variable(_l("le jour de la dernière sauvegarde"), date(2026, 11, 12), None),
    "ends_on": Variable(_l("le jour où ce sera effacé"), date(2026, 11, 12)),
    "ending.files": Variable(_l("le nombre de dossiers au bout de leur durée"), 12, 1),
    "ending.first_on": Variable(_l("le premier jour où un dossier arrive au bout"), date(2026, 11, 12)),
    "followed": Variable(_l("ce que l’on suit, en mots"), "les projets, quartier\u00a0: Bellevue"),
    "total": Variable(_l("le nombre de nouvelles"), 3, 1),
    "town.name": Variable(_l("le nom de la ville")),
    "town.funder": Variable(_l("la collectivité")),
    "town.service": Variable(_l("le service en charge")),
    "town.address": Variable(_l("l’adresse du service")),
    "town.phone": Variable(_l("le téléphone du service")),
    "town.email": Variable(_l("l’e-mail du service")),
    "town.scheme_name": Variable(_l("le nom de l’appel")),
    "town.appeal_court": Variable(_l("le tribunal à saisir")),
    "territory.name": Variable(_l("le nom de la ville")),
    "territory.funder": Variable(_l("la collectivité")),
    "territory.service": Variable(_l("le service en charge")),
    "territory.phone": Variable(_l("le téléphone du service")),
    "territory.email": Variable(_l("l’e-mail du service")),
    "territory.scheme_name": Variable(_l("le nom de l’appel")),
}
TOWN: Final = ("town", "territory")
"""Read from the town's own description: the preview shows the real service."""


def paths_of(roots: Iterable[str]) -> tuple[str, ...]:
    """Return everything that may be said of these roots, in the order of the list."""
    wanted = set(roots)
    return tuple(path for path in VARIABLES if path.partition(".")[0] in wanted)


def nested(values: Mapping[str, object]) -> dict[str, Any]:
    """Turn `{"file.title": …}` into an object a text reads as `file.title`."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        *branches, name = path.split(".")
        place = found
        for branch in branches:
            place = vars(place.setdefault(branch, SimpleNamespace()))
        place[name] = value
    return found
