"""The questions of the report, in words, and the sentences said of what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.applications.forms import WORDS, Question
from grants.applications.forms import say as say_of_file
from grants.domain.money import format_euros

if TYPE_CHECKING:
    from grants.domain.file import Problem
    from grants.domain.report import MoneyLine, Story
    from grants.domain.scheme import Scheme

QUESTIONS: Final[dict[str, Question]] = {
    "happened": Question(
        _l("Ce qui s’est passé"),
        _l("Racontez comme à quelqu’un qui n’y était pas\u00a0: quoi, où, quand, avec qui."),
        _l("Commencez par une scène\u00a0: un jour, un lieu, ce que l’on y voyait. Les chiffres peuvent suivre."),
    ),
    "unplanned": Question(
        _l("Ce qui n’était pas prévu"),
        _l(
            "Ce qui s’est passé autrement, ce qui n’a pas pu se faire, les bonnes surprises. Tout cela aide les autres."
        ),
    ),
    "changed": Question(
        _l("Ce que cela a changé, et pour qui"),
        _l("Pour les personnes, pour le quartier, pour votre association. Une petite chose suffit."),
    ),
    "worth": Question(
        _l("À vos yeux, à quoi voit-on que cela valait la peine\u00a0?"),
        _l("Selon vos valeurs, avec vos mots. Il n’y a pas d’indicateur à remplir."),
    ),
    "people": Question(_l("Combien de personnes ont pris part"), _l("Facultatif, même à peu près.")),
    "met": Question(_l("Ces projets étaient à vos tables lors de la plénière"), _l("Cochez ceux qui ont compté.")),
    "met_text": Question(
        _l("Qui d’autre avez-vous rencontré\u00a0?"), _l("Des personnes, des groupes, et ce qui en est né.")
    ),
    "advice": Question(_l("Ce que vous diriez à celles et ceux qui commencent"), _l("Un conseil, un piège à éviter.")),
    "volunteers_value": Question(
        _l("Valeur du bénévolat"), _l("Facultatif, compté à part\u00a0: il n’entre pas dans le total.")
    ),
    "difference": Question(
        _l("Si les sommes ne sont pas celles prévues, dites pourquoi"), _l("Une ou deux phrases suffisent.")
    ),
    "unspent": Question(
        _l("S’il reste une part de l’aide, qu’aimeriez-vous en faire\u00a0?"),
        _l("Elle se garde si la convention le permet, sinon elle se rend. La ville vous répondra."),
    ),
    "licence": Question(_l("Ce récit et ces photos peuvent être repris par d’autres")),
    "sign_name": Question(_l("Qui signe"), _l("Prénom et nom de la personne qui représente l’association.")),
    "sign_role": Question(_l("Sa fonction")),
    "sign_date": Question(_l("Date"), _l("Jour, mois, année\u00a0: 12/06/2028.")),
}

_ROWS: Final = {
    "charge_label": _l("Dépense %(row)s"),
    "charge_amount": _l("Dépense %(row)s, en euros"),
    "product_label": _l("Recette %(row)s"),
    "product_amount": _l("Recette %(row)s, en euros"),
    "gift_title": _l("Commun %(row)s"),
    "gift_link": _l("Adresse du commun %(row)s"),
    "gift_kind": _l("Genre du commun %(row)s"),
    "gift_licence": _l("Licence du commun %(row)s"),
    "photo_alt": _l("Ce que l’on voit sur la photo"),
    "photo_agreed": _l("Accord des personnes sur la photo"),
}

GIFT_KIND_WORDS: Final = {
    "guide": _l("Un mode d’emploi, une méthode"),
    "story": _l("Un récit, un livret"),
    "pictures": _l("Des photos, un film, du son"),
    "plans": _l("Des plans, des modèles"),
    "software": _l("Un logiciel, des données"),
    "other": _l("Autre chose"),
}

GIFT_LICENCE_WORDS: Final = {
    "CC BY-SA 4.0": _l("En citant et en partageant de la même façon (CC BY-SA 4.0)"),
    "CC BY 4.0": _l("En citant (CC BY 4.0)"),
    "CC0 1.0": _l("Sans condition (CC0 1.0)"),
    "other": _l("Une autre licence libre"),
    "none": _l("À voir avec nous"),
}

STATUSES: Final = {
    "none": _l("Pas encore reçu"),
    "draft": _l("En cours d’écriture"),
    "sent": _l("Reçu"),
    "paper": _l("Reçu sur papier"),
    "exempted": _l("Pas demandé"),
}

DECISIONS: Final = {
    "": _l("Rien à décider"),
    "kept": _l("L’association garde ce qui reste, la convention le permet"),
    "repay": _l("Ce qui reste est à rendre à la ville"),
}

RULES: Final = {
    "not_voted_yet": _l("Le bilan s’écrit à partir du vote du conseil."),
    "report_closed": _l("Ce bilan est clos\u00a0: il ne se modifie plus ici. Votre texte est ci-dessous, copiez-le."),
    "report_changed": _l("Le bilan a changé depuis que vous avez ouvert cette page. Relisez-le, puis envoyez-le."),
    "report_already_sent": _l("Ce bilan est bien envoyé. Rien n’a été envoyé deux fois."),
    "report_empty": _l("Il manque encore l’essentiel\u00a0: ce qui s’est passé, ou l’argent dépensé."),
    "report_missing": _l("Il n’y a pas encore de bilan à clore."),
    "report_received": _l("Ce bilan est déjà reçu."),
    "photographs_full": _l("Six photos au plus. Retirez-en une pour en ajouter une autre."),
    "file_empty": _l("Cette photo est vide. Choisissez-en une autre."),
    "file_too_large": _l("Cette photo est trop lourde\u00a0: 15 Mo au plus."),
    "photograph_too_wide": _l("Cette image a trop de points\u00a0: 60 millions au plus. Réduisez-la d’abord."),
    "file_unknown": _l("Ce fichier n’est pas une photo que nous savons lire\u00a0: JPEG, PNG ou WebP."),
    "too_busy": WORDS["too_busy"],
    "words_missing": WORDS["words_missing"],
    "move_unknown": WORDS["move_unknown"],
}

_MISSING: Final = {
    "happened": _l("Racontez ce qui s’est passé, même en deux phrases."),
    "sign_name": _l("Écrivez le nom de la personne qui signe."),
    "sign_role": _l("Écrivez la fonction de la personne qui signe."),
}

_SAID: Final = {
    "spent_missing": _l("Écrivez au moins une dépense\u00a0: 0 si rien n’a été dépensé."),
    "link_unreadable": _l(
        "Une adresse de page commence par https://. Votre texte est gardé, mais ne fera pas un lien."
    ),
}


def question(key: str) -> Question:
    """Return the words of any field, those of lines and photographs included."""
    if key in QUESTIONS:
        return QUESTIONS[key]
    side, row, part = key.split("_")
    return Question(str(_ROWS[f"{side}_{part}"]) % {"row": row})


def say(problem: Problem, scheme: Scheme) -> str:
    """Return the sentence of a remark."""
    if problem.code == "missing" and problem.field in _MISSING:
        return str(_MISSING[problem.field])
    return str(_SAID[problem.code]) if problem.code in _SAID else say_of_file(problem, scheme)


def money_words(line: MoneyLine) -> str:
    """Say how far a line is from what was planned."""
    if line.real_cents is None:
        return str(_("rien d’écrit"))
    if line.planned_cents is None:
        return str(_("non prévu"))
    if not line.difference_cents:
        return str(_("comme prévu"))
    gap = _euros(abs(line.difference_cents))
    return str(_("%(sum)s de plus", sum=gap) if line.difference_cents > 0 else _("%(sum)s de moins", sum=gap))


def unspent_words(story: Story, grant: int) -> str:
    """Say in one sentence what is left of the grant, and what becomes of it."""
    left = story.unspent_cents(grant)
    if not left:
        return ""
    said: str = _(
        "D’après ces sommes, il reste %(left)s de l’aide de %(grant)s. Elle se garde si la convention le permet, sinon"
        " elle se rend\u00a0: la ville vous répondra.",
        left=_euros(left),
        grant=_euros(grant),
    )
    return said


def _euros(cents: int) -> str:
    """Write a sum as the reader's language does."""
    return format_euros(cents, str(get_locale() or "fr"))
