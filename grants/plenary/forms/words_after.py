"""The words of after the evening: rules, how an encounter lives, the two questionnaires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

RULES_AFTER: dict[str, LazyString] = {
    "same_person": _l("Choisissez deux personnes différentes."),
    "same_project": _l("Ces deux personnes viennent pour le même projet\u00a0: choisissez-en une autre."),
    "not_of_evening": _l("Ces deux personnes ne sont pas de la même soirée."),
    "too_early": _l("Il est encore trop tôt pour le dire\u00a0: revenez à la date indiquée."),
    "unknown_answer": _l("Choisissez une des réponses proposées."),
    "words_missing": _l("Écrivez quelques mots."),
    "too_many": _l("Beaucoup de textes arrivent en même temps. Réessayez dans un moment."),
    "reason_missing": _l("Dites pourquoi\u00a0: le motif prend la place du texte."),
    "nothing_answered": _l("Répondez à une question au moins."),
}

LIFE_WORDS: dict[str, LazyString] = {
    "going": _l("Nous y travaillons"),
    "done": _l("C’est fait"),
    "later": _l("Pas encore commencé"),
    "stopped": _l("Cela ne se fera pas"),
}
"""How an encounter lives."""

TIMES: dict[int, LazyString] = {1: _l("Un mois après"), 6: _l("Six mois après")}
"""The two times at which people are asked."""

SHOWN: dict[str, LazyString] = {
    "all": _l("Toutes"),
    "agreed": _l("Voulues des deux côtés"),
    "one_side": _l("Voulues d’un seul côté"),
    "month": _l("Sans nouvelles à un mois"),
    "half_year": _l("Sans nouvelles à six mois"),
}
"""What the staff's list of encounters may show."""

MOMENTS_ASKED: dict[str, LazyString] = {
    "evening": _l("Après la soirée"),
    "half_year": _l("Six mois après"),
}

ASKED: dict[str, dict[str, LazyString]] = {
    "evening": {
        "met_new": _l("Avez-vous rencontré des personnes que vous ne connaissiez pas\u00a0?"),
        "found_place": _l("Saviez-vous où vous asseoir, et pourquoi\u00a0?"),
        "time_at_table": _l("Le temps à chaque table était…"),
        "took_part": _l("Avez-vous pu entendre, circuler et participer\u00a0?"),
        "words": _l("Une idée pour la prochaine fois"),
    },
    "half_year": {
        "followed": _l("Combien de vos rencontres ont eu une suite\u00a0?"),
        "shared": _l("Qu’avez-vous partagé\u00a0?"),
        "missed": _l("Qu’est-ce qui a manqué pour aller plus loin\u00a0?"),
        "again": _l("Reviendrez-vous l’an prochain\u00a0?"),
        "words": _l("Ce que vous voulez ajouter"),
    },
}
"""The questions of each questionnaire."""

ANSWERS: dict[str, dict[str, LazyString]] = {
    "met_new": {"several": _l("Oui, plusieurs"), "one": _l("Oui, une"), "none": _l("Non, aucune")},
    "found_place": {"yes": _l("Oui"), "nearly": _l("À peu près"), "no": _l("Non")},
    "time_at_table": {"short": _l("trop court"), "right": _l("bien ainsi"), "long": _l("trop long")},
    "took_part": {"yes": _l("Oui"), "partly": _l("En partie"), "no": _l("Non")},
    "followed": {"none": _l("Aucune"), "one": _l("Une"), "few": _l("Deux ou trois"), "many": _l("Davantage")},
    "shared": {
        "room": _l("une salle"),
        "equipment": _l("du matériel"),
        "skill": _l("un savoir-faire"),
        "volunteers": _l("des bénévoles"),
        "public": _l("un public"),
        "idea": _l("une idée"),
        "project": _l("un projet commun"),
    },
    "missed": {
        "time": _l("du temps"),
        "contact": _l("un moyen de se joindre"),
        "place": _l("un lieu"),
        "money": _l("de l’argent"),
        "occasion": _l("une occasion de se revoir"),
        "nothing": _l("rien"),
    },
    "again": {"yes": _l("Oui"), "perhaps": _l("Peut-être"), "no": _l("Non")},
}
"""The answers offered to each question."""
