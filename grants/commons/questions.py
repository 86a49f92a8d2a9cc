"""The questions people really ask, each with an anchor that a letter or a neighbour can send."""

from __future__ import annotations

from flask_babel import gettext as _

from grants.commons.sitemap import is_served

Question = tuple[str, str, str, tuple[str, str] | None]
"""The anchor, the question, the answer, and where to read more: an address and its words."""


def questions(cap: str) -> list[Question]:
    """Return the questions in the order of a project's life; `cap` is the most one may ask, in words."""
    asked = [*_before(cap), *_papers(), *_during(), *_after()]
    return [(*each[:3], each[3] if each[3] and is_served(each[3][0].partition("#")[0]) else None) for each in asked]


def _before(cap: str) -> list[Question]:
    """Return what is asked before one writes."""
    return [
        (
            "qui",
            _("Qui peut proposer un projet\u00a0?"),
            _(
                "Une association, ou un groupe d’habitants porté par une association. "
                "Le projet sert tout le monde, ici, et ne soutient aucun parti."
            ),
            None,
        ),
        (
            "combien",
            _("Combien peut-on demander\u00a0?"),
            _(
                "Jusqu’à %(cap)s, et aussi de l’aide en nature\u00a0: une salle, un prêt de matériel, une formation. "
                "Si l’argent manque, le plafond baisse pour tous de la même façon.",
                cap=cap,
            ),
            None,
        ),
    ]


def _papers() -> list[Question]:
    """Return what is asked of numbers, of writing, and of what one signs."""
    return [
        (
            "siret",
            _("Mon numéro SIRET n’est pas encore arrivé, que faire\u00a0?"),
            _(
                "Envoyez le dossier quand même, avec le numéro RNA de l’association (il commence par W) "
                "ou le nom de l’association qui vous porte. Le SIRET est attendu pour le vote."
            ),
            None,
        ),
        (
            "seul",
            _("Je n’ai pas d’ordinateur, ou je n’aime pas écrire"),
            _("Venez\u00a0: quelqu’un écrit avec vous, de vive voix. Le dossier existe aussi sur papier."),
            ("/aide/lieux", _("Où l’on écrit le dossier avec vous")),
        ),
        (
            "engagement",
            _("Qu’est-ce que le contrat d’engagement républicain\u00a0?"),
            _(
                "Sept engagements que la loi demande à toute association aidée par de l’argent public\u00a0: "
                "respecter les lois, la liberté de conscience, l’égalité, la dignité de chacun. "
                "Une personne de l’association le signe."
            ),
            ("/contrat-engagement-republicain", _("Le texte entier")),
        ),
    ]


def _during() -> list[Question]:
    """Return what is asked while one writes and waits."""
    return [
        (
            "partir",
            _("Je n’ai pas fini et je dois partir"),
            _(
                "Rien n’est perdu\u00a0: le brouillon s’enregistre tout seul. Revenez par «\u00a0Mon espace\u00a0» "
                "avec votre adresse électronique, depuis n’importe quel appareil."
            ),
            ("/mon-espace", _("Mon espace")),
        ),
        (
            "courriel",
            _("Je n’ai pas reçu le courriel pour me connecter"),
            _(
                "Regardez dans les courriers indésirables, attendez deux minutes, puis demandez-en un autre\u00a0: "
                "le dernier reçu est le bon. Sinon, appelez-nous."
            ),
            ("/connexion", _("Demander un autre lien")),
        ),
        (
            "public",
            _("Qu’est-ce qui devient public\u00a0?"),
            _(
                "Le nom de l’association, le texte du projet, ce que vous cherchez et proposez, puis la somme une fois "
                "votée. Jamais l’IBAN, le téléphone, l’adresse électronique ni l’adresse privée."
            ),
            ("/confidentialite", _("Ce qui est gardé, et combien de temps")),
        ),
        (
            "quand",
            _("Quand saurai-je, et quand l’argent arrive-t-il\u00a0?"),
            _(
                "Le conseil vote à la date écrite dans l’appel, puis une lettre part. "
                "Chaque date de l’année est sur la page de l’appel."
            ),
            ("/appels/", _("Les appels et leurs dates")),
        ),
    ]


def _after() -> list[Question]:
    """Return what is asked by readers, and once the project lives."""
    return [
        (
            "corriger",
            _("Une page parle de moi, ou se trompe\u00a0: comment la faire changer\u00a0?"),
            _("Écrivez au service, sans formulaire ni raison à donner. La réponse vient en un mois au plus."),
            ("/confidentialite#retirer", _("Voir, corriger, faire retirer")),
        ),
        (
            "aider",
            _("Je n’ai pas de projet, comment donner la main\u00a0?"),
            _("Chaque page de projet dit ce qu’il cherche\u00a0: une salle, du matériel, des bras, un savoir-faire."),
            ("/projets/", _("Les projets et leurs besoins")),
        ),
        (
            "suivre",
            _("Comment être tenu au courant\u00a0?"),
            _("Par un flux que lit tout lecteur de nouvelles, et par l’agenda des dates."),
            ("/suivre", _("Suivre sans compte")),
        ),
        (
            "reprendre",
            _("Puis-je reprendre ces textes et ces chiffres\u00a0?"),
            _(
                "Oui\u00a0: les données sont ouvertes, et chaque texte dit sa licence. "
                "L’année entière s’emporte aussi en une archive."
            ),
            ("/donnees/", _("Données ouvertes")),
        ),
        (
            "saupoudrage",
            _("N’est-ce pas du saupoudrage\u00a0?"),
            _("À vous d’en juger\u00a0: nouveaux venus, sommes par association, bilans reçus, rencontres qui durent."),
            ("/annees/#saupoudrage", _("Les années côte à côte")),
        ),
    ]
